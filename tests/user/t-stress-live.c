/* 1,000 processes alive at once, and none of their memory left behind. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("stress-live");

#define MOST	4000

static struct census before, after;
static pid_t pids[MOST];

static void
crowd(int n)
{
	int down[2], up[2], i, got;
	char c = 0;

	check(pipe(down) == 0 && pipe(up) == 0, "pipes");
	for (i = 0; i < n; i++) {
		pids[i] = fork();
		check(pids[i] >= 0, "fork");
		if (pids[i] == 0) {
			close(down[1]);
			(void)!write(up[1], &c, 1);
			(void)!read(down[0], &c, 1);
			_exit(i & 0x7f);
		}
	}
	for (got = 0; got < n; got++)
		check(read(up[0], &c, 1) == 1, "a child has run");
	if (n > 100)
		note("%d processes alive, %llu pages free, nprocs %llu", n,
		    (unsigned long long)kstat("v_free_count"),
		    (unsigned long long)kstat("debug.nprocs"));
	check_vm();
	close(down[1]);
	for (i = 0; i < n; i++)
		check(wait_exit(pids[i]) == (i & 0x7f), "child");
	close(down[0]);
	close(up[0]);
	close(up[1]);
}

int
main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1000;

	check(n > 0 && n <= MOST, "a number of processes");
	memset(pids, 1, sizeof(pids));
	crowd(10);
	census_begin(&before, &after);
	crowd(n);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
