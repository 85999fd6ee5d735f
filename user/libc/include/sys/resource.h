/*
 * sys/resource.h -- what a process has used.
 */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H

#include <sys/time.h>

#include "kernel/abi/resource.h"

int getrusage(int who, struct rusage *rusage);

#endif
