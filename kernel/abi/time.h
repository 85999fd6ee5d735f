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

#define CLOCK_REALTIME	0	/* since 1970, from the RTC at boot */
#define CLOCK_MONOTONIC	4	/* since boot */

#endif
