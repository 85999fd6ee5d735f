/*
 * process.c -- waiting, signals, memory: thin layers over system calls.
 */
#include <errno.h>
#include <signal.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/libc/libc.h"

pid_t
wait(int *status)
{
	return (wait4(WAIT_ANY, status, 0, NULL));
}

pid_t
waitpid(pid_t pid, int *status, int options)
{
	return (wait4(pid, status, options, NULL));
}

pid_t
wait3(int *status, int options, struct rusage *rusage)
{
	return (wait4(WAIT_ANY, status, options, rusage));
}

int
raise(int sig)
{
	return (lwp_kill(-1, lwp_gettid(), sig));
}

int
nice(int incr)
{
	int value = getpriority(PRIO_PROCESS, 0) + incr;

	/* POSIX wants EPERM where setpriority says EACCES. */
	if (setpriority(PRIO_PROCESS, 0, value) < 0) {
		if (errno == EACCES)
			errno = EPERM;
		return (-1);
	}
	return (getpriority(PRIO_PROCESS, 0));
}

int
killpg(pid_t pgrp, int sig)
{
	if (pgrp <= 1) {
		errno = ESRCH;
		return (-1);
	}
	return (kill(-pgrp, sig));
}

void *
mmap(void *addr, size_t len, int prot, int flags, int fd, off_t pos)
{
	return (__sys_mmap(addr, len, prot, flags, fd, 0, pos));
}

int
brk(void *end)
{
	char *now = sbrk(0);

	if (now == (char *)-1)
		return (-1);
	return (sbrk((char *)end - now) == (void *)-1 ? -1 : 0);
}
