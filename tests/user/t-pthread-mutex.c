/* T-2.21: mutexes of all types, with and without rivals and time limits. */
#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "tests/user/test.h"

TEST("T-2.21");

#define THREADS	8
#define ROUNDS	500

static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t again = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int counter;

static void
add(pthread_mutex_t *m, int depth)
{
	int seen;

	check(pthread_mutex_lock(m) == 0, "lock");
	if (depth > 1) {
		add(m, depth - 1);
	} else {
		seen = counter;
		if (seen % 7 == 0)
			sched_yield();
		counter = seen + 1;
	}
	check(pthread_mutex_unlock(m) == 0, "unlock");
}

static void *
adder(void *arg)
{
	for (int i = 0; i < ROUNDS; i++)
		add(arg, arg == &again ? 3 : 1);
	return (NULL);
}

static void
crowd(pthread_mutex_t *m)
{
	pthread_t threads[THREADS];

	counter = 0;
	for (int i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, adder, m) == 0,
		    "create");
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check(counter == THREADS * ROUNDS, "no addition was lost");
	check(m->m_word == 0, "and it is free");
}

static struct timespec
in_ms(long ms)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_nsec += ms * 1000000;
	ts.tv_sec += ts.tv_nsec / 1000000000;
	ts.tv_nsec %= 1000000000;
	return (ts);
}

static void *
rival(void *arg)
{
	pthread_mutex_t *m = arg;
	struct timespec until = in_ms(50), bad = { 0, -1 };
	uint64_t start = now_us();

	check(pthread_mutex_trylock(m) == EBUSY, "trylock of another's");
	check(pthread_mutex_timedlock(m, &until) == ETIMEDOUT, "timedlock");
	check(now_us() - start >= 50000, "not too early");
	check(pthread_mutex_timedlock(m, &bad) == EINVAL, "no such time");
	if (m->m_type != PTHREAD_MUTEX_NORMAL)
		check(pthread_mutex_unlock(m) == EPERM, "not ours");
	return (NULL);
}

static void
one_rival(pthread_mutex_t *m)
{
	struct timespec until = in_ms(1000);
	pthread_t t;

	check(pthread_mutex_lock(m) == 0, "lock");
	check(pthread_create(&t, NULL, rival, m) == 0, "create");
	pthread_join(t, NULL);
	check(pthread_mutex_unlock(m) == 0, "unlock");
	check(pthread_mutex_timedlock(m, &until) == 0, "a free one");
	check(pthread_mutex_destroy(m) == EBUSY, "it is in use");
	check(pthread_mutex_unlock(m) == 0, "unlock");
	check(pthread_mutex_destroy(m) == 0, "destroy");
}

int
main(void)
{
	struct timespec until = in_ms(1000);
	pthread_mutexattr_t attr;
	pthread_mutex_t careful;

	pthread_mutexattr_init(&attr);
	check(pthread_mutexattr_settype(&attr, 9) == EINVAL, "no such type");
	check(pthread_mutexattr_settype(&attr,
	    PTHREAD_MUTEX_ERRORCHECK) == 0, "type");
	check(pthread_mutex_init(&careful, &attr) == 0, "init");
	check(pthread_mutex_unlock(&careful) == EPERM, "it is free");
	check(pthread_mutex_lock(&careful) == 0, "lock");
	check(pthread_mutex_lock(&careful) == EDEADLK, "twice");
	check(pthread_mutex_trylock(&careful) == EBUSY, "try");
	check(pthread_mutex_timedlock(&careful, &until) == EDEADLK, "timed");
	check(pthread_mutex_unlock(&careful) == 0, "unlock");

	check(pthread_mutex_lock(&again) == 0 &&
	    pthread_mutex_trylock(&again) == 0 &&
	    pthread_mutex_unlock(&again) == 0, "recursive");
	check(again.m_word != 0, "still ours");
	check(pthread_mutex_unlock(&again) == 0 && again.m_word == 0, "free");

	crowd(&plain);
	crowd(&again);
	crowd(&careful);
	one_rival(&plain);
	one_rival(&again);
	one_rival(&careful);
	pass();
}
