/*
 * sh_moments.c -- makes a moment that is rarely met happen each time.
 *
 * Loaded before the C library of the host into the shell that
 * test_sh_host.py builds.  The variable MOMENT names what is to happen:
 *
 *   interrupt   a ^C arrives after the prompt, just before the first read
 *               of the terminal
 *   front       whoever writes to a terminal is told, behind what he wrote,
 *               whether his own process group is in the foreground
 *   stop        who sees that the terminal has been lent types ^Z at once
 *   getrlimit   getrlimit of the open files fails
 *   newborn     a child gets the signal NEWBORN before it has done anything;
 *               what it ignores is lost even if it is blocked, as on our
 *               own kernel
 *   late        whoever got a signal has not got round to it yet when he is
 *               asked after for the first time
 *
 * The program that really waits for ^C at the prompt would meet the first
 * once in some thousand keys.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int
is_moment(const char *name)
{
	const char *moment = getenv("MOMENT");

	return (moment != NULL && strcmp(moment, name) == 0);
}

ssize_t
read(int fd, void *buf, size_t size)
{
	ssize_t (*next)(int, void *, size_t) = dlsym(RTLD_NEXT, "read");
	static int done;

	if (fd == 0 && is_moment("interrupt") && isatty(fd) && !done) {
		done = 1;
		(void)raise(SIGINT);
	}
	return (next(fd, buf, size));
}

ssize_t
write(int fd, const void *buf, size_t size)
{
	ssize_t (*next)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
	ssize_t n = next(fd, buf, size);
	const char *mine = "[front: the writer]\n";
	const char *other = "[front: somebody else]\n";

	if (fd == 1 && is_moment("front") && isatty(fd)) {
		const char *who = tcgetpgrp(fd) == getpgrp() ? mine : other;

		(void)!next(fd, who, strlen(who));
	}
	if (fd == 1 && is_moment("stop") && isatty(fd) &&
	    tcgetpgrp(fd) != getpgrp())
		(void)killpg(tcgetpgrp(fd), SIGTSTP);
	return (n);
}

int
getrlimit(__rlimit_resource_t resource, struct rlimit *lim)
{
	int (*next)(__rlimit_resource_t, struct rlimit *) =
	    dlsym(RTLD_NEXT, "getrlimit");

	if (resource == RLIMIT_NOFILE && is_moment("getrlimit")) {
		errno = EINVAL;
		return (-1);
	}
	return (next(resource, lim));
}

static int signal_sent;

int
kill(pid_t pid, int sig)
{
	int (*next)(pid_t, int) = dlsym(RTLD_NEXT, "kill");

	signal_sent = 1;
	return (next(pid, sig));
}

pid_t
waitpid(pid_t pid, int *status, int options)
{
	pid_t (*next)(pid_t, int *, int) = dlsym(RTLD_NEXT, "waitpid");

	if (is_moment("late") && (options & WNOHANG) != 0 && signal_sent) {
		signal_sent = 0;
		(void)raise(SIGCHLD);	/* the news will come with one */
		return (0);
	}
	return (next(pid, status, options));
}

pid_t
fork(void)
{
	pid_t (*next)(void) = dlsym(RTLD_NEXT, "fork");
	const char *number = getenv("NEWBORN");
	struct sigaction now;
	pid_t pid = next();

	if (pid == 0 && is_moment("newborn") && number != NULL &&
	    sigaction(atoi(number), NULL, &now) == 0 &&
	    now.sa_handler != SIG_IGN)
		(void)raise(atoi(number));
	return (pid);
}
