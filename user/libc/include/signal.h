/*
 * signal.h -- signal numbers and sending.
 *
 * Programs cannot catch signals yet: what is sent kills, or does nothing.
 */
#ifndef _SIGNAL_H
#define _SIGNAL_H

#include <sys/types.h>

#include "kernel/abi/signal.h"

typedef int sig_atomic_t;

int kill(pid_t pid, int sig);
int killpg(pid_t pgrp, int sig);
int raise(int sig);
void psignal(int sig, const char *what);

/* Names without "SIG" for kill -l and messages; NULL where there is none. */
extern const char *const sys_signame[NSIG];

#endif
