/* T-2.9: eight LWPs, one counter, a lock of umtx calls; all are joined. */
#include <sched.h>
#include <sys/lwp.h>

#include "tests/user/test.h"

TEST("T-2.9");

#define LWPS	8
#define ROUNDS	200

static struct thread threads[LWPS];
static volatile int lock;
static int counter;
static lwpid_t own_tid[LWPS];

static void
adder(void *arg)
{
	int i = (int)(intptr_t)arg, seen;

	own_tid[i] = lwp_gettid();
	for (int n = 0; n < ROUNDS; n++) {
		umtx_lock(&lock);
		seen = counter;
		if (n % 16 == 0)
			sched_yield();
		counter = seen + 1;
		umtx_unlock(&lock);
	}
}

int
main(void)
{
	struct census before, after;

	census_begin(&before, &after);
	census_take(&before);
	for (int i = 0; i < LWPS; i++)
		thread_start(&threads[i], adder, (void *)(intptr_t)i);
	for (int i = 0; i < LWPS; i++)
		thread_join(&threads[i]);
	check(counter == LWPS * ROUNDS, "no addition was lost");
	for (int i = 0; i < LWPS; i++) {
		check(own_tid[i] > 1, "a tid of its own, not ours");
		check(own_tid[i] == threads[i].th_tid1 &&
		    own_tid[i] == threads[i].th_tid2, "the tid it was told");
		for (int j = 0; j < i; j++)
			check(own_tid[i] != own_tid[j], "tids differ");
	}
	check(lwp_list(own_tid, LWPS) == 1, "we are alone again");
	check(kstat("debug.lwptree_check") == 0, "the trees are sound");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
