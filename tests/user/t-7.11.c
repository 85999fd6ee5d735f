/* T-7.11: 10,000 times fork and exit, and everything is back. */
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.11");

static struct census before, after;

static void
rounds(unsigned char *area, int n)
{
	pid_t pid;
	int i;

	for (i = 0; i < n; i++) {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0) {
			area[i % 16 * PAGE]++;
			_exit(i & 0x7f);
		}
		check(wait_exit(pid) == (i & 0x7f), "child");
	}
}

int
main(void)
{
	unsigned char *area = touched(16 * PAGE);

	rounds(area, 10);
	census_begin(&before, &after);
	rounds(area, 10000);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
