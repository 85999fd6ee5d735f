/* T-4.2: 150 LWPs come, 50 of them go; the list is that of the tree. */
#include <sys/lwp.h>

#include "tests/user/test.h"

TEST("T-4.2");

#define FIRST	100
#define SECOND	50

static struct thread threads[FIRST + SECOND];
static volatile int go_even, go_all;

static void
waiter(void *arg)
{
	volatile int *word = (lwp_gettid() & 1) == 0 && arg == NULL ?
	    &go_even : &go_all;

	while (*word == 0)
		umtx_sleep(word, 0, 0);
}

static void
check_list(int wanted)
{
	static lwpid_t tids[200];
	int n = lwp_list(tids, 200);

	check(n == wanted, "as many as there should be");
	for (int i = 1; i < n; i++)
		check(tids[i - 1] < tids[i], "ascending and distinct");
	check(kstat("debug.lwptree_check") == 0, "the trees are sound");
}

static void
come_and_go(void)
{
	static char second;

	go_even = go_all = 0;
	for (int i = 0; i < FIRST; i++)
		thread_start(&threads[i], waiter, NULL);
	check_list(1 + FIRST);
	go_even = 1;
	umtx_wakeup(&go_even, 0);
	for (int i = 0; i < FIRST; i++) {
		if ((threads[i].th_tid1 & 1) == 0)
			thread_join(&threads[i]);
	}
	check_list(1 + FIRST / 2);
	for (int i = FIRST; i < FIRST + SECOND; i++)
		thread_start(&threads[i], waiter, &second);
	check_list(1 + FIRST / 2 + SECOND);
	go_all = 1;
	umtx_wakeup(&go_all, 0);
	for (int i = 0; i < FIRST + SECOND; i++) {
		if (i >= FIRST || (threads[i].th_tid1 & 1) != 0)
			thread_join(&threads[i]);
	}
	check_list(1);
}

/* Once before it counts: our own tables have their pages then. */
int
main(void)
{
	struct census before, after;

	census_begin(&before, &after);
	come_and_go();
	census_take(&before);
	come_and_go();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
