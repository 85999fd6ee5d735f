/* T-7.1: after fork a page is shared until someone writes to it. */
#include <stdlib.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.1");

#define AREA		MIB
#define AREA_PAGES	(AREA / PAGE)

int
main(void)
{
	unsigned char *area = touched(AREA);
	uint64_t copies;
	pid_t pid;

	fill(area, AREA, 1);
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(holds(area, AREA, 1), "child sees the parent's bytes");
		copies = kstat("v_cow_faults");
		fill(area, AREA, 2);
		copies = kstat("v_cow_faults") - copies;
		check(copies >= AREA_PAGES, "every page was copied");
		check(copies <= AREA_PAGES + 16, "and nothing else was");
		check(holds(area, AREA, 2), "child sees its own bytes");
		exit(0);
	}
	check(wait_exit(pid) == 0, "child agreed");
	check(holds(area, AREA, 1), "ours are untouched");
	fill(area, AREA, 3);
	check(holds(area, AREA, 3), "ours are ours to write");

	/* The other way round: the parent writes, the child sees nothing. */
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		sleep_ms(50);
		check(holds(area, AREA, 3), "child keeps the old bytes");
		exit(0);
	}
	fill(area, AREA, 4);
	check(wait_exit(pid) == 0, "child agreed");
	check(holds(area, AREA, 4), "parent has the new bytes");
	check_vm();
	pass();
}
