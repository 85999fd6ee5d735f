/*
 * T-2.20: pthread_create, join, detach, exit: results arrive, stacks are
 * used again, and all memory comes back.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.20");

#define THREADS	20

static _Thread_local int mine = 7;
static _Thread_local char big[100];
static __thread struct { _Alignas(64) long word; } aligned = { 3 };
static volatile int detached_ran, gate;

static void *
square(void *arg)
{
	intptr_t n = (intptr_t)arg;

	check(mine == 7 && big[99] == 0 && aligned.word == 3,
	    "thread-local variables start as they are written");
	check(((uintptr_t)&aligned & 63) == 0, "and aligned");
	mine = (int)n;
	big[99] = (char)n;
	errno = (int)n;
	sched_yield();
	check(mine == (int)n && big[99] == (char)n, "they are our own");
	check(errno == (int)n, "errno too");
	check(pthread_equal(pthread_self(), pthread_self()) != 0, "self");
	return ((void *)(n * n));
}

static void *
leaves_early(void *arg)
{
	pthread_exit(arg);
}

static void *
detached(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&detached_ran, 1, __ATOMIC_SEQ_CST);
	return (NULL);
}

static void *
waits_for_gate(void *arg)
{
	while (gate == 0)
		sched_yield();
	return (arg);
}

static void
results(void)
{
	pthread_t threads[THREADS];
	void *result;

	errno = 0;
	for (intptr_t i = 0; i < THREADS; i++)
		check(pthread_create(&threads[i], NULL, square,
		    (void *)i) == 0, "create");
	for (intptr_t i = 0; i < THREADS; i++) {
		check(pthread_join(threads[i], &result) == 0, "join");
		check((intptr_t)result == i * i, "its result");
	}
	check(mine == 7 && errno == 0, "ours are untouched");
	check(pthread_create(&threads[0], NULL, leaves_early,
	    (void *)5) == 0, "create");
	check(pthread_join(threads[0], &result) == 0 && result == (void *)5,
	    "pthread_exit");
}

/* Until all others have ended. */
static void
alone(void)
{
	while (lwp_list(&(lwpid_t){ 0 }, 1) > 1)
		usleep(10000);
}

static void
detaching(void)
{
	pthread_attr_t attr;
	pthread_t t;

	detached_ran = 0;
	pthread_attr_init(&attr);
	check(pthread_attr_setdetachstate(&attr, 7) == EINVAL, "no state");
	check(pthread_attr_setdetachstate(&attr,
	    PTHREAD_CREATE_DETACHED) == 0, "detached");
	for (int i = 0; i < THREADS; i++) {
		check(pthread_create(&t, &attr, detached, NULL) == 0,
		    "detached from the start");
		check(pthread_create(&t, NULL, detached, NULL) == 0,
		    "detached later");
		check(pthread_detach(t) == 0, "detach");
	}
	for (int i = 0; i < THREADS; i++) {
		check(pthread_create(&t, NULL, detached, NULL) == 0,
		    "detached when it has ended");
		wait_until(&detached_ran, 2 * THREADS + i + 1);
		alone();
		check(pthread_detach(t) == 0, "detach");
	}
	wait_until(&detached_ran, 3 * THREADS);
	alone();
}

static void
mistakes(void)
{
	pthread_attr_t attr;
	pthread_t t;
	size_t size;

	check(pthread_join(pthread_self(), NULL) == EDEADLK, "join self");
	gate = 0;
	check(pthread_create(&t, NULL, waits_for_gate, NULL) == 0, "create");
	check(pthread_detach(t) == 0 && pthread_detach(t) == EINVAL &&
	    pthread_join(t, NULL) == EINVAL, "detached is for ever");
	gate = 1;
	alone();
	pthread_attr_init(&attr);
	check(pthread_attr_setstacksize(&attr, 100) == EINVAL, "too small");
	check(pthread_attr_getstacksize(&attr, &size) == 0 &&
	    size == 65536, "64 KiB");
	check(pthread_attr_setstacksize(&attr, 1ul << 40) == 0, "a terabyte");
	check(pthread_create(&t, &attr, square, NULL) == EAGAIN,
	    "there is no memory for that");
}

/* A stack of the caller's own, and one of another size. */
static void
stacks(void)
{
	static _Alignas(16) char own[PTHREAD_STACK_MIN];
	pthread_attr_t attr;
	pthread_t t;
	void *result;

	memset(own, 0x77, sizeof(own));
	pthread_attr_init(&attr);
	check(pthread_attr_setstack(&attr, own, sizeof(own)) == 0, "stack");
	check(pthread_create(&t, &attr, square, (void *)9) == 0, "create");
	check((char *)t > own && (char *)t < own + sizeof(own), "in there");
	check(pthread_join(t, &result) == 0 && result == (void *)81, "join");
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 1 << 20);
	pthread_attr_setguardsize(&attr, 0);
	check(pthread_create(&t, &attr, square, (void *)3) == 0, "create");
	check(pthread_join(t, &result) == 0 && result == (void *)9, "join");
}

/* The lowest byte of the stack can be written, the one below cannot. */
static void *
writes(void *arg)
{
	char *end = (char *)(((uintptr_t)pthread_self() | (PAGE - 1)) + 1);

	*(volatile char *)(end - 65536 + (intptr_t)arg) = 1;
	return (arg);
}

static int
writes_at(intptr_t at)
{
	pthread_t t;
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		if (pthread_create(&t, NULL, writes, (void *)at) != 0 ||
		    pthread_create(&t, NULL, writes, (void *)at) != 0)
			_exit(1);
		pthread_exit(NULL);
	}
	return (wait_exit(pid));
}

static void
guard(void)
{
	check(writes_at(0) == 0, "its stack");
	check(writes_at(-1) == 128 + SIGSEGV, "the guard below it");
	check(writes_at(-(intptr_t)PAGE) == 128 + SIGSEGV, "all of it");
}

int
main(void)
{
	struct census before, after;

	census_begin(&before, &after);
	for (int i = 0; i < 3; i++) {
		results();
		detaching();
		mistakes();
		stacks();
		guard();
		census_take(i < 2 ? &before : &after);
	}
	census_same(&before, &after);
	pass();
}
