/* T-7.3: a page whose other owner is gone is not copied. */
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

	/* The second round starts with every stack and data page owned. */
	for (int round = 0; round < 2; round++) {
		fill(area, AREA, 1);
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0)
			_exit(holds(area, AREA, 1) ? 0 : 1);
		check(wait_exit(pid) == 0, "child");
		copied = kstat("v_cow_faults");
		reused = kstat("v_cow_optim");
		copied = kstat("v_cow_faults");
		fill(area, AREA, 2);
		copied = kstat("v_cow_faults") - copied;
		reused = kstat("v_cow_optim") - reused;
	}
	note("copied %llu, made writable without a copy %llu",
	    (unsigned long long)copied, (unsigned long long)reused);
	check(holds(area, AREA, 2), "the new bytes are there");
	check(copied == 0, "no page was copied");
	check(reused > 0, "some were made writable as they were");
	check_vm();
	pass();
}
