/*
 * signals.c -- signals and forks at the same time.
 *
 *   stress_handler   the handler forks, and what it interrupts forks, too
 *   stress_group     a signal to a group whose members fork all the time
 */
#include <err.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/forkstress/forkstress.h"

/* --------------------------------------------- a handler that forks */

static volatile sig_atomic_t handled, handler_wrong;

static void
fork_in_handler(int sig)
{
	pid_t pid;

	(void)sig;
	pid = fork();
	if (pid == 0)
		_exit(0);
	if (pid < 0 || !ended_well(pid))
		handler_wrong++;
	handled++;
}

/* A child: signal our parent, wait until it has handled that, again. */
static void
send_signals(volatile int *seen, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		if (kill(getppid(), SIGUSR1) != 0)
			_exit(1);
		while (*seen <= i)
			sched_yield();
	}
	_exit(0);
}

int
stress_handler(int rounds)
{
	volatile int *seen = shared_memory(sizeof(*seen));
	int wrong = 0;
	pid_t sender, pid;

	handled = handler_wrong = 0;
	signal(SIGUSR1, fork_in_handler);
	sender = must_fork();
	if (sender == 0)
		send_signals(seen, rounds);
	while (handled < rounds) {
		pid = fork();
		if (pid == 0)
			_exit(0);
		if (pid < 0 || !ended_well(pid))
			wrong++;
		*seen = handled;
	}
	*seen = handled;
	if (!ended_well(sender))
		wrong++;
	signal(SIGUSR1, SIG_DFL);
	if (handler_wrong + wrong != 0)
		warnx("handler: %d forks went wrong in the handler, %d "
		    "outside", (int)handler_wrong, wrong);
	return (handler_wrong + wrong);
}

/* ------------------------------------------- a signal to all of them */

/*
 * The sender sets the round's number and signals the group.  A member that
 * runs the handler takes the number over, and a child starts with the number
 * of its parent; so a process whose number is not the round's has a signal
 * to come.  If it never comes, the signal and a fork have missed each other.
 */
#define FORKERS		4
#define PATIENCE	100000		/* yields until it is taken for lost */

static volatile struct storm {
	int round;			/* -1: stop */
	int seen[FORKERS];
	int lost;
} *storm;
static volatile sig_atomic_t number;

static void
take_number(int sig)
{
	(void)sig;
	number = storm->round;
}

static void
wait_for_signal(void)
{
	for (int n = 0; storm->round != -1 && number != storm->round; n++) {
		if (n == PATIENCE) {
			storm->lost++;
			_exit(1);
		}
		sched_yield();
	}
}

static void
fork_in_storm(int i)
{
	pid_t pid;

	while (storm->round != -1) {
		pid = fork();
		if (pid == 0) {
			wait_for_signal();
			_exit(0);
		}
		if (pid < 0 || !ended_well(pid))
			storm->lost++;
		storm->seen[i] = number;
	}
	_exit(0);
}

/* All forkers have taken the number; or one never does. */
static bool
all_seen(int round)
{
	for (int n = 0; n < PATIENCE; n++) {
		int i = 0;

		while (i < FORKERS && storm->seen[i] == round)
			i++;
		if (i == FORKERS)
			return (true);
		sched_yield();
	}
	return (false);
}

static pid_t
start_storm(pid_t *pids)
{
	for (int i = 0; i < FORKERS; i++) {
		pids[i] = must_fork();
		if (pids[i] == 0) {
			(void)setpgid(0, pids[0]);
			fork_in_storm(i);
		}
		(void)setpgid(pids[i], pids[0]);
	}
	return (pids[0]);
}

int
stress_group(int rounds)
{
	pid_t pids[FORKERS] = { 0 }, group;
	int wrong = 0;

	storm = shared_memory(sizeof(*storm));
	number = 0;
	signal(SIGUSR1, take_number);
	group = start_storm(pids);
	for (int round = 1; round <= rounds; round++) {
		storm->round = round;
		if (kill(-group, SIGUSR1) != 0 || !all_seen(round)) {
			warnx("group: round %d: a member did not get it",
			    round);
			wrong++;
			break;
		}
	}
	storm->round = -1;
	for (int i = 0; i < FORKERS; i++)
		if (!ended_well(pids[i]))
			wrong++;
	if (storm->lost != 0)
		warnx("group: %d children missed their signal", storm->lost);
	signal(SIGUSR1, SIG_DFL);
	return (wrong + storm->lost);
}
