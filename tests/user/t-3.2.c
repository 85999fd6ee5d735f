/*
 * T-3.2: kern.maxproc: the last ten places are root's, and no more than one
 * line a second says that it was reached.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.2");

static int hold[2];

/* Fork until it fails; the children wait for the pipe's end. */
static int
fork_all(void)
{
	int n = 0;
	pid_t pid;
	char c;

	while ((pid = fork()) > 0)
		n++;
	if (pid == 0) {
		close(hold[1]);
		(void)read(hold[0], &c, 1);
		_exit(0);
	}
	check(errno == EAGAIN, "EAGAIN");
	return (n);
}

static int
messages(void)
{
	static char text[16384];
	size_t size = sizeof(text);
	int n = 0;

	check(sysctlbyname("kern.msgbuf", text, &size, NULL, 0) == 0,
	    "kern.msgbuf");
	for (char *s = text; (s = strstr(s, "maxproc limit")) != NULL; s++)
		n++;
	return (n);
}

static void
as_user(void)
{
	int most = (int)kstat("kern.maxproc"), said = messages(), told;
	uint64_t start;

	check(pipe(hold) == 0, "pipe");
	check(setuid(1000) == 0, "setuid");
	(void)fork_all();
	check(kstat("debug.nprocs") == (uint64_t)most - 10,
	    "ten places are left");
	start = now_us();
	for (int i = 0; i < 6; i++)
		check(fork() == -1 && errno == EAGAIN, "no more");
	told = messages() - said;
	check(now_us() - start > 2900000, "three seconds of refusals");
	check(told >= 2 && told <= 5, "at most one line a second");
	close(hold[1]);
	while (wait(NULL) > 0)
		continue;
	_exit(7);
}

static void
both(void)
{
	pid_t pid;

	check(pipe(hold) == 0, "pipe");
	pid = fork();
	if (pid == 0)
		as_user();
	check(wait_exit(pid) == 7, "as a user");
	/* Who is root really is root here, whatever it acts as. */
	check(seteuid(1000) == 0, "seteuid");
	check(fork_all() > 10, "root goes on");
	check(seteuid(0) == 0, "and back");
	check(kstat("debug.nprocs") == 60, "to the last place");
	close(hold[0]);
	close(hold[1]);
	while (wait(NULL) > 0)
		continue;
}

int
main(void)
{
	struct census before, after;

	kset("kern.maxproc", 60);
	both();
	census_begin(&before, &after);
	both();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
