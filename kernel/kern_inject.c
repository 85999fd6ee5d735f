/*
 * kern_inject.c -- memory that runs out when a test wants it to.
 *
 * A test sets debug.fail_allocation to 1, 2, 3 ... and repeats a system
 * call until it succeeds: then each of its allocations has failed once, and
 * each time nothing may have been lost (tests/user/t-inject.c).
 */
#include "kernel/kern.h"

#ifdef KERNEL_TEST
int fail_allocation;

bool
inject_failure(void)
{
	if (fail_allocation == 0)
		return (false);
	return (--fail_allocation == 0);
}
#endif
