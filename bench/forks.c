/*
 * forks.c -- the price of a process.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

#define ROUNDS	20

/* fork+exit+wait, averaged; the first round only warms up. */
static uint64_t
fork_exit_wait(void)
{
	uint64_t start = 0;

	for (int i = -1; i < ROUNDS; i++) {
		if (i == 0)
			start = now();
		if (xfork() == 0)
			_exit(0);
		xwait();
	}
	return (now() - start);
}

/* Only until fork returns in the parent. */
static uint64_t
fork_return(void)
{
	uint64_t start, sum = 0;

	for (int i = -1; i < ROUNDS; i++) {
		start = now();
		if (xfork() == 0)
			_exit(0);
		if (i >= 0)
			sum += now() - start;
		xwait();
	}
	return (sum);
}

/* The child borrows our memory: it may only exec or _exit. */
static void
vfork_exit_wait(const char *self)
{
	if (vfork() == 0)
		_exit(0);
	xwait();
	(void)self;
}

static void
vfork_exec_wait(const char *self)
{
	static char exit_word[] = "exit";
	char *const argv[] = { (char *)self, exit_word, NULL };
	char *const envv[] = { NULL };

	if (vfork() == 0) {
		execve(self, argv, envv);
		_exit(1);
	}
	xwait();
}

static void
vfork_row(const char *name, void (*once)(const char *), const char *self)
{
	uint64_t start;

	once(self);
	start = now();
	for (int i = 0; i < ROUNDS; i++)
		once(self);
	row(name, 0, now() - start, ROUNDS);
}

static void
fork_exec(const char *self)
{
	char exit_word[] = "exit";
	char *const argv[] = { (char *)self, exit_word, NULL };
	char *const envv[] = { NULL };
	uint64_t start = 0;

	for (int i = -1; i < ROUNDS; i++) {
		if (i == 0)
			start = now();
		if (xfork() == 0) {
			execve(self, argv, envv);
			_exit(1);
		}
		xwait();
	}
	row("fork_exec_wait", 0, now() - start, ROUNDS);
}

static void
fork_touched(void)
{
	for (long mib = 1; mib <= 1024; mib *= 4) {
		char *area = touched((size_t)mib * MIB);

		row("fork_return_mib", mib, fork_return(), ROUNDS);
		row("fork_exit_wait_mib", mib, fork_exit_wait(), ROUNDS);
		release(area, (size_t)mib * MIB);
	}
}

/* Neighbouring pages with different rights cannot share a map entry. */
static void
fork_entries(void)
{
	for (long n = 10; n <= 1000; n *= 10) {
		size_t len = (size_t)n * PAGE;
		char *area = touched(len);

		for (size_t i = 0; i < len; i += 2 * PAGE) {
			if (mprotect(area + i, PAGE, PROT_READ) != 0)
				die("mprotect");
		}
		row("fork_exit_wait_entries", n, fork_exit_wait(), ROUNDS);
		release(area, len);
	}
}

/* n children that all live until the last one was made. */
static void
live_children(long n)
{
	uint64_t start;
	int fd[2];
	char c;

	if (pipe(fd) != 0)
		die("pipe");
	start = now();
	for (long i = 0; i < n; i++) {
		if (xfork() == 0) {
			close(fd[1]);
			read(fd[0], &c, 1);
			_exit(0);
		}
	}
	row("live_children_create", n, now() - start, (uint64_t)n);
	close(fd[0]);
	close(fd[1]);
	start = now();
	for (long i = 0; i < n; i++)
		xwait();
	row("live_children_reap", n, now() - start, (uint64_t)n);
}

#ifdef __has_include
#if __has_include(<sys/lwp.h>)
#define HAVE_LWPS
#endif
#endif

#ifdef HAVE_LWPS
#include <sys/lwp.h>

static volatile int lwp_ended;

static void
lwp_leave(void *arg)
{
	(void)arg;
	extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, (void *)&lwp_ended);
}

static void
row_lwp(void)
{
	static char stack[4 * PAGE] __attribute__((aligned(16)));
	struct lwp_params params = { lwp_leave, NULL, stack + sizeof(stack),
	    NULL, NULL };
	uint64_t start = 0;

	for (int i = -1; i < ROUNDS; i++) {
		if (i == 0)
			start = now();
		lwp_ended = 0;
		if (lwp_create(&params) != 0)
			die("lwp_create");
		while (lwp_ended == 0)
			umtx_sleep(&lwp_ended, 0, 0);
	}
	row("lwp_create_exit_join", 0, now() - start, ROUNDS);
}
#else
static void
row_lwp(void)
{
	row_absent("lwp_create_exit_join", 0);
}
#endif

static void *
thread_return(void *arg)
{
	return (arg);
}

static void
pthreads(void)
{
	uint64_t start = 0;
	pthread_t t;

	for (int i = -1; i < ROUNDS; i++) {
		if (i == 0)
			start = now();
		if (pthread_create(&t, NULL, thread_return, NULL) != 0 ||
		    pthread_join(t, NULL) != 0)
			die("pthread_create");
	}
	row("pthread_create_join", 0, now() - start, ROUNDS);
}

/*
 * In a child: the library takes its locks in earnest once there was a second
 * thread, and the rows after this one are of programs without.
 */
static void
row_pthread(void)
{
	if (xfork() == 0) {
		pthreads();
		_exit(0);
	}
	xwait();
}

void
rows_fork(const char *self)
{
	row("fork_exit_wait", 0, fork_exit_wait(), ROUNDS);
	fork_exec(self);
	vfork_row("vfork_exit_wait", vfork_exit_wait, self);
	vfork_row("vfork_exec_wait", vfork_exec_wait, self);
	fork_touched();
	fork_entries();
	for (long n = 10; n <= 1000; n *= 10)
		live_children(n);
	row_lwp();
	row_pthread();
}
