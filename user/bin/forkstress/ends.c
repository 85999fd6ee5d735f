/*
 * ends.c -- processes of many LWPs that end while something else happens.
 *
 *   stress_exec   one of several LWPs becomes another program
 *   stress_exit   one LWP ends the process while another makes LWPs
 *   stress_wait   several threads wait for the children of all of them
 */
#include <err.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/lwp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/forkstress/forkstress.h"

#define HELPERS		3

static volatile int helpers;		/* threads that have begun */

/* Waits in the kernel, gives the cpu away, or computes: by its number. */
static void *
linger(void *arg)
{
	static volatile int word;
	int i = *(const int *)arg;

	__atomic_add_fetch(&helpers, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		if (i == 0)
			(void)umtx_sleep(&word, 0, 0);
		else if (i == 1)
			sched_yield();
	}
	return (NULL);
}

/* n threads that run func; if one cannot be made the child ends. */
static void
start_helpers(void *(*func)(void *), int n)
{
	static int numbers[HELPERS];
	pthread_t thread;

	helpers = 0;
	for (int i = 0; i < n; i++) {
		numbers[i] = i;
		if (pthread_create(&thread, NULL, func, &numbers[i]) != 0)
			_exit(3);
	}
}

/* n rounds of a child that runs func(round) and must end with 0. */
static int
children(int rounds, void (*func)(int round), const char *name)
{
	int wrong = 0;
	pid_t pid;

	for (int round = 0; round < rounds; round++) {
		pid = must_fork();
		if (pid == 0)
			func(round);
		if (!ended_well(pid)) {
			warnx("%s: round %d: the child did not end well",
			    name, round);
			wrong++;
		}
	}
	return (wrong);
}

/* -------------------------------------------- exec in one of many LWPs */

static void *
become_true(void *arg)
{
	static char *const argv[] = { (char *)"true", NULL };
	static char *const envv[] = { NULL };

	(void)arg;
	(void)execve("/bin/true", argv, envv);
	_exit(4);
}

/*
 * Even rounds: the first LWP; odd ones: the last.  The helper that computes
 * uses up whole slices of time, so it is there in a few rounds only.
 */
static void
exec_beside_others(int round)
{
	int n = round % 50 < 2 ? HELPERS : HELPERS - 1;
	pthread_t thread;

	start_helpers(linger, n);
	while (helpers != n && round % 4 < 2)
		sched_yield();		/* else: not all have begun */
	if (round % 2 == 0)
		(void)become_true(NULL);
	if (pthread_create(&thread, NULL, become_true, NULL) != 0)
		_exit(3);
	for (;;)
		pause();
}

int
stress_exec(int rounds)
{
	return (children(rounds, exec_beside_others, "exec"));
}

/* ------------------------------------------- exit races lwp_create */

static void *
end_at_once(void *arg)
{
	return (arg);
}

/* One thread after the other, until the process is no more. */
static void *
make_threads(void *arg)
{
	pthread_t thread;

	__atomic_add_fetch(&helpers, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		if (pthread_create(&thread, NULL, end_at_once, NULL) == 0)
			pthread_join(thread, NULL);
	}
	return (arg);
}

static void
exit_beside_makers(int round)
{
	start_helpers(make_threads, 2);
	while (helpers == 0)
		sched_yield();
	for (int i = 0; i < round % 7; i++)
		sched_yield();		/* another point of their work */
	_exit(0);
}

int
stress_exit(int rounds)
{
	return (children(rounds, exit_beside_makers, "exit"));
}

/* --------------------------- waits for whatever child comes to an end */

#define WAITERS		4

struct waiter {
	pthread_t wt_thread;
	int wt_rounds, wt_reaped, wt_wrong;
};

/* Each makes as many as it reaps; whose they are does not matter. */
static void *
fork_and_wait(void *arg)
{
	struct waiter *wt = arg;
	int status;
	pid_t pid;

	for (int i = 0; i < wt->wt_rounds; i++) {
		pid = fork();
		if (pid == 0)
			_exit(0);
		if (pid < 0) {
			wt->wt_wrong++;
			continue;
		}
		if (wait(&status) > 0 && status == 0)
			wt->wt_reaped++;
		else
			wt->wt_wrong++;
	}
	return (NULL);
}

int
stress_wait(int rounds)
{
	struct waiter wt[WAITERS];
	int wrong = 0, reaped = 0, made = 0;

	for (int i = 0; i < WAITERS; i++) {
		wt[i] = (struct waiter){ .wt_rounds = (rounds + WAITERS - 1) /
		    WAITERS };
		made += wt[i].wt_rounds;
		if (pthread_create(&wt[i].wt_thread, NULL, fork_and_wait,
		    &wt[i]) != 0)
			errx(1, "cannot make %d threads", WAITERS);
	}
	for (int i = 0; i < WAITERS; i++) {
		pthread_join(wt[i].wt_thread, NULL);
		wrong += wt[i].wt_wrong;
		reaped += wt[i].wt_reaped;
	}
	if (reaped + wrong != made || wait(NULL) != -1 || errno != ECHILD)
		wrong++;
	if (wrong != 0)
		warnx("wait: %d of %d went wrong", wrong, made);
	return (wrong);
}
