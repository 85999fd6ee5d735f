/*
 * threaddemo.c -- threads of one process: who they are, a race that is lost,
 * and the same race won with a mutex.
 *
 * A "thread" to POSIX is an LWP to the kernel: `ps -L` lists them.  See
 * docs/threads.md.
 */
#include <err.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/lwp.h>
#include <unistd.h>

#define MAX	64
#define ROUNDS	1000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile int counter;		/* one, for all */
static _Thread_local int own;		/* one for each */

static void
usage(void)
{
	fprintf(stderr, "usage: threaddemo [number of threads, 1 to %d]\n",
	    MAX);
	exit(2);
}

/* What "counter++" is to the machine; between the steps others may run. */
static void
add_one(int round)
{
	int seen = counter;			/* read ... */

	if (round % (5 + own) == 0)
		sched_yield();			/* ... somebody else ... */
	counter = seen + 1;			/* ... and write */
}

static void *
introduce(void *arg)
{
	int local;

	own = (int)(long)arg * 100;
	printf("  thread %ld: tid %d, stack near %p, its `own' at %p\n",
	    (long)arg, (int)lwp_gettid(), (void *)&local, (void *)&own);
	return (NULL);
}

static void *
race(void *arg)
{
	own = (int)lwp_gettid() % 8;		/* each at its own pace */
	for (int i = 0; i < ROUNDS; i++) {
		if (arg != NULL)
			pthread_mutex_lock(&lock);
		add_one(i);
		if (arg != NULL)
			pthread_mutex_unlock(&lock);
	}
	return (NULL);
}

/* n threads run func, with arg or, if numbered, with their number. */
static void
run(int n, void *(*func)(void *), void *arg, int numbered)
{
	pthread_t threads[MAX];
	int error;

	for (int i = 0; i < n; i++) {
		error = pthread_create(&threads[i], NULL, func,
		    numbered ? (void *)(long)(i + 1) : arg);
		if (error != 0)
			errc(1, error, "pthread_create");
	}
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

int
main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 4;

	if (argc > 2 || n < 1 || n > MAX)
		usage();
	printf("process %d, main thread: tid %d, stack near %p\n",
	    (int)getpid(), (int)lwp_gettid(), (void *)&n);
	printf("%d threads share everything but stack and registers:\n", n);
	fflush(stdout);
	run(n, introduce, NULL, 1);
	printf("our own `own' is still %d\n\n", own);

	printf("%d threads add 1 to a counter, %d times each.\n", n, ROUNDS);
	run(n, race, NULL, 0);
	printf("  without a mutex: %d of %d%s\n", counter, n * ROUNDS,
	    counter < n * ROUNDS ? ", the race is lost" : "");
	counter = 0;
	run(n, race, &lock, 0);
	printf("  with a mutex:    %d of %d%s\n", counter, n * ROUNDS,
	    counter == n * ROUNDS ? ", every addition counts" : "");
	return (counter != n * ROUNDS);
}
