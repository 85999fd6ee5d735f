/*
 * A return to user mode that the cpu refuses is the program's
 * death, not the kernel's; or a signal that it catches.  The test kernel
 * spoils the frame of a program that asks for it (arch/x86_64/crash.h).
 */
#include <signal.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("iretq");

#define CRASH_MAGIC	0x6261642066726d65ul

static void
handler(int sig)
{
	_exit(sig == SIGSEGV ? 5 : 6);
}

/* What becomes of a child that asks for it? */
static int
refused(uint64_t how, bool catches)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		if (catches && signal(SIGSEGV, handler) == SIG_ERR)
			_exit(2);
		__asm__ volatile("int3" : : "a" (CRASH_MAGIC), "b" (how) :
		    "memory");
		_exit(1);
	}
	return (wait_exit(pid));
}

int
main(void)
{
	for (uint64_t n = 0; n < 60; n++)
		check(refused(n % 3, false) == 128 + SIGSEGV, "SIGSEGV");
	for (uint64_t how = 0; how < 3; how++)
		check(refused(how, true) == 5, "caught");
	check_vm();
	pass();
}
