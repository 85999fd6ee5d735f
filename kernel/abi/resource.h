/*
 * abi/resource.h -- resource usage and limits.
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

/* What a limit is on; bytes where nothing else is said. */
#define RLIMIT_CPU	0	/* seconds of cpu time */
#define RLIMIT_FSIZE	1	/* a file that is written */
#define RLIMIT_DATA	2	/* data and heap */
#define RLIMIT_STACK	3	/* the main stack */
#define RLIMIT_CORE	4	/* kept, without effect: there are no cores */
#define RLIMIT_RSS	5	/* kept, without effect: nothing is swapped */
#define RLIMIT_MEMLOCK	6	/* kept, without effect: all is locked */
#define RLIMIT_NPROC	7	/* processes of the real user */
#define RLIMIT_NOFILE	8	/* descriptors: numbers below it */
#define RLIMIT_SBSIZE	9	/* kept, without effect: no sockets */
#define RLIMIT_AS	10	/* all mappings */
#define RLIMIT_VMEM	RLIMIT_AS
#define RLIMIT_POSIXLOCKS 11	/* kept, without effect: no such locks */
#define RLIM_NLIMITS	12

#define RLIM_INFINITY	((rlim_t)INT64_MAX)

typedef int64_t rlim_t;
struct rlimit {
	rlim_t rlim_cur;	/* soft: enforced */
	rlim_t rlim_max;	/* hard: how far soft may be raised */
};

#endif
