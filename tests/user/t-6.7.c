/*
 * T-6.7: an LWP cannot begin where the return to user mode would fault: not
 * in the kernel's half, not at an address that is none; nor where no program
 * ever has memory.
 */
#include <sys/lwp.h>

#include "tests/user/fpu.h"
#include "tests/user/test.h"

TEST("T-6.7");

static struct thread thread;
static volatile int ran;

static void
run(void *arg)
{
	(void)arg;
	ran++;
}

static void
refused(uint64_t func, uint64_t stack)
{
	struct lwp_params params = { (void (*)(void *))func, NULL,
	    (void *)stack, NULL, NULL };
	lwpid_t tids[2];

	check_fails(lwp_create(&params), EFAULT);
	check(lwp_list(tids, 2) == 1, "there is no LWP more");
}

int
main(void)
{
	static unsigned char area[PAGE] __attribute__((aligned(16)));
	uint64_t stack = (uint64_t)(area + sizeof(area));
	uint64_t func = (uint64_t)run;
	static const uint64_t bad[] = { 0xffff800000000000,
	    0xffffffff80100000, 0x8000000000000000, 0x0000800000000000,
	    0x00007ffffffff000, 0xffff7fffffffffff, 0xffffffffffffffff };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		refused(bad[i], stack);
		refused(bad[i], bad[i] & ~15ul);
		refused(func, (bad[i] & ~15ul) + 16);
	}
	refused(0, stack);
	refused(func, 8);
	thread_start(&thread, run, NULL);
	thread_join(&thread);
	check(ran == 1, "the kernel is alive and a good one runs");
	check(kstat("debug.lwptree_check") == 0, "the trees are sound");
	pass();
}
