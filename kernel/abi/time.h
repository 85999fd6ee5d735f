/*
 * abi/time.h -- times and clocks.
 */
#ifndef ABI_TIME_H
#define ABI_TIME_H

#include "kernel/abi/types.h"

struct timespec {
	time_t tv_sec;
	long tv_nsec;		/* 0 to 999,999,999 */
};

struct timeval {
	time_t tv_sec;
	suseconds_t tv_usec;	/* 0 to 999,999 */
};

/* setitimer(2): it_value from now, then every it_interval; 0: never. */
struct itimerval {
	struct timeval it_interval;
	struct timeval it_value;
};
#define ITIMER_REAL	0	/* time that passes: SIGALRM */
#define ITIMER_VIRTUAL	1	/* in user mode: SIGVTALRM */
#define ITIMER_PROF	2	/* in user mode and kernel: SIGPROF */

#define CLOCK_REALTIME	0	/* since 1970, from the RTC at boot */
#define CLOCK_MONOTONIC	4	/* since boot */

#endif
