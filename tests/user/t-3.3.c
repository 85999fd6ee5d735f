/*
 * T-3.3: a signal to a group never misses a child that is being made.
 *
 * A hook of the test kernel puts the fork to sleep just before its point of
 * no return: the child exists and nobody can find it yet.  A signal that is
 * sent to the group now must wait for the fork, and then reach both.
 */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.3");

#define ROUNDS	50

static volatile struct {
	int parent, child;		/* handlers that ran */
	int forking;			/* the leader is about to fork */
} *seen;
static pid_t leader_pid;

static void
on_usr1(int sig)
{
	(void)sig;
	/* The child may take it before its first instruction. */
	if (getpid() == leader_pid)
		seen->parent++;
	else
		seen->child++;
}

/* A group of its own; its fork sleeps in the hook. */
static void
leader(void)
{
	pid_t pid;

	leader_pid = getpid();
	check(setpgid(0, 0) == 0, "a group");
	signal(SIGUSR1, on_usr1);
	kset("debug.atfork_sleep", 3);
	seen->forking = 1;
	pid = fork();
	if (pid == 0) {
		for (int n = 0; seen->child == 0 && n < 20; n++)
			sleep_ms(10);
		_exit(seen->child == 1 ? 7 : 1);
	}
	check(wait_exit(pid) == 7, "the child got the signal, too");
	_exit(seen->parent == 1 ? 7 : 2);
}

static void
asleep_in_fork(void)
{
	pid_t pid;

	seen->parent = seen->child = seen->forking = 0;
	pid = fork();
	if (pid == 0)
		leader();
	while (seen->forking == 0)
		sched_yield();
	sleep_ms(10);			/* it sleeps in the hook now */
	check(kill(-pid, SIGUSR1) == 0, "signal the group");
	check(wait_exit(pid) == 7, "both got it, each once");
}

int
main(void)
{
	struct census before, after;

	seen = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	check(seen != MAP_FAILED, "mmap");
	asleep_in_fork();
	census_begin(&before, &after);
	for (int i = 0; i < ROUNDS; i++)
		asleep_in_fork();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
