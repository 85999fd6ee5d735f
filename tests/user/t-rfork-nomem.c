/*
 * rfork and memory that runs out: each allocation of each kind of rfork
 * fails once, and of exec where tables are shared.  Then nothing has
 * changed: a process that wanted to stop sharing still shares everything.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("rfork-nomem");

#define NSTACK	(16 * 1024)
#define FD_MINE	40		/* opened by the one that changes itself */

static _Alignas(16) unsigned char stack[NSTACK];
static volatile int memory;
static volatile struct shared {
	int failures, error;
} *shared;

/* The next n-1 allocations succeed, the n-th does not. */
static void
fail_at(int n)
{
	kset("debug.fail_allocation", n);
}

/* => was there an n-th allocation? */
static bool
failed(void)
{
	bool hit = kstat("debug.fail_allocation") == 0;

	kset("debug.fail_allocation", 0);
	return (hit);
}

static int
child_ends(void *arg)
{
	(void)arg;
	return (0);
}

static pid_t
make(int flags)
{
	pid_t pid;

	if (flags & RFMEM)
		return (rfork_thread(flags, stack + NSTACK, child_ends, NULL));
	pid = rfork(flags);
	if (pid == 0)
		_exit(0);
	return (pid);
}

static void
new_process(int flags)
{
	int n, error;
	pid_t pid;
	bool hit;

	for (n = 1; ; n++) {
		fail_at(n);
		pid = make(flags);
		error = errno;
		hit = failed();
		if (!hit)
			break;
		check(pid < 0 && error == ENOMEM, "ENOMEM");
		check_vm();
	}
	check(pid > 0 && wait_exit(pid) == 0, "without a failure it works");
	note("rfork(%#x): %d allocations", (unsigned)flags, n - 1);
	check(n > 1, "something was allocated");
}

/* In a child that shares everything: fail until it does not. */
static int
change_self(void *arg)
{
	int flags = *(int *)arg;
	bool hit;
	int n;

	for (n = 1; ; n++) {
		fail_at(n);
		shared->error = rfork(flags) == 0 ? 0 : errno;
		hit = failed();
		if (!hit)
			break;
		/* Both see this: it has not stopped sharing anything. */
		memory = n;
		if (dup2(2, FD_MINE) != FD_MINE || shared->error != ENOMEM)
			return (1);
		shared->failures = n;
		raise(SIGSTOP);
	}
	memory = -1;
	close(FD_MINE);
	return (shared->error);
}

static void
divorce(int flags)
{
	int status, seen = 0;
	pid_t pid;

	shared->failures = 0;
	memory = 0;
	pid = rfork_thread(RFPROC | RFMEM | RFSIGSHARE, stack + NSTACK,
	    change_self, &flags);
	check(pid > 0, "rfork_thread");
	for (;;) {
		check(waitpid(pid, &status, WUNTRACED) == pid, "waitpid");
		if (!WIFSTOPPED(status))
			break;
		seen++;
		check(shared->failures == seen && memory == seen,
		    "a failed divorce leaves the memory shared");
		check(fcntl(FD_MINE, F_GETFD) != -1 && close(FD_MINE) == 0,
		    "and the descriptors");
		check_vm();
		check(kill(pid, SIGCONT) == 0, "kill");
	}
	check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "in the end");
	check(memory == ((flags & RFMEM) ? -1 : seen),
	    "it has a memory of its own, if it wanted that");
	check(seen > 0, "something was allocated");
	note("rfork(%#x) of itself: %d allocations", (unsigned)flags, seen);
}

/* exec makes private tables before its point of no return. */
static void
exec_shared(const char *self)
{
	static char name[] = "t-rfork-nomem", again[] = "again";
	char *const argv[] = { name, again, NULL };
	int n, status;
	pid_t pid;
	bool hit;

	for (n = 1; ; n++) {
		pid = rfork(RFPROC | RFSIGSHARE);
		if (pid == 0) {
			fail_at(n);
			execv(self, argv);
			_exit(errno == ENOMEM ? 77 : 78);
		}
		status = wait_exit(pid);
		hit = failed();
		if (!hit)
			break;
		check(status == 77, "ENOMEM");
		check_vm();
	}
	check(status == 5, "without a failure it works");
	note("exec: %d allocations", n - 1);
}

/* In a process that ends: so a table that is counted too often is lost. */
static void
all(const char *self)
{
	pid_t pid = fork();

	if (pid != 0) {
		check(pid > 0 && wait_exit(pid) == 0, "all of it");
		return;
	}
	new_process(RFPROC);
	new_process(RFPROC | RFCFDG);
	new_process(RFPROC | RFFDG | RFSIGSHARE | RFTHREAD);
	new_process(RFPROC | RFMEM | RFSIGSHARE);
	divorce(0);
	divorce(RFFDG);
	divorce(RFCFDG);
	divorce(RFMEM | RFFDG);
	exec_shared(self);
	exit(0);
}

int
main(int argc, char **argv)
{
	static struct census before, after;

	if (argc == 2)
		_exit(5);
	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(shared != MAP_FAILED, "mmap");
	check(signal(SIGUSR1, SIG_IGN) != SIG_ERR, "signal");
	/* The first round touches whatever is needed. */
	census_begin(&before, &after);
	all(argv[0]);
	census_take(&before);
	all(argv[0]);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
