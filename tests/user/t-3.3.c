/*
 * T-3.3: a signal to a group never misses a child that is being made.
 *
 * A hook of the test kernel puts the fork to sleep just before its point of
 * no return: the child exists and nobody can find it yet.  A signal that is
 * sent to the group now must wait for the fork, and then reach both.
 *
 * Then a thousand forks without the hook: the signal comes before the fork,
 * after it, or whenever the scheduler has it.  In the end each member has
 * run its handler once, or is a copy of one that had.
 */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.3");

#define ROUNDS	50
#define FORKS	1000

enum when { BEFORE, AFTER, WHENEVER, NWHENS };

static volatile struct {
	int parent, child;		/* handlers that ran */
	int forking;			/* the leader is about to fork */
	int forked;			/* it has */
} *seen;
static volatile int handled;		/* a child inherits it */
static pid_t leader_pid;

static void
on_usr1(int sig)
{
	(void)sig;
	handled++;
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

/* The signal has come, or never will. */
static int
member(void)
{
	for (int n = 0; handled == 0 && n < 100000; n++)
		sched_yield();
	return (handled == 1 ? 7 : 1);
}

static void
storm_leader(enum when when)
{
	pid_t pid;

	leader_pid = getpid();
	check(setpgid(0, 0) == 0, "a group");
	signal(SIGUSR1, on_usr1);
	seen->forking = 1;
	if (when == BEFORE)
		(void)member();
	pid = fork();
	if (pid == 0)
		_exit(member());
	seen->forked = 1;
	check(wait_exit(pid) == 7, "the child handled it, or is a copy");
	_exit(seen->parent == 1 ? member() : 2);
}

static void
storm(enum when when)
{
	pid_t pid;

	seen->parent = seen->child = seen->forking = seen->forked = 0;
	pid = fork();
	if (pid == 0)
		storm_leader(when);
	while (seen->forking == 0 || (when == AFTER && seen->forked == 0))
		sched_yield();
	check(kill(-pid, SIGUSR1) == 0, "signal the group");
	check(wait_exit(pid) == 7, "the leader handled it once");
	if (when != WHENEVER)
		check(seen->child == (when == AFTER), "the child's own");
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
	for (int i = 0; i < FORKS; i++)
		storm((enum when)(i % NWHENS));
	census_take(&after);
	census_same(&before, &after);
	pass();
}
