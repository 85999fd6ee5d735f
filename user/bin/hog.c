/*
 * hog -- take memory, and say what the kernel answered.
 *
 *	hog 20		map 20 MiB and write to every page of it
 *	hog 20 fork	then fork: a child would promise as much again
 *
 * docs/memory.md ("See a promise refused") has it in an experiment.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB	(1024ul * 1024)
#define PAGE	4096ul

static int
usage(void)
{
	fprintf(stderr, "usage: hog MIB [fork]\n");
	return (2);
}

static void
touch(volatile char *p, size_t len)
{
	for (size_t i = 0; i < len; i += PAGE)
		p[i] = 1;
}

/* The child writes everything too: each page of it becomes a copy. */
static int
fork_it(char *p, size_t len)
{
	pid_t pid = fork();
	int status;

	if (pid < 0) {
		printf("hog: fork: %s\n", strerror(errno));
		return (1);
	}
	if (pid == 0) {
		touch(p, len);
		printf("hog: the child wrote to all of its copy\n");
		exit(0);
	}
	printf("hog: fork: child %d\n", (int)pid);
	if (waitpid(pid, &status, 0) != pid)
		return (1);
	if (WIFSIGNALED(status)) {
		printf("hog: signal %d killed the child\n", WTERMSIG(status));
		return (1);
	}
	return (0);
}

int
main(int argc, char **argv)
{
	unsigned long mib;
	char *end, *p;

	if (argc < 2 || argc > 3 ||
	    (argc == 3 && strcmp(argv[2], "fork") != 0))
		return (usage());
	mib = strtoul(argv[1], &end, 10);
	if (*end != '\0' || mib == 0 || mib > 1024 * 1024)
		return (usage());
	p = mmap(NULL, mib * MIB, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (p == MAP_FAILED) {
		printf("hog: mmap of %lu MiB: %s\n", mib, strerror(errno));
		return (1);
	}
	printf("hog: mapped %lu MiB\n", mib);
	fflush(stdout);
	touch(p, mib * MIB);
	printf("hog: wrote to every page of it\n");
	fflush(stdout);
	return (argc == 3 ? fork_it(p, mib * MIB) : 0);
}
