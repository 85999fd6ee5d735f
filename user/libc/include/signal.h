/*
 * signal.h -- signals: sending, blocking, catching.
 */
#ifndef _SIGNAL_H
#define _SIGNAL_H

#include <sys/pthreadtypes.h>
#include <sys/types.h>

#include "kernel/abi/signal.h"

typedef int sig_atomic_t;

int kill(pid_t pid, int sig);
int killpg(pid_t pgrp, int sig);
int raise(int sig);
int sigaction(int sig, const struct sigaction *act, struct sigaction *oact);
int sigprocmask(int how, const sigset_t *set, sigset_t *oset);
/* To one thread, and of the calling thread: => 0 or an error number. */
int pthread_kill(pthread_t thread, int sig);
int pthread_sigmask(int how, const sigset_t *set, sigset_t *oset);
int sigpending(sigset_t *set);
int sigsuspend(const sigset_t *set);
int sigaltstack(const stack_t *ss, stack_t *oss);
/*
 * Take a signal of set, which should be blocked, without a handler; the
 * lowest first.  => its number; -1 and EAGAIN if none came in time, EINTR if
 * another one was handled.
 */
struct timespec;
int sigtimedwait(const sigset_t *set, siginfo_t *info,
    const struct timespec *timeout);
int sigwaitinfo(const sigset_t *set, siginfo_t *info);
/* => 0 or an error number; not ended by handlers */
int sigwait(const sigset_t *set, int *sig);
/* signal: restarting, not reset; SIG_ERR if it cannot be caught. */
typedef void (*sig_t)(int);
sig_t signal(int sig, sig_t handler);

/* 0, or -1 and EINVAL for a number that is no signal. */
int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set);
int sigaddset(sigset_t *set, int sig);
int sigdelset(sigset_t *set, int sig);
int sigismember(const sigset_t *set, int sig);
void psignal(int sig, const char *what);

/* Names without "SIG" for kill -l and messages; NULL where there is none. */
extern const char *const sys_signame[NSIG];

/*
 * str2sig: a signal by its number or its name, with or without "SIG"; 0 is
 * none.  sig2str: the name.  => 0, or -1 if there is no such signal
 */
#define SIG2STR_MAX	16		/* bytes of the longest name */
int str2sig(const char *name, int *sig);
int sig2str(int sig, char *name);

#endif
