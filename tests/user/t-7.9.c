/*
 * T-7.9: the stack grows by itself, to its limit and not beyond; the
 * child's is its own.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.9");

#define FRAME	1024

/* Use about `bytes` of stack, and tell what was found on the way back. */
static __attribute__((noinline)) unsigned
dive(size_t bytes, unsigned mark)
{
	volatile unsigned char frame[FRAME];
	unsigned sum;

	frame[0] = (unsigned char)mark;
	frame[FRAME - 1] = (unsigned char)mark;
	sum = bytes <= FRAME ? 0 : dive(bytes - FRAME, mark + 1);
	if (frame[0] != (unsigned char)mark ||
	    frame[FRAME - 1] != (unsigned char)mark)
		return (1);
	return (sum);
}

static int
in_child(size_t bytes)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0)
		_exit((int)dive(bytes, 1));
	return (wait_exit(pid));
}

int
main(void)
{
	volatile unsigned char here[PAGE];
	pid_t pid;

	check(dive(MIB, 0) == 0, "1 MiB deep, every frame intact");
	check(in_child(MIB) == 0, "the same in a child");
	check(in_child(6 * MIB) == 0, "6 MiB");
	check(in_child(64 * MIB) == 128 + SIGSEGV,
	    "beyond the limit: SIGSEGV");

	memset((void *)here, 1, sizeof(here));
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		memset((void *)here, 2, sizeof(here));
		_exit((int)dive(2 * MIB, 7));
	}
	check(wait_exit(pid) == 0, "child");
	check(here[0] == 1 && here[PAGE - 1] == 1, "our stack is ours");
	check_vm();
	pass();
}
