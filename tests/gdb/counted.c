/*
 * counted.c -- a program that says how many instructions the machine took to
 * come to its beginning and to its end: debugged or not, they are the same.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("counted");

static uint64_t
instructions(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return ((uint64_t)high << 32 | low);
}

int
main(void)
{
	uint64_t start = instructions();
	int fd = open("/dev/debugcon", O_WRONLY);

	check(fd >= 0, "debugcon");
	for (int i = 0; i < 3; i++) {
		pid_t pid = fork();

		check(pid >= 0, "fork");
		if (pid == 0)
			_exit(0);
		wait_exit(pid);
	}
	dprintf(fd, "@counted %lu %lu\n", start, instructions());
	pass();
}
