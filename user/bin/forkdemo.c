/*
 * forkdemo -- a family of processes, and who belongs to whom.
 *
 *	forkdemo [N]		N children of one parent (default 3)
 *	forkdemo -g [N]		N generations: child, grandchild, ...
 *
 * Each process says who it is, then exits with its own number; each parent
 * waits and says what it learned.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST	100

static void
usage(void)
{
	fprintf(stderr, "usage: forkdemo [-g] [N]   (1 <= N <= %d)\n", MOST);
	exit(2);
}

/* One line at once, however many processes are printing. */
static void
say(int depth, const char *what)
{
	printf("%*spid %d, parent %d: %s\n", 2 * depth, "", (int)getpid(),
	    (int)getppid(), what);
	fflush(stdout);
}

static void
report(int depth, pid_t pid, int status)
{
	char what[80];

	if (WIFEXITED(status))
		snprintf(what, sizeof(what), "child %d has exited with %d",
		    (int)pid, WEXITSTATUS(status));
	else
		snprintf(what, sizeof(what), "child %d died of signal %d",
		    (int)pid, WTERMSIG(status));
	say(depth, what);
}

static pid_t
fork_or_end(void)
{
	pid_t pid = fork();

	if (pid < 0) {
		perror("forkdemo: fork");
		exit(1);
	}
	return (pid);
}

/* All children at once; they end in whatever order they like. */
static void
children(int n)
{
	int i, status;
	char what[80];
	pid_t pid;

	say(0, "I am the parent");
	for (i = 1; i <= n; i++) {
		pid = fork_or_end();
		if (pid == 0) {
			snprintf(what, sizeof(what), "I am child %d of %d: "
			    "fork() gave me 0", i, n);
			say(1, what);
			exit(i);
		}
		snprintf(what, sizeof(what), "fork() gave me %d", (int)pid);
		say(0, what);
	}
	while ((pid = wait(&status)) > 0)
		report(0, pid, status);
	say(0, "no children are left");
}

/* Each generation forks the next and waits for it. */
static void
generations(int n)
{
	int depth, status;
	char what[80];
	pid_t pid = 0;

	for (depth = 0; depth < n && pid == 0; depth++) {
		snprintf(what, sizeof(what), "generation %d", depth);
		say(depth, what);
		pid = fork_or_end();
	}
	if (pid == 0) {
		snprintf(what, sizeof(what), "generation %d, the last", n);
		say(n, what);
		exit(n);
	}
	waitpid(pid, &status, 0);
	report(depth - 1, pid, status);
	exit(depth - 1);
}

int
main(int argc, char **argv)
{
	int n = 3, i = 1, deep = 0;

	if (i < argc && strcmp(argv[i], "-g") == 0) {
		deep = 1;
		i++;
	}
	if (i < argc)
		n = atoi(argv[i++]);
	if (i < argc || n < 1 || n > MOST)
		usage();
	if (deep)
		generations(n);
	else
		children(n);
	return (0);
}
