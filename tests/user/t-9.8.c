/*
 * T-9.8 (without kqueue): a descriptor that is close-on-exec is gone after
 * exec, one that is close-on-fork is not in the child; both stay with us.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.8");

static bool
is_open(int fd)
{
	return (fcntl(fd, F_GETFD) >= 0);
}

/* Another program: which of these descriptors does it have? */
static int
look(char **argv)
{
	check(is_open(atoi(argv[1])), "a plain descriptor is kept by exec");
	check(!is_open(atoi(argv[2])), "O_CLOEXEC: closed");
	check(!is_open(atoi(argv[3])), "FD_CLOEXEC: closed");
	check(is_open(atoi(argv[4])), "a dup of it is not close-on-exec");
	return (0);
}

int
main(int argc, char **argv)
{
	char text[4][12], *args[6] = { argv[0] }, *envv[] = { NULL };
	int fd[4], forkless, i;
	pid_t pid;

	if (argc > 1)
		return (look(argv));
	fd[0] = open("/dev/null", O_RDONLY);
	fd[1] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd[2] = open("/dev/null", O_RDONLY);
	check(fcntl(fd[2], F_SETFD, FD_CLOEXEC) == 0, "F_SETFD");
	check(fcntl(fd[2], F_GETFD) == FD_CLOEXEC, "F_GETFD");
	fd[3] = dup(fd[2]);
	forkless = open("/dev/null", O_RDONLY);
	check(fcntl(forkless, F_SETFD, FD_CLOFORK) == 0, "FD_CLOFORK");

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(!is_open(forkless), "FD_CLOFORK: not in the child");
		check(is_open(fd[1]) && is_open(fd[2]),
		    "close-on-exec is not close-on-fork");
		check(open("/dev/null", O_RDONLY) == forkless,
		    "its number is free there");
		for (i = 0; i < 4; i++) {
			snprintf(text[i], sizeof(text[i]), "%d", fd[i]);
			args[i + 1] = text[i];
		}
		execve(argv[0], args, envv);
		_exit(99);
	}
	check(wait_exit(pid) == 0, "the child and its program agree");
	check(is_open(forkless), "it is still ours");
	check(is_open(fd[1]) && is_open(fd[2]), "so are the others");
	pass();
}
