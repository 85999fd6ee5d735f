/*
 * args: kern.proc tells the arguments of a program: exec sets them, fork
 * shares them, and each process has its own from its next exec on.
 */
#include <stdio.h>
#include <string.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("args");

#define ROOM	(sizeof(((struct kinfo_proc *)0)->kp_args) - 1)

static const char *self;		/* argv[0] */
static char mine[200];			/* our own, as they should be shown */

/* Is this what everybody is told about pid? */
static bool
shown(pid_t pid, const char *args)
{
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, (int)pid };
	struct kinfo_proc kp;
	size_t size = sizeof(kp);

	check(sysctl(mib, 4, &kp, &size, NULL, 0) == 0 &&
	    size == sizeof(kp), "kern.proc.pid");
	if (strcmp(kp.kp_args, args) == 0)
		return (true);
	note("args: \"%s\", not \"%s\"", kp.kp_args, args);
	return (false);
}

/* A program with these arguments, which runs until it reads an end. */
static struct child
program(char *const *argv, bool by_vfork)
{
	struct child ch;
	int hello[2], end[2];
	char c;

	check(pipe(hello) == 0 && pipe(end) == 0, "pipes");
	ch.ch_fd = end[1];
	ch.ch_pid = by_vfork ? vfork() : fork();
	check(ch.ch_pid >= 0, "fork");
	if (ch.ch_pid == 0) {
		dup2(end[0], 0);
		dup2(hello[1], 1);
		for (int fd = 3; fd < 20; fd++)
			close(fd);
		execv(self, argv);
		_exit(99);
	}
	close(hello[1]);
	close(end[0]);
	check(read(hello[0], &c, 1) == 1, "it runs");
	close(hello[0]);
	return (ch);
}

static void
of_exec(void)
{
	char *plain[] = { (char *)"zero", (char *)"wait", (char *)"a b",
	    (char *)"", (char *)"c", NULL };
	char *only[] = { (char *)"wait", NULL };
	static char x[300];
	char *longer[] = { (char *)"zero", (char *)"wait", x, (char *)"no",
	    NULL };
	char wanted[ROOM + 1];
	struct child ch;

	ch = program(plain, false);
	check(shown(ch.ch_pid, "zero wait a b  c"), "blanks between them");
	check(shown(getpid(), mine), "ours are ours");
	child_stop(&ch);
	ch = program(only, true);
	check(shown(ch.ch_pid, "wait"), "a name alone, after vfork");
	check(shown(getpid(), mine), "the vfork parent has its own");
	child_stop(&ch);

	memset(x, 'x', sizeof(x) - 1);
	memset(wanted, 'x', ROOM);
	memcpy(wanted, "zero wait ", 10);
	wanted[ROOM] = '\0';
	ch = program(longer, false);
	check(shown(ch.ch_pid, wanted), "cut to the room there is");
	child_stop(&ch);
}

/* A child shows our arguments, and after its own exec others. */
static void
of_fork(void)
{
	char *argv[] = { (char *)"other", (char *)"wait", NULL };
	char *none[] = { (char *)"nothing", NULL };
	int go[2], ready[2];
	pid_t pid;
	char c;

	check(pipe(go) == 0 && pipe(ready) == 0, "pipes");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(shown(getpid(), mine), "the child sees its parent's");
		check(execv("/no-such", none) == -1 &&
		    shown(getpid(), mine), "an exec that fails: no change");
		check(write(ready[1], "", 1) == 1, "ready");
		check(read(go[0], &c, 1) == 1, "go");
		dup2(go[0], 0);
		dup2(ready[1], 1);
		for (int fd = 3; fd < 20; fd++)
			close(fd);
		execv(self, argv);
		_exit(99);
	}
	check(read(ready[0], &c, 1) == 1, "the child is ready");
	check(shown(pid, mine), "so do we");
	check(write(go[1], "", 1) == 1 && read(ready[0], &c, 1) == 1, "exec");
	check(shown(pid, "other wait"), "those of its own program");
	check(shown(getpid(), mine), "ours are as they were");
	close(go[0]);
	close(go[1]);
	close(ready[0]);
	close(ready[1]);
	check(wait_exit(pid) == 0, "it ended");
}

/* Any user may see them, and nobody may set them. */
static void
of_others(void)
{
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, (int)getpid() };
	struct kinfo_proc kp;
	size_t size = sizeof(kp);
	pid_t parent = getpid(), pid;

	check_fails(sysctl(mib, 4, &kp, &size, "x", 2), EPERM);
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(setuid(7) == 0, "setuid");
		check(shown(parent, mine), "another user's");
		_exit(0);
	}
	check(wait_exit(pid) == 0, "another user");
}

/* How many processes kern.proc tells of that kind. */
static size_t
listed(int kind, int arg)
{
	static struct kinfo_proc list[10];
	int mib[4] = { CTL_KERN, KERN_PROC, kind, arg };
	size_t size = sizeof(list);

	check(sysctl(mib, 4, list, &size, NULL, 0) == 0, "kern.proc");
	return (size / sizeof(list[0]));
}

/* The list is asked for by process, group, effective or real user. */
static void
of_kinds(void)
{
	int mib[4] = { CTL_KERN, KERN_PROC, 99, 1 }, vector[CTL_MAXNAME];
	size_t size = 0, len = CTL_MAXNAME;
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		check(setpgid(0, 0) == 0 && seteuid(7) == 0, "another group");
		check(listed(KERN_PROC_PID, getpid()) == 1, "by pid");
		check(listed(KERN_PROC_PGRP, getpid()) == 1, "by group");
		check(listed(KERN_PROC_UID, 7) == 1, "by effective user");
		check(listed(KERN_PROC_RUID, 7) == 0, "by real user: none");
		check(listed(KERN_PROC_RUID, 0) == listed(KERN_PROC_ALL, 0),
		    "by real user: all");
		check(listed(KERN_PROC_UID, 0) + 1 ==
		    listed(KERN_PROC_ALL, 0), "by effective user: the rest");
		_exit(0);
	}
	check(wait_exit(pid) == 0, "the kinds");
	check_fails(sysctl(mib, 4, NULL, &size, NULL, 0), EINVAL);
	mib[2] = KERN_PROC_RUID;
	check_fails(sysctl(mib, 3, NULL, &size, NULL, 0), EINVAL);
	check(sysctlnametomib("kern.proc.ruid", vector, &len) == 0 &&
	    len == 3 && vector[2] == KERN_PROC_RUID, "its name");
}

int
main(int argc, char **argv)
{
	static struct census before, after;
	char c;

	if (strcmp(argv[argc > 1], "wait") == 0) {
		(void)!write(1, "", 1);
		(void)!read(0, &c, 1);
		return (0);
	}
	self = argv[0];
	snprintf(mine, sizeof(mine), "%s one two", self);
	if (argc == 1) {
		execl(self, self, "one", "two", NULL);
		check(false, "exec of itself");
	}
	census_begin(&before, &after);
	of_exec();
	of_fork();
	of_others();
	of_kinds();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
