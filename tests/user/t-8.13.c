/*
 * T-8.13: four LWPs wait for a thousand children: each child is reported to
 * exactly one of them, also if that one sleeps in the middle of reaping it,
 * as the test kernel lets it (D-47).  And that the dead are counted.
 */
#include <signal.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.13");

#define WAITERS		4
#define CHILDREN	1000
#define MOST_PIDS	4096

static struct thread threads[WAITERS];
static volatile unsigned char told[MOST_PIDS];	/* by pid */
static volatile int reported, started;
static volatile int last;

/* Until there will be no child any more. */
static void
waiter(void *arg)
{
	int status;
	pid_t pid;

	(void)arg;
	while ((pid = wait4(-1, &status, 0, NULL)) > 0 || !last) {
		if (pid < 0) {
			check(errno == ECHILD, "no child just now");
			sleep_ms(1);
			continue;
		}
		check(pid < MOST_PIDS, "a pid within the table");
		check(WEXITSTATUS(status) == (pid & 63), "its own status");
		__atomic_add_fetch(&told[pid], 1, __ATOMIC_SEQ_CST);
		__atomic_add_fetch(&reported, 1, __ATOMIC_SEQ_CST);
	}
	check(errno == ECHILD, "nobody is left");
}

static void
round_of(int children)
{
	static unsigned char made[MOST_PIDS];
	pid_t pid;

	last = reported = 0;
	for (int i = 0; i < MOST_PIDS; i++)
		told[i] = made[i] = 0;
	for (int i = 0; i < WAITERS; i++)
		thread_start(&threads[i], waiter, NULL);
	for (started = 0; started < children; started++) {
		pid = fork();
		if (pid == 0)
			_exit(getpid() & 63);
		check(pid > 0 && pid < MOST_PIDS, "fork");
		made[pid]++;
	}
	last = 1;
	for (int i = 0; i < WAITERS; i++)
		thread_join(&threads[i]);
	check(reported == children, "as many reports as children");
	for (int i = 0; i < MOST_PIDS; i++)
		check(told[i] == made[i], "each child exactly once");
}

/* Whoever finds the child sleeps 50 ms before it is taken apart. */
static void
slow_reaping(void)
{
	pid_t pid;

	last = reported = 0;
	for (int i = 0; i < MOST_PIDS; i++)
		told[i] = 0;
	for (int i = 0; i < WAITERS; i++)
		thread_start(&threads[i], waiter, NULL);
	for (int i = 1; i <= 5; i++) {
		pid = fork();
		if (pid == 0) {
			sleep_ms(20);
			kset("debug.pause_wait", 5);
			_exit(getpid() & 63);
		}
		sleep_ms(50);
		check(reported == i - 1, "it is being reaped");
		while (reported < i)
			sleep_ms(10);
		sleep_ms(50);
		check(reported == i && told[pid] == 1, "by one alone");
	}
	last = 1;
	for (int i = 0; i < WAITERS; i++)
		thread_join(&threads[i]);
}

/* => microseconds for many waits that find nobody dead among n children */
static uint64_t
cost_of_waiting(int n)
{
	static pid_t pids[200];
	uint64_t start;
	int status;

	for (int i = 0; i < n; i++) {
		pids[i] = fork();
		check(pids[i] >= 0, "fork");
		for (; pids[i] == 0;)
			sleep_ms(1000000);
	}
	sleep_ms(100);			/* all are asleep */
	start = now_us();
	for (int i = 0; i < 1000; i++)
		check(wait4(-1, &status, WNOHANG, NULL) == 0, "all live");
	start = now_us() - start;
	for (int i = 0; i < n; i++) {
		check(kill(pids[i], SIGKILL) == 0, "SIGKILL");
		check(wait_exit(pids[i]) == 128 + SIGKILL, "killed");
	}
	return (start);
}

/*
 * The kernel counts the dead children, so that a wait need not look at all
 * those that live: not before any has died, and not when all the dead have
 * been reaped, or went to init because we want no zombies.
 */
static void
no_search(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL,
	    .sa_flags = SA_NOCLDWAIT };
	uint64_t few, many;

	few = cost_of_waiting(2);
	many = cost_of_waiting(200);
	note("1000 waits: 2 children %llu us, 200 children %llu us",
	    (unsigned long long)few, (unsigned long long)many);
	check(many < 2 * few, "200 children cost no more than 2");

	check(sigaction(SIGCHLD, &sa, NULL) == 0, "SA_NOCLDWAIT");
	for (int i = 0; i < 3; i++) {
		if (fork() == 0)
			_exit(0);
	}
	check_fails(wait4(-1, NULL, 0, NULL), ECHILD);
	sa.sa_flags = 0;
	check(sigaction(SIGCHLD, &sa, NULL) == 0, "zombies again");
	many = cost_of_waiting(200);
	check(many < 2 * few, "nor after those that init got");
}

int
main(void)
{
	struct census before, after;

	kset("kern.pid_max", MOST_PIDS - 1);
	round_of(20);
	census_begin(&before, &after);
	round_of(CHILDREN);
	slow_reaping();
	no_search();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
