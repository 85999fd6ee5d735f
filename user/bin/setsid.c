/*
 * setsid -- run a command as the leader of a new session, without terminal.
 *
 * The leader of a group cannot leave it: then a child runs the command, and
 * with -w we wait for it.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	int first = 1, error, status;
	pid_t pid = 0;

	if (argc > 1 && strcmp(argv[1], "-w") == 0)
		first = 2;
	if (first >= argc || argv[first][0] == '-') {
		fprintf(stderr, "usage: setsid [-w] command [argument ...]\n");
		return (125);
	}
	if (getpgrp() == getpid())
		pid = fork();
	if (pid < 0)
		err(125, "fork");
	if (pid > 0) {
		if (first == 1)
			return (0);
		if (waitpid(pid, &status, 0) < 0)
			err(125, "wait");
		return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
		    WEXITSTATUS(status));
	}
	if (setsid() < 0)
		err(125, "setsid");
	execvp(argv[first], argv + first);
	error = errno;
	warn("%s", argv[first]);
	_exit(error == ENOENT ? 127 : 126);
}
