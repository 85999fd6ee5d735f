/*
 * sys/resource.h -- what a process has used and may use, its nice value.
 */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H

#include <sys/time.h>

#include "kernel/abi/resource.h"
#include "kernel/abi/rtprio.h"

int getrlimit(int resource, struct rlimit *rlp);
int setrlimit(int resource, const struct rlimit *rlp);
int getrusage(int who, struct rusage *rusage);
/* -1 may be a nice value: set errno to 0 before and look at it after. */
int getpriority(int which, int who);
int setpriority(int which, int who, int prio);

#endif
