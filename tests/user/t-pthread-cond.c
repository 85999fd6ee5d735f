/*
 * T-2.22: condition variables, semaphores, barriers: nobody goes on too
 * early, nobody sleeps for ever, time limits hold.
 */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.22");

#define THREADS	6
#define ITEMS	600
#define ROOM	4

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static int held, taken, sum;

static void *
consumer(void *arg)
{
	(void)arg;
	for (;;) {
		pthread_mutex_lock(&m);
		while (held == 0 && taken < ITEMS)
			pthread_cond_wait(&not_empty, &m);
		if (taken == ITEMS)
			break;
		check(held > 0 && held <= ROOM, "as many as fit");
		held--;
		sum += ++taken;
		if (taken == ITEMS)
			pthread_cond_broadcast(&not_empty);
		pthread_cond_signal(&not_full);
		pthread_mutex_unlock(&m);
	}
	pthread_mutex_unlock(&m);
	return (NULL);
}

static void
queue_of_items(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, consumer, NULL) == 0,
		    "create");
	for (int i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&m);
		while (held == ROOM)
			pthread_cond_wait(&not_full, &m);
		held++;
		pthread_cond_signal(&not_empty);
		pthread_mutex_unlock(&m);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check(taken == ITEMS && sum == ITEMS * (ITEMS + 1) / 2, "all came");
	check(not_empty.c_waiters == 0 && not_full.c_waiters == 0,
	    "nobody waits");
}

static struct timespec
in_ms(clockid_t clock, long ms)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	ts.tv_nsec += ms * 1000000;
	ts.tv_sec += ts.tv_nsec / 1000000000;
	ts.tv_nsec %= 1000000000;
	return (ts);
}

static void
time_limit(clockid_t clock)
{
	struct timespec until = in_ms(clock, 60);
	pthread_condattr_t attr;
	uint64_t start = now_us();
	pthread_cond_t c;

	pthread_condattr_init(&attr);
	check(pthread_condattr_setclock(&attr, 77) == EINVAL, "no clock");
	check(pthread_condattr_setclock(&attr, clock) == 0, "clock");
	check(pthread_cond_init(&c, &attr) == 0, "init");
	pthread_mutex_lock(&m);
	check(pthread_cond_timedwait(&c, &m, &until) == ETIMEDOUT, "limit");
	check(now_us() - start >= 60000, "not too early");
	check(pthread_mutex_trylock(&m) == EBUSY, "the mutex is ours again");
	until.tv_nsec = -1;
	check(pthread_cond_timedwait(&c, &m, &until) == EINVAL, "no time");
	pthread_mutex_unlock(&m);
	check(pthread_cond_destroy(&c) == 0, "destroy");
}

/* One broadcast is for all that wait. */
static pthread_cond_t gate = PTHREAD_COND_INITIALIZER;
static int waiting, gate_open;

static void *
at_the_gate(void *arg)
{
	struct timespec until = in_ms(CLOCK_REALTIME, 2000);

	pthread_mutex_lock(&m);
	waiting++;
	while (!gate_open)
		check(pthread_cond_timedwait(&gate, &m, &until) == 0,
		    "woken by the broadcast");
	pthread_mutex_unlock(&m);
	return (arg);
}

static void
broadcast(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, at_the_gate,
		    NULL) == 0, "create");
	pthread_mutex_lock(&m);
	while (waiting < THREADS) {
		pthread_mutex_unlock(&m);
		sched_yield();
		pthread_mutex_lock(&m);
	}
	gate_open = 1;
	pthread_cond_broadcast(&gate);
	pthread_mutex_unlock(&m);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

/* ----------------------------------------------------------- semaphores */

static sem_t sem, answer;
static volatile int inside, most;

static void *
guest(void *arg)
{
	(void)arg;
	for (int i = 0; i < 50; i++) {
		check(sem_wait(&sem) == 0, "sem_wait");
		if (__atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST) > most)
			most = inside;
		sched_yield();
		__atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
		check(sem_post(&sem) == 0, "sem_post");
	}
	sem_post(&answer);
	return (NULL);
}

static void
nothing(int sig)
{
	(void)sig;
}

static void
semaphores(void)
{
	struct timespec until = in_ms(CLOCK_REALTIME, 40);
	struct sigaction sa;
	pthread_t t;
	int value;

	check(sem_init(&sem, 0, 2) == 0 && sem_init(&answer, 0, 0) == 0,
	    "init");
	check_fails(sem_init(&sem, 0, 0x80000000u), EINVAL);
	for (int i = 0; i < THREADS; i++) {
		check(pthread_create(&t, NULL, guest, NULL) == 0, "create");
		pthread_detach(t);
	}
	for (int i = 0; i < THREADS; i++)
		check(sem_wait(&answer) == 0, "answer");
	check(most == 2, "two at a time, never three");
	check(sem_getvalue(&sem, &value) == 0 && value == 2, "two again");
	check(sem_trywait(&sem) == 0 && sem_trywait(&sem) == 0, "take both");
	check_fails(sem_trywait(&sem), EAGAIN);
	check_fails(sem_timedwait(&sem, &until), ETIMEDOUT);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = nothing;
	sigaction(SIGALRM, &sa, NULL);
	alarm(1);
	check_fails(sem_wait(&sem), EINTR);
	check(sem_destroy(&sem) == 0, "destroy");
}

/* ------------------------------------------------------------- barriers */

static pthread_barrier_t barrier;
static volatile int arrived;
static int last;

static void *
walker(void *arg)
{
	int result;

	(void)arg;
	for (int turn = 1; turn <= 40; turn++) {
		__atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
		result = pthread_barrier_wait(&barrier);
		check(arrived >= turn * THREADS, "everybody is here");
		if (result == PTHREAD_BARRIER_SERIAL_THREAD)
			__atomic_add_fetch(&last, 1, __ATOMIC_SEQ_CST);
		else
			check(result == 0, "result");
	}
	return (NULL);
}

static void
barriers(void)
{
	pthread_t threads[THREADS];

	check(pthread_barrier_init(&barrier, NULL, 0) == EINVAL, "none");
	check(pthread_barrier_init(&barrier, NULL, THREADS) == 0, "init");
	for (int i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, walker, NULL) == 0,
		    "create");
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check(last == 40, "one was the last, each time");
	check(pthread_barrier_destroy(&barrier) == 0, "destroy");
}

int
main(void)
{
	queue_of_items();
	broadcast();
	time_limit(CLOCK_REALTIME);
	time_limit(CLOCK_MONOTONIC);
	semaphores();
	barriers();
	pass();
}
