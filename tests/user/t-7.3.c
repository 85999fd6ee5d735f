/*
 * T-7.3: a page whose other owner is gone is not copied.
 *
 * The child writes one page, so that it gets a table of its own and all
 * pages of the area are referred to twice, read-only.  Then it ends.
 */
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.3");

#define AREA	MIB

int
main(void)
{
	unsigned char *area = touched(AREA);
	uint64_t copied, reused;
	pid_t pid;

	fill(area, AREA, 1);
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		*(volatile unsigned char *)area = 9;
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	reused = kstat("v_cow_optim");
	copied = kstat("v_cow_faults");
	fill(area, AREA, 2);
	copied = kstat("v_cow_faults") - copied;
	reused = kstat("v_cow_optim") - reused;
	note("copied %llu, made writable without a copy %llu",
	    (unsigned long long)copied, (unsigned long long)reused);
	check(holds(area, AREA, 2), "the new bytes are there");
	check(copied == 0, "no page was copied");
	check(reused >= AREA / PAGE, "each was made writable as it was");
	check_vm();
	pass();
}
