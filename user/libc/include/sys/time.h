/*
 * sys/time.h -- struct timeval and what is done with it.
 */
#ifndef _SYS_TIME_H
#define _SYS_TIME_H

#include <sys/types.h>

#include "kernel/abi/time.h"

/* There are no time zones: what gettimeofday stores here is 0, 0. */
struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};

int gettimeofday(struct timeval *tv, struct timezone *tz);
int getitimer(int which, struct itimerval *value);
int setitimer(int which, const struct itimerval *value,
    struct itimerval *ovalue);

#define timerclear(t)	((t)->tv_sec = (t)->tv_usec = 0)
#define timerisset(t)	((t)->tv_sec != 0 || (t)->tv_usec != 0)
#define timercmp(a, b, op)	\
	((a)->tv_sec == (b)->tv_sec ? \
	(a)->tv_usec op (b)->tv_usec : (a)->tv_sec op (b)->tv_sec)
#define timeradd(a, b, sum) do {				\
	(sum)->tv_sec = (a)->tv_sec + (b)->tv_sec;		\
	(sum)->tv_usec = (a)->tv_usec + (b)->tv_usec;		\
	if ((sum)->tv_usec >= 1000000) {			\
		(sum)->tv_sec++;				\
		(sum)->tv_usec -= 1000000;			\
	}							\
} while (0)
#define timersub(a, b, diff) do {				\
	(diff)->tv_sec = (a)->tv_sec - (b)->tv_sec;		\
	(diff)->tv_usec = (a)->tv_usec - (b)->tv_usec;		\
	if ((diff)->tv_usec < 0) {				\
		(diff)->tv_sec--;				\
		(diff)->tv_usec += 1000000;			\
	}							\
} while (0)

#endif
