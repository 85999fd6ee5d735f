/* T-2.23: readers together, writers alone; once; keys; spinlocks; cleanup. */
#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "tests/user/test.h"

TEST("T-2.23");

#define THREADS	6

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static volatile int readers, writers, most, turn;

static void *
mixed(void *arg)
{
	int me = (int)(intptr_t)arg;

	for (int i = 0; i < 60; i++) {
		if ((i + me) % 4 == 0) {
			check(pthread_rwlock_wrlock(&rw) == 0, "wrlock");
			check(writers == 0 && readers == 0, "alone");
			writers = 1;
			sched_yield();
			writers = 0;
		} else {
			check(pthread_rwlock_rdlock(&rw) == 0, "rdlock");
			check(writers == 0, "no writer");
			if (__atomic_add_fetch(&readers, 1,
			    __ATOMIC_SEQ_CST) > most)
				most = readers;
			sched_yield();
			__atomic_sub_fetch(&readers, 1, __ATOMIC_SEQ_CST);
		}
		check(pthread_rwlock_unlock(&rw) == 0, "unlock");
	}
	return (NULL);
}

static struct timespec
soon(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_nsec += 30000000;
	ts.tv_sec += ts.tv_nsec / 1000000000;
	ts.tv_nsec %= 1000000000;
	return (ts);
}

/* The main thread reads; it wants to read again while a writer waits. */
static void *
waiting_writer(void *arg)
{
	struct timespec until = soon();

	(void)arg;
	check(pthread_rwlock_trywrlock(&rw) == EBUSY, "try");
	check(pthread_rwlock_timedwrlock(&rw, &until) == ETIMEDOUT, "timed");
	turn = 1;
	check(pthread_rwlock_wrlock(&rw) == 0, "wrlock");
	check(pthread_rwlock_rdlock(&rw) == EDEADLK, "it writes already");
	turn = 2;
	check(pthread_rwlock_unlock(&rw) == 0, "unlock");
	return (NULL);
}

static void *
late_reader(void *arg)
{
	(void)arg;
	check(pthread_rwlock_tryrdlock(&rw) == EBUSY, "a writer is first");
	check(pthread_rwlock_rdlock(&rw) == 0, "rdlock");
	check(turn == 2, "the writer was first");
	check(pthread_rwlock_unlock(&rw) == 0, "unlock");
	return (NULL);
}

static void
writer_first(void)
{
	pthread_t w, r;

	check(pthread_rwlock_rdlock(&rw) == 0 &&
	    pthread_rwlock_rdlock(&rw) == 0, "twice");
	check(pthread_create(&w, NULL, waiting_writer, NULL) == 0, "create");
	while (turn == 0 || rw.rw_writers == 0)
		sched_yield();
	check(pthread_rwlock_rdlock(&rw) == 0, "who reads may read on");
	check(pthread_create(&r, NULL, late_reader, NULL) == 0, "create");
	while (rw.rw_sleepers < 2)
		sched_yield();
	for (int i = 0; i < 3; i++)
		check(pthread_rwlock_unlock(&rw) == 0, "unlock");
	pthread_join(w, NULL);
	pthread_join(r, NULL);
	check(pthread_rwlock_unlock(&rw) == EPERM, "it is free");
	check(pthread_rwlock_destroy(&rw) == 0, "destroy");
}

/* A writer that gives up does not keep readers out any longer. */
static void *
impatient_writer(void *arg)
{
	struct timespec until = soon();

	check(pthread_rwlock_timedwrlock(arg, &until) == ETIMEDOUT, "timed");
	return (NULL);
}

static void *
plain_reader(void *arg)
{
	check(pthread_rwlock_rdlock(arg) == 0, "rdlock");
	turn = 3;
	check(pthread_rwlock_unlock(arg) == 0, "unlock");
	return (NULL);
}

static void
writer_gives_up(void)
{
	static pthread_rwlock_t other = PTHREAD_RWLOCK_INITIALIZER;
	pthread_t w, r;

	check(pthread_rwlock_rdlock(&other) == 0, "rdlock");
	check(pthread_create(&w, NULL, impatient_writer, &other) == 0,
	    "create");
	while (other.rw_writers == 0)
		sched_yield();
	check(pthread_create(&r, NULL, plain_reader, &other) == 0, "create");
	while (other.rw_sleepers < 2)
		sched_yield();
	pthread_join(w, NULL);
	for (int i = 0; turn != 3 && i < 10; i++)
		sleep_ms(10);
	check(turn == 3, "the reader is in");
	pthread_join(r, NULL);
	check(pthread_rwlock_unlock(&other) == 0, "unlock");
}

/* ----------------------------------------------------------- once, spin */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_spinlock_t spin;
static volatile int called, counter;

static void
first(void)
{
	for (int i = 0; i < 10; i++)
		sched_yield();
	called++;
}

static void *
comes(void *arg)
{
	int seen;

	(void)arg;
	pthread_once(&once, first);
	check(called == 1, "it is done when anybody returns");
	for (int i = 0; i < 200; i++) {
		pthread_spin_lock(&spin);
		seen = counter;
		if (i % 8 == 0)
			sched_yield();
		counter = seen + 1;
		pthread_spin_unlock(&spin);
	}
	return (NULL);
}

/* -------------------------------------------------------- keys, cleanup */

static pthread_key_t key, stubborn, unused;
static volatile int destroyed, stubborn_calls, cleaned;

static void
destroy(void *value)
{
	check(pthread_getspecific(key) == NULL, "it is gone already");
	destroyed += (int)(intptr_t)value;
}

static void
store_again(void *value)
{
	stubborn_calls++;
	pthread_setspecific(stubborn, value);
}

static void
clean(void *arg)
{
	cleaned = cleaned * 10 + (int)(intptr_t)arg;
}

static void *
owner(void *arg)
{
	check(pthread_getspecific(key) == NULL, "nothing at first");
	check(pthread_setspecific(key, arg) == 0, "set");
	check(pthread_setspecific(stubborn, arg) == 0, "set");
	check(pthread_setspecific(unused, NULL) == 0, "set");
	sched_yield();
	check(pthread_getspecific(key) == arg, "our own");
	pthread_cleanup_push(clean, (void *)1);
	pthread_cleanup_push(clean, (void *)2);
	pthread_cleanup_push(clean, (void *)3);
	pthread_cleanup_pop(1);
	pthread_exit(NULL);
	pthread_cleanup_pop(0);
	pthread_cleanup_pop(0);
}

static void
keys(void)
{
	pthread_key_t all[PTHREAD_KEYS_MAX + 1];
	pthread_t t[2];
	int n = 0;

	check(pthread_key_create(&key, destroy) == 0 &&
	    pthread_key_create(&stubborn, store_again) == 0 &&
	    pthread_key_create(&unused, destroy) == 0, "keys");
	check(pthread_setspecific(key, &t) == 0, "ours");
	for (intptr_t i = 0; i < 2; i++) {
		check(pthread_create(&t[i], NULL, owner,
		    (void *)(i + 5)) == 0, "create");
		pthread_join(t[i], NULL);
	}
	check(destroyed == 11, "each value was destroyed once");
	check(stubborn_calls == 2 * PTHREAD_DESTRUCTOR_ITERATIONS,
	    "and not for ever");
	check(cleaned == 321321, "handlers, the last first");
	check(pthread_getspecific(key) == &t, "ours is still there");
	check(pthread_key_delete(key) == 0, "delete");
	check(pthread_setspecific(key, &t) == EINVAL, "no such key");
	check(pthread_key_create(&key, NULL) == 0 &&
	    pthread_getspecific(key) == NULL, "a new key has no old value");
	while (pthread_key_create(&all[n], NULL) == 0)
		n++;
	check(n == PTHREAD_KEYS_MAX - 3, "as many as promised");
}

/* Before there is a second thread. */
static void
key_alone(void)
{
	pthread_key_t k, again;

	check(pthread_key_create(&k, NULL) == 0 &&
	    pthread_setspecific(k, &k) == 0 &&
	    pthread_getspecific(k) == &k, "a key");
	check(pthread_key_delete(k) == 0 &&
	    pthread_key_create(&again, NULL) == 0 && again == k &&
	    pthread_getspecific(again) == NULL, "made again it is empty");
	check(pthread_key_delete(again) == 0, "delete");
}

int
main(void)
{
	pthread_t threads[THREADS];

	key_alone();
	for (intptr_t i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, mixed,
		    (void *)i) == 0, "create");
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check(most > 1, "readers were together");
	writer_first();
	writer_gives_up();
	pthread_spin_init(&spin, 0);
	check(pthread_spin_trylock(&spin) == 0 &&
	    pthread_spin_trylock(&spin) == EBUSY &&
	    pthread_spin_unlock(&spin) == 0, "spin");
	for (int i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, comes, NULL) == 0,
		    "create");
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check(called == 1, "once");
	check(counter == THREADS * 200, "no addition was lost");
	keys();
	pass();
}
