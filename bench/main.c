/*
 * main.c -- forkbench: what fork and its neighbours cost.
 *
 *	forkbench [subject ...]		calls, forks, memory, pipes
 *
 * One line a row: "row NAME PARAM INSNS".  tools/bench.py runs it and makes
 * the table.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

void
row(const char *name, long param, uint64_t insns, uint64_t n)
{
	printf("row %s %ld %llu\n", name, param,
	    (unsigned long long)((insns + n / 2) / n));
	fflush(stdout);
}

void
row_absent(const char *name, long param)
{
	printf("row %s %ld -\n", name, param);
	fflush(stdout);
}

void
die(const char *what)
{
	fprintf(stderr, "forkbench: %s: %s\n", what, strerror(errno));
	_exit(1);
}

char *
memory(size_t len)
{
	char *area = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);

	if (area == MAP_FAILED)
		die("mmap");
	return (area);
}

char *
touched(size_t len)
{
	char *area = memory(len);

	for (size_t i = 0; i < len; i += PAGE)
		area[i] = 1;
	return (area);
}

void
release(char *area, size_t len)
{
	if (munmap(area, len) != 0)
		die("munmap");
}

int
xfork(void)
{
	int pid = fork();

	if (pid < 0)
		die("fork");
	return (pid);
}

void
xwait(void)
{
	int status;

	if (wait(&status) < 0)
		die("wait");
	if (status != 0) {
		errno = 0;
		die("a child failed");
	}
}

static int
wanted(int argc, char **argv, const char *subject)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], subject) == 0)
			return (1);
	}
	return (argc < 2);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "exit") == 0)
		_exit(0);		/* the program that fork+exec runs */
	if (wanted(argc, argv, "calls"))
		rows_calls();
	if (wanted(argc, argv, "forks"))
		rows_fork(argv[0]);
	if (wanted(argc, argv, "memory"))
		rows_memory();
	if (wanted(argc, argv, "pipes"))
		rows_pipes();
	return (0);
}
