/*
 * 100,000 times fork, exit, wait, one after the other.
 * run: kernel=release
 */
#include <stdlib.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("stress-fork");

static struct census before, after;

static void
rounds(int n)
{
	pid_t pid;
	int i;

	for (i = 0; i < n; i++) {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0)
			_exit(i & 0xff);
		check(wait_exit(pid) == (i & 0xff), "child");
		if (i % 20000 == 19999)
			note("%d forks", i + 1);
	}
}

int
main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 100000;

	rounds(10);
	census_begin(&before, &after);
	rounds(n);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
