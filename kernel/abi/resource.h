/*
 * abi/resource.h -- resource usage.
 */
#ifndef ABI_RESOURCE_H
#define ABI_RESOURCE_H

#include "kernel/abi/time.h"

#define RUSAGE_SELF	0
#define RUSAGE_CHILDREN	(-1)

struct rusage {
	struct timeval ru_utime;
	struct timeval ru_stime;
	long ru_maxrss;		/* KiB mapped now; 0 for RUSAGE_CHILDREN */
	long ru_ixrss, ru_idrss, ru_isrss;
	long ru_minflt;		/* page faults served from memory */
	long ru_majflt;		/* 0: nothing is ever read from a disk */
	long ru_nswap, ru_inblock, ru_oublock;
	long ru_msgsnd, ru_msgrcv, ru_nsignals;
	long ru_nvcsw;		/* switches because we slept */
	long ru_nivcsw;		/* switches because our quantum ended */
};

#endif
