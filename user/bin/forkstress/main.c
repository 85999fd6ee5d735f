/*
 * main.c -- forkstress: forks where they are hard.
 *
 *	forkstress [-n rounds] [situation ...]
 *
 * Without any it tries all of them; "forkstress -h" names them.
 *
 * Ends with 0 only if every round was right.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/forkstress/forkstress.h"

static const struct {
	const char *name, *what;
	int (*run)(int rounds);
} situations[] = {
	{ "handler", "fork in a signal handler, and signals during fork",
	    stress_handler },
	{ "threads", "fork with 200 LWPs alive", stress_threads },
	{ "vfork", "vfork in four threads at once", stress_vfork },
	{ "group", "kill(-pgrp) during a storm of forks", stress_group },
	{ "exec", "exec in one of several LWPs", stress_exec },
	{ "exit", "exit in one LWP while others make LWPs", stress_exit },
	{ "wait", "fork and wait in four threads at once", stress_wait },
};
#define NSITUATIONS	(sizeof(situations) / sizeof(situations[0]))

void *
shared_memory(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_SHARED, -1, 0);

	if (p == MAP_FAILED)
		err(1, "mmap");
	return (p);
}

pid_t
must_fork(void)
{
	pid_t pid = fork();

	if (pid < 0)
		err(1, "fork");
	return (pid);
}

bool
ended_well(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) != pid) {
		if (errno != EINTR)
			return (false);
	}
	return (status == 0);
}

static void
usage(void)
{
	fprintf(stderr, "usage: forkstress [-n rounds] [situation ...]\n");
	for (size_t i = 0; i < NSITUATIONS; i++)
		fprintf(stderr, "    %-8s %s\n", situations[i].name,
		    situations[i].what);
	fprintf(stderr, "    all      one after the other (also if none)\n");
	exit(2);
}

static bool
known(const char *name)
{
	for (size_t i = 0; i < NSITUATIONS; i++)
		if (strcmp(name, situations[i].name) == 0)
			return (true);
	return (strcmp(name, "all") == 0);
}

static bool
wanted(int argc, char **argv, const char *name)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], name) == 0 || strcmp(argv[i], "all") == 0)
			return (true);
	return (argc == 0);
}

int
main(int argc, char **argv)
{
	int rounds = 1000, wrong = 0, c, n;
	char *end;

	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c != 'n')
			usage();
		rounds = (int)strtol(optarg, &end, 10);
		if (*end != '\0' || rounds < 1 || rounds > 1000000)
			errx(2, "-n wants a number from 1 to 1000000");
	}
	argc -= optind;
	argv += optind;
	for (int i = 0; i < argc; i++)
		if (!known(argv[i]))
			usage();
	for (size_t i = 0; i < NSITUATIONS; i++) {
		if (!wanted(argc, argv, situations[i].name))
			continue;
		n = situations[i].run(rounds);
		printf("%-8s %d rounds, %d wrong\n", situations[i].name,
		    rounds, n);
		fflush(stdout);
		wrong += n;
	}
	return (wrong != 0);
}
