/* T-2.10, T-6.7: an lwp_create that fails has done nothing at all. */
#include <sys/lwp.h>
#include <sys/mman.h>

#include "tests/user/test.h"

TEST("T-2.10");

static struct thread thread;
static volatile int ran;

static void
run(void *arg)
{
	(void)arg;
	ran++;
}

static void
bad_func(void *arg)
{
	(void)arg;
	ran = 100;
	for (;;)
		;
}

/* With these addresses it is EFAULT. */
static void
refused(uintptr_t func, uintptr_t stack, uintptr_t tid1, uintptr_t tid2)
{
	struct lwp_params params = { (void (*)(void *))func, NULL,
	    (void *)stack, (lwpid_t *)tid1, (lwpid_t *)tid2 };
	lwpid_t tids[2];

	check_fails(lwp_create(&params), EFAULT);
	check(lwp_list(tids, 2) == 1, "there is no LWP more");
	check(kstat("debug.lwptree_check") == 0, "the trees are sound");
}

/* The top of a stack that is there, but is not to be written: D-01. */
static uintptr_t
unwritable(int prot)
{
	unsigned char *page = mmap(NULL, PAGE, prot, MAP_PRIVATE | MAP_ANON,
	    -1, 0);

	check(page != MAP_FAILED, "mmap");
	return ((uintptr_t)page + PAGE);
}

int
main(void)
{
	static unsigned char area[2 * PAGE] __attribute__((aligned(16)));
	uintptr_t func = (uintptr_t)bad_func;
	uintptr_t stack = (uintptr_t)(area + sizeof(area));
	uintptr_t unwritable_stack = unwritable(PROT_READ);
	uintptr_t no_stack = unwritable(PROT_NONE);
	struct census before, after;
	lwpid_t tid = 0;

	thread_start(&thread, run, NULL);
	thread_join(&thread);
	refused(func, 0, 0, 0);
	refused(func, unwritable_stack, 0, 0);
	census_begin(&before, &after);
	census_take(&before);
	check_fails(lwp_create((struct lwp_params *)1), EFAULT);
	refused(func, stack, 1, 0);
	refused(func, stack, (uintptr_t)&tid, 1);
	refused(func, 0, 0, 0);
	refused(func, 16, 0, 0);
	refused(func, 0xffff800000001000ul, 0, 0);
	refused(func, 0x8000000000000000ul, 0, 0);
	refused(func, unwritable_stack, 0, 0);
	refused(func, no_stack, 0, 0);
	refused(0xffff800000000000ul, stack, 0, 0);
	refused(0x8000000000000000ul, stack, 0, 0);
	refused(0x0000800000000000ul, stack, 0, 0);
	census_take(&after);
	census_same(&before, &after);
	check(ran == 1, "none of them ran");
	thread_start(&thread, run, NULL);
	thread_join(&thread);
	check(ran == 2, "a good one runs");
	pass();
}
