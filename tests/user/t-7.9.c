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

static unsigned char altstack[SIGSTKSZ];
static volatile unsigned char *top;

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

/* The signal says where, and the handler has another stack to run on. */
static void
overflown(int sig, siginfo_t *info, void *uc)
{
	volatile unsigned char here;
	uintptr_t at = (uintptr_t)info->si_addr;

	(void)uc;
	_exit(sig == SIGSEGV && &here >= altstack &&
	    &here < altstack + sizeof(altstack) &&
	    at < (uintptr_t)top - 7 * MIB && at > (uintptr_t)top - 9 * MIB ?
	    5 : 6);
}

static void
handled(void)
{
	stack_t ss = { altstack, sizeof(altstack), 0, 0 };
	volatile unsigned char here;
	struct sigaction act;
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		top = &here;
		memset(&act, 0, sizeof(act));
		act.sa_sigaction = overflown;
		act.sa_flags = SA_ONSTACK | SA_SIGINFO;
		if (sigaltstack(&ss, NULL) != 0 ||
		    sigaction(SIGSEGV, &act, NULL) != 0)
			_exit(1);
		_exit((int)dive(64 * MIB, 1));
	}
	check(wait_exit(pid) == 5, "handled on the alternate stack");
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
	handled();

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
