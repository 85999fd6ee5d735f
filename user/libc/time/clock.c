/*
 * clock.c -- what time it is, how long we ran, sleeping, alarms.
 */
#include <stdint.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#define TICKS		100		/* sysconf(_SC_CLK_TCK) */

time_t
time(time_t *t)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) < 0)
		return (-1);
	if (t != NULL)
		*t = now.tv_sec;
	return (now.tv_sec);
}

int
gettimeofday(struct timeval *tv, struct timezone *tz)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) < 0)
		return (-1);
	if (tv != NULL) {
		tv->tv_sec = now.tv_sec;
		tv->tv_usec = now.tv_nsec / 1000;
	}
	if (tz != NULL)
		tz->tz_minuteswest = tz->tz_dsttime = 0;
	return (0);
}

double
difftime(time_t end, time_t begin)
{
	return ((double)(end - begin));
}

clock_t
clock(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_SELF, &used) < 0)
		return (-1);
	return ((used.ru_utime.tv_sec + used.ru_stime.tv_sec) *
	    CLOCKS_PER_SEC + used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static clock_t
ticks(const struct timeval *tv)
{
	return (tv->tv_sec * TICKS + tv->tv_usec / (1000000 / TICKS));
}

clock_t
times(struct tms *buf)
{
	struct rusage used;
	struct timespec now;

	if (getrusage(RUSAGE_SELF, &used) < 0)
		return (-1);
	buf->tms_utime = ticks(&used.ru_utime);
	buf->tms_stime = ticks(&used.ru_stime);
	if (getrusage(RUSAGE_CHILDREN, &used) < 0)
		return (-1);
	buf->tms_cutime = ticks(&used.ru_utime);
	buf->tms_cstime = ticks(&used.ru_stime);
	if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
		return (-1);
	return (now.tv_sec * TICKS + now.tv_nsec / (1000000000 / TICKS));
}

unsigned int
sleep(unsigned int seconds)
{
	struct timespec length = { seconds, 0 }, left = { 0, 0 };

	if (nanosleep(&length, &left) == 0)
		return (0);
	return ((unsigned int)(left.tv_sec + (left.tv_nsec > 0)));
}

int
usleep(useconds_t usec)
{
	struct timespec length = { usec / 1000000, usec % 1000000 * 1000 };

	return (nanosleep(&length, NULL));
}

static uint64_t
set_alarm(uint64_t usec, uint64_t interval)
{
	struct itimerval new = {
		{ (time_t)(interval / 1000000),
		  (suseconds_t)(interval % 1000000) },
		{ (time_t)(usec / 1000000), (suseconds_t)(usec % 1000000) }
	}, old;

	if (setitimer(ITIMER_REAL, &new, &old) < 0)
		return (0);
	return ((uint64_t)old.it_value.tv_sec * 1000000 +
	    (uint64_t)old.it_value.tv_usec);
}

unsigned int
alarm(unsigned int seconds)
{
	uint64_t left = set_alarm(seconds * 1000000ull, 0);

	return ((unsigned int)((left + 999999) / 1000000));
}

useconds_t
ualarm(useconds_t usec, useconds_t interval)
{
	return ((useconds_t)set_alarm(usec, interval));
}
