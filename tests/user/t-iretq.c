/*
 * A return to user mode that the cpu refuses is the program's
 * death, not the kernel's.  The test kernel spoils the frame of a program
 * that asks for it (arch/x86_64/crash.h).
 */
#include <signal.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("iretq");

#define CRASH_MAGIC	0x6261642066726d65ul

int
main(void)
{
	uint64_t how;
	pid_t pid;

	for (how = 0; how < 60; how++) {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0) {
			__asm__ volatile("int3" : : "a" (CRASH_MAGIC),
			    "b" (how % 3) : "memory");
			_exit(1);
		}
		check(wait_exit(pid) == 128 + SIGSEGV, "SIGSEGV");
	}
	pass();
}
