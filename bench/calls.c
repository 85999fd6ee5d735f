/*
 * calls.c -- the price of entering the kernel.
 */
#include <sched.h>
#include <unistd.h>

#include "bench/bench.h"

#define CALLS	1000

static void
null_syscall(void)
{
	uint64_t start;

	getppid();
	start = now();
	for (int i = 0; i < CALLS; i++)
		getppid();
	row("null_syscall", 0, now() - start, CALLS);
}

/*
 * Two processes hand the cpu to each other: each yield switches.  The
 * child is told to go by a pipe that closes.
 */
static void
sched_yield_pair(void)
{
	uint64_t start;
	int fd[2];
	char c;

	if (pipe(fd) != 0)
		die("pipe");
	if (xfork() == 0) {
		close(fd[1]);
		for (int i = 0; i < CALLS; i++)
			sched_yield();
		read(fd[0], &c, 1);
		_exit(0);
	}
	close(fd[0]);
	for (int i = 0; i < 10; i++)
		sched_yield();
	start = now();
	for (int i = 0; i < CALLS / 2; i++)
		sched_yield();
	row("sched_yield_pair", 2, now() - start, CALLS);
	close(fd[1]);
	xwait();
}

void
rows_calls(void)
{
	null_syscall();
	sched_yield_pair();
}
