/*
 * time -- run a command and tell how long it took.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void
print(const char *what, long sec, long msec)
{
	fprintf(stderr, "%s\t%ldm%ld.%03lds\n", what, sec / 60, sec % 60, msec);
}

int
main(int argc, char **argv)
{
	struct timespec before, after;
	struct rusage used;
	int status, error;
	pid_t pid;
	long msec;

	if (argc < 2) {
		fprintf(stderr, "usage: time command [argument ...]\n");
		return (2);
	}
	clock_gettime(CLOCK_MONOTONIC, &before);
	pid = fork();
	if (pid < 0)
		err(126, "fork");
	if (pid == 0) {
		execvp(argv[1], argv + 1);
		error = errno;
		warn("%s", argv[1]);
		_exit(error == ENOENT ? 127 : 126);
	}
	if (wait4(pid, &status, 0, &used) < 0)
		err(126, "wait");
	clock_gettime(CLOCK_MONOTONIC, &after);
	msec = (after.tv_sec - before.tv_sec) * 1000 +
	    (after.tv_nsec - before.tv_nsec) / 1000000;
	print("real", msec / 1000, msec % 1000);
	print("user", used.ru_utime.tv_sec, used.ru_utime.tv_usec / 1000);
	print("sys", used.ru_stime.tv_sec, used.ru_stime.tv_usec / 1000);
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}
