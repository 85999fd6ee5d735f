/*
 * time.h -- clocks and calendar.  Local time is UTC.
 */
#ifndef _TIME_H
#define _TIME_H

#include <sys/types.h>

#include "kernel/abi/time.h"

#define CLOCKS_PER_SEC	1000000L

struct tm {
	int tm_sec;
	int tm_min;
	int tm_hour;
	int tm_mday;			/* 1 to 31 */
	int tm_mon;			/* 0 to 11 */
	int tm_year;			/* since 1900 */
	int tm_wday;			/* 0 is Sunday */
	int tm_yday;			/* 0 is January 1 */
	int tm_isdst;			/* always 0 */
	long tm_gmtoff;			/* always 0 */
	const char *tm_zone;		/* "UTC" */
};

time_t time(time_t *t);
clock_t clock(void);
double difftime(time_t end, time_t begin);
int clock_gettime(clockid_t clock, struct timespec *tp);
int nanosleep(const struct timespec *rqtp, struct timespec *rmtp);

struct tm *gmtime(const time_t *t);
struct tm *gmtime_r(const time_t *restrict t, struct tm *restrict tm);
struct tm *localtime(const time_t *t);
struct tm *localtime_r(const time_t *restrict t, struct tm *restrict tm);
/* mktime, timegm: fields may be out of range; they are put right in *tm. */
time_t mktime(struct tm *tm);
time_t timegm(struct tm *tm);
char *asctime(const struct tm *tm);
char *asctime_r(const struct tm *restrict tm, char *restrict buf);
char *ctime(const time_t *t);
/* strftime: => length without the NUL; 0 if it does not fit in size */
size_t strftime(char *restrict buf, size_t size, const char *restrict fmt,
    const struct tm *restrict tm);

#endif
