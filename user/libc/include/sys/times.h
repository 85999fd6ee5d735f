/*
 * sys/times.h -- cpu time in clock ticks (sysconf(_SC_CLK_TCK) a second).
 */
#ifndef _SYS_TIMES_H
#define _SYS_TIMES_H

#include <sys/types.h>

struct tms {
	clock_t tms_utime;
	clock_t tms_stime;
	clock_t tms_cutime;
	clock_t tms_cstime;
};

/* => ticks since boot; -1 and errno if buf is bad */
clock_t times(struct tms *buf);

#endif
