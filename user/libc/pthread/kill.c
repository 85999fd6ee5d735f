/*
 * kill.c -- signals and names of single threads: what the kernel knows by
 * tid, by thread.
 *
 *   pthread_kill, pthread_sigmask
 *   pthread_setname_np, pthread_getname_np
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/lwp.h>

#include "user/libc/pthread/impl.h"

/* The first thread learns its tid when there is a second (thread.c). */
static lwpid_t
tid_of(const struct pthread *t)
{
	return (t->pt_tid != 0 ? t->pt_tid : lwp_gettid());
}

/* -1 and errno into an error number; errno is left alone. */
static int
number(int result, int saved)
{
	int error = result < 0 ? errno : 0;

	errno = saved;
	return (error);
}

/* A thread that has ended but is not joined yet can take no signal. */
int
pthread_kill(pthread_t t, int sig)
{
	int saved = errno;

	return (number(lwp_kill(-1, tid_of(t), sig), saved));
}

int
pthread_sigmask(int how, const sigset_t *set, sigset_t *oset)
{
	int saved = errno;

	return (number(sigprocmask(how, set, oset), saved));
}

int
pthread_setname_np(pthread_t t, const char *name)
{
	int saved = errno;

	if (strlen(name) >= NAME_SIZE)
		return (ERANGE);
	return (number(lwp_setname(tid_of(t), name), saved));
}

int
pthread_getname_np(pthread_t t, char *name, size_t size)
{
	int saved = errno;

	return (number(lwp_getname(tid_of(t), name, size), saved));
}
