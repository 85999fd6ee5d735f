/*
 * sys/wait.h -- waiting for children.
 */
#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H

#include <sys/types.h>

#include "kernel/abi/signal.h"
#include "kernel/abi/wait.h"

#define WAIT_ANY	(-1)
#define WAIT_MYPGRP	0

struct rusage;

pid_t wait(int *status);
pid_t waitpid(pid_t pid, int *status, int options);
pid_t wait3(int *status, int options, struct rusage *rusage);
pid_t wait4(pid_t pid, int *status, int options, struct rusage *rusage);

#endif
