/*
 * failing.c -- a test that fails, for the tests of record and replay.
 *
 * What fails is a grandchild, after its parents went on to wait: a replay
 * must stop in that process, while all of them are there.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("failing");

static void
generation(int n)
{
	pid_t pid;

	check(n < 2, "there is no third generation");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		generation(n + 1);
		_exit(0);
	}
	wait_exit(pid);
}

int
main(void)
{
	generation(0);
	pass();
}
