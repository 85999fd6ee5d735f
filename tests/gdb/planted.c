/*
 * planted.c -- a program that meets a bug of fork (tests/kernel/plant.c):
 * "planted 1" finds another page's contents in its own, "planted 2" finds
 * what its child wrote.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("planted");

int
main(int argc, char **argv)
{
	int bug = argc > 1 ? atoi(argv[1]) : 0;
	char *mine = sbrk(PAGE), *next;
	pid_t pid;

	check(mine != (char *)-1, "sbrk");
	memset(mine, 'm', PAGE);
	check(sysctlbyname("debug.plant", NULL, NULL, &bug, sizeof(bug)) == 0,
	    "planted");
	pid = fork();
	if (pid == 0) {
		if (bug == 2)
			mine[1] = 'c';
		_exit(0);
	}
	check(wait_exit(pid) == 0, "the child ended");
	next = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON,
	    -1, 0);
	check(next != MAP_FAILED, "mmap");
	memset(next, 'n', PAGE);
	check(mine[0] == 'm' && mine[1] == 'm', "my page is mine");
	pass();
}
