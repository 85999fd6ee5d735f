/*
 * sys/usched.h -- which user scheduler serves a process, and which cpus.
 */
#ifndef _SYS_USCHED_H
#define _SYS_USCHED_H

#include <sys/types.h>

#include "kernel/abi/rtprio.h"

/* One of USCHED_SET_SCHEDULER .. USCHED_GET_CPU; pid 0: the caller's. */
int usched_set(pid_t pid, int cmd, void *data, int bytes);

#endif
