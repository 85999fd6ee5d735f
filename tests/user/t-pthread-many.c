/*
 * T-2.25: 2000 threads alive at once; 100000 come and go; the tree of LWPs
 * stays low; all memory comes back, to the page.
 */
#include <pthread.h>
#include <sys/lwp.h>

#include "tests/user/test.h"

TEST("T-2.25");

#define MANY	2000
#define ROUNDS	100000

static pthread_t threads[MANY];
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_here = PTHREAD_COND_INITIALIZER;
static pthread_cond_t may_leave = PTHREAD_COND_INITIALIZER;
static int alive, wanted, leave;

static void *
stays(void *arg)
{
	pthread_mutex_lock(&m);
	if (++alive == wanted)
		pthread_cond_signal(&all_here);
	while (!leave)
		pthread_cond_wait(&may_leave, &m);
	alive--;
	pthread_mutex_unlock(&m);
	return (arg);
}

static void *
passes(void *arg)
{
	return (arg);
}

static void
crowd(int n)
{
	void *result;
	int height = 0;

	leave = 0;
	wanted = n;
	for (intptr_t i = 0; i < n; i++)
		check(pthread_create(&threads[i], NULL, stays,
		    (void *)i) == 0, "create");
	pthread_mutex_lock(&m);
	while (alive < n)
		pthread_cond_wait(&all_here, &m);
	for (int k = n + 1; k > 1; k /= 2)
		height++;
	check(kstat("debug.lwptree_check") == 0, "the trees are sound");
	check(kstat("debug.lwptree_height") <= (uint64_t)(2 * height + 2) &&
	    kstat("debug.lwptree_height") >= (uint64_t)height, "and low");
	leave = 1;
	pthread_cond_broadcast(&may_leave);
	pthread_mutex_unlock(&m);
	for (intptr_t i = 0; i < n; i++) {
		check(pthread_join(threads[i], &result) == 0 &&
		    result == (void *)i, "join");
	}
	check(alive == 0, "all are gone");
}

static void
flow(int rounds)
{
	pthread_t t;

	for (int i = 0; i < rounds; i++) {
		check(pthread_create(&t, NULL, passes, NULL) == 0, "create");
		check(pthread_join(t, NULL) == 0, "join");
	}
}

int
main(void)
{
	struct census before, after;

	census_begin(&before, &after);
	crowd(MANY);
	flow(100);
	census_take(&before);
	crowd(MANY);
	flow(ROUNDS);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
