/*
 * T-3.4: a pid is not given out again while a zombie, a process group or a
 * session still bears it.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.4");

#define SMALL	300	/* kern.pid_max for the time of the test */
#define FIRST	100	/* what comes after the largest pid, if it is free */
#define LOW	120

static int hold[2];

/* Until the parent lets go of the other end. */
static void
linger(void)
{
	char c;

	close(hold[1]);
	(void)!read(hold[0], &c, 1);
	_exit(0);
}

/*
 * A leader that makes a group or a session, leaves a member in it, ends and
 * is reaped: only the id lives on.  => the id
 */
static pid_t
orphaned_id(bool session)
{
	pid_t leader = fork();

	check(leader >= 0, "fork a leader");
	if (leader == 0) {
		if (session)
			check(setsid() == getpid(), "setsid");
		else
			check(setpgid(0, 0) == 0, "setpgid");
		if (fork() == 0)
			linger();
		_exit(0);
	}
	check(wait_exit(leader) == 0, "the leader has ended");
	return (leader);
}

/* The low pids are not given out a second time: leave them behind. */
static void
burn_low_pids(void)
{
	pid_t pid;

	do {
		pid = fork();
		if (pid == 0)
			_exit(0);
		check(wait_exit(pid) == 0, "child");
	} while (pid < LOW);
}

static void
twice_around(void)
{
	pid_t zombie, group, session, pid;
	int old = (int)kstat("kern.pid_max"), again = 0, i;

	check(pipe(hold) == 0, "pipe");
	kset("kern.pid_max", SMALL);
	burn_low_pids();
	zombie = fork();
	if (zombie == 0)
		_exit(3);
	group = orphaned_id(false);
	session = orphaned_id(true);

	for (i = 0; i < 2 * SMALL; i++) {
		pid = fork();
		if (pid == 0)
			_exit(0);
		check(pid <= SMALL, "pids stay below kern.pid_max");
		check(pid >= FIRST, "the low ones are not given out again");
		check(pid != zombie, "a zombie's pid");
		check(pid != group, "the id of a living group");
		check(pid != session, "the id of a living session");
		again += pid == session + 10;
		check(wait_exit(pid) == 0, "child");
	}
	check(again >= 2, "the numbers around them were given out twice");
	kset("kern.pid_max", old);
	check(wait_exit(zombie) == 3, "the zombie was there all the time");
	close(hold[0]);
	close(hold[1]);
}

/* Init has waited for the two members. */
static void
reaped(int nprocs)
{
	for (int i = 0; i < 100 && (int)kstat("debug.nprocs") != nprocs; i++)
		sleep_ms(20);
}

int
main(void)
{
	int nprocs = (int)kstat("debug.nprocs");
	struct census before, after;

	twice_around();
	reaped(nprocs);
	census_begin(&before, &after);
	twice_around();
	reaped(nprocs);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
