/*
 * sysctl: the questions about kernel values: every value has a vector, a
 * name and a line that says what it means; mistakes are errors.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("sysctl");

/* { 0, question, vector }: what came back, and how many bytes. */
static int
ask(int question, const int *vector, size_t len, void *to, size_t *size)
{
	int name[CTL_MAXNAME] = { CTL_SYSCTL, question };

	memcpy(name + 2, vector, len * sizeof(*vector));
	return (sysctl(name, (unsigned int)len + 2, to, size, NULL, 0));
}

static void
one_value(const int *vector)
{
	char name[CTL_MAXNAMESTR], text[200];
	int back[CTL_MAXNAME];
	size_t size = sizeof(name), len = CTL_MAXNAME, room;

	check(ask(CTL_SYSCTL_NAME, vector, 2, name, &size) == 0 &&
	    size == strlen(name) + 1 && size > 4, "its name");
	check(sysctlnametomib(name, back, &len) == 0 && len == 2 &&
	    memcmp(back, vector, 8) == 0, "the vector of that name");
	size = sizeof(text);
	check(ask(CTL_SYSCTL_OIDDESCR, vector, 2, text, &size) == 0 &&
	    size == strlen(text) + 1 && size > 4, "what it means");
	room = 0;
	check(ask(CTL_SYSCTL_OIDDESCR, vector, 2, NULL, &room) == 0 &&
	    room == size, "how much room that needs");
	room = size - 1;
	check_fails(ask(CTL_SYSCTL_OIDDESCR, vector, 2, text, &room), ENOMEM);
	if (strcmp(name, "kern.hz") == 0)
		check(strcmp(text, "clock ticks a second") == 0, "of kern.hz");
}

static void
all_values(void)
{
	int vector[2] = { 0, 0 }, next[2];
	size_t size = sizeof(next);
	int n = 0;

	check(ask(CTL_SYSCTL_NEXT, vector, 0, next, &size) == 0, "the first");
	do {
		check(size == sizeof(next), "a vector of two");
		memcpy(vector, next, sizeof(vector));
		one_value(vector);
		n++;
	} while (ask(CTL_SYSCTL_NEXT, vector, 2, next, &size) == 0);
	check(errno == ENOENT && n > 40, "the last");
}

static void
mistakes(void)
{
	static const int none[] = { 100, 9999 }, negative[] = { 100, -1 };
	int hz[CTL_MAXNAME], proc[CTL_MAXNAME], set[4];
	size_t two = CTL_MAXNAME, three = CTL_MAXNAME, size;
	char text[100], name[CTL_MAXNAMESTR + 1];

	check(sysctlnametomib("kern.hz", hz, &two) == 0, "kern.hz");
	check(sysctlnametomib("kern.proc.pid", proc, &three) == 0, "pid");
	for (int question = 0; question < 10; question++) {
		size = sizeof(text);
		check_fails(ask(question, none, 2, text, &size), ENOENT);
		check_fails(ask(question, negative, 2, text, &size), ENOENT);
		check_fails(ask(question, hz, 1, text, &size), ENOENT);
		check_fails(ask(question, proc, three, text, &size), ENOENT);
	}
	check_fails(ask(6, hz, 2, text, &size), ENOENT);
	check_fails(ask(-1, hz, 2, text, &size), ENOENT);
	check_fails(ask(CTL_SYSCTL_OIDDESCR, hz, 0, text, &size), ENOENT);
	check_fails(ask(CTL_SYSCTL_OIDDESCR, hz, 2, (void *)8, &size), EFAULT);
	set[0] = CTL_SYSCTL;
	set[1] = CTL_SYSCTL_OIDDESCR;
	memcpy(set + 2, hz, 8);
	check_fails(sysctl(set, 4, NULL, NULL, "x", 2), EPERM);
	check_fails(sysctlnametomib("kern.no", hz, &two), ENOENT);
	memset(name, 'x', sizeof(name));
	name[CTL_MAXNAMESTR] = '\0';
	check_fails(sysctlnametomib(name, hz, &two), EINVAL);
	check_fails(sysctlnametomib("", hz, &two), EINVAL);
}

/* Whoever is not root may ask, and set nothing. */
static void
of_others(void)
{
	int value = 200, now;
	size_t size = sizeof(now);
	pid_t pid;

	check_fails(sysctlbyname("kern.hz", NULL, NULL, &value, 4), EPERM);
	check_fails(sysctlbyname("kern.maxproc", NULL, NULL, &value, 3),
	    EINVAL);
	value = 1;
	check_fails(sysctlbyname("kern.maxproc", NULL, NULL, &value, 4),
	    EINVAL);
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(setuid(7) == 0, "setuid");
		all_values();
		value = 200;
		check_fails(sysctlbyname("kern.maxproc", NULL, NULL, &value,
		    4), EPERM);
		_exit(0);
	}
	check(wait_exit(pid) == 0, "another user");
	check(sysctlbyname("kern.maxproc", &now, &size, NULL, 0) == 0 &&
	    now != 200 && now != 1, "nothing was set");
}

int
main(void)
{
	all_values();
	mistakes();
	of_others();
	pass();
}
