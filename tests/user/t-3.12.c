/*
 * T-3.12: a fork hook is called for every new process, and may refuse it.
 * The test kernel has one that counts, and an exit hook.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.12");

#define NSTACK	(16 * 1024)

static _Alignas(16) unsigned char stack[NSTACK];

static int
child(void *arg)
{
	return (*(int *)arg);
}

/* One process of each kind. */
static pid_t
make(int kind)
{
	static int status = 5;
	pid_t pid;

	switch (kind) {
	case 0:
		pid = fork();
		break;
	case 1:
		pid = vfork();
		break;
	case 2:
		pid = rfork(RFPROC | RFSIGSHARE | RFTHREAD);
		break;
	default:
		return (rfork_thread(RFPROC | RFMEM, stack + NSTACK, child,
		    &status));
	}
	if (pid == 0)
		_exit(5);
	return (pid);
}

static void
counted(void)
{
	uint64_t forks, exits;
	pid_t pid;

	for (int kind = 0; kind < 4; kind++) {
		forks = kstat("debug.atfork_count");
		exits = kstat("debug.atexit_count");
		pid = make(kind);
		check(pid > 0 && wait_exit(pid) == 5, "a child");
		check(kstat("debug.atfork_count") == forks + 1,
		    "one fork, one call");
		check(kstat("debug.atexit_count") == exits + 1,
		    "one exit, one call");
	}
	forks = kstat("debug.atfork_count");
	check(rfork(0) == 0 && kstat("debug.atfork_count") == forks,
	    "no process, no call");
}

/* The child is complete when it is refused: all of it must go again. */
static void
refused(void)
{
	static const int errors[] = { EPERM, ENOSPC, EDOM };
	uint64_t exits = kstat("debug.atexit_count");
	int nprocs = (int)kstat("debug.nprocs");
	uint64_t forks;

	for (int i = 0; i < 3; i++) {
		for (int kind = 0; kind < 4; kind++) {
			kset("debug.atfork_veto", errors[i]);
			forks = kstat("v_forks") + kstat("v_vforks") +
			    kstat("v_rforks");
			check_fails(make(kind), errors[i]);
			check(forks == kstat("v_forks") + kstat("v_vforks") +
			    kstat("v_rforks"), "not counted as a fork");
			check_fails(waitpid(-1, NULL, WNOHANG), ECHILD);
		}
	}
	check((int)kstat("debug.nprocs") == nprocs, "no process is left");
	check(kstat("debug.atexit_count") == exits, "none has ended");
}

int
main(void)
{
	struct census before, after;

	census_begin(&before, &after);
	counted();
	census_take(&before);
	refused();
	counted();
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
