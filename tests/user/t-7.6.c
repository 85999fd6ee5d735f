/*
 * T-7.6: the kernel's writes to user memory copy like the user's own:
 * read() into a shared page must not reach the parent.
 */
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.6");

static unsigned char *area;

int
main(void)
{
	struct stat *st;
	int fds[2];
	pid_t pid;

	area = touched(4 * PAGE);
	memset(area, 'p', 4 * PAGE);
	check(pipe(fds) == 0, "pipe");
	check(write(fds[1], "child", 5) == 5, "write");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		/* Over the border of two pages. */
		check(read(fds[0], area + PAGE - 2, 5) == 5, "read");
		check(memcmp(area + PAGE - 2, "child", 5) == 0, "in the child");
		st = (struct stat *)(area + 2 * PAGE);
		check(fstat(fds[0], st) == 0, "fstat");
		check(clock_gettime(CLOCK_MONOTONIC,
		    (struct timespec *)(area + 3 * PAGE)) == 0, "clock");
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	for (size_t i = 0; i < 4 * PAGE; i++)
		check(area[i] == 'p', "the parent's bytes are untouched");
	check_vm();
	pass();
}
