/*
 * wait.c -- sleeping on a word until a time of day.
 */
#include <errno.h>
#include <sys/lwp.h>
#include <time.h>

#include "user/libc/pthread/impl.h"

#define SLEEP_MAX	1000000000l	/* microseconds; then look again */

/* Microseconds until then, rounded up; 0 or less: it is past. */
static long
time_left(clockid_t clock, const struct timespec *until)
{
	struct timespec now;
	long sec, nsec;

	clock_gettime(clock, &now);
	sec = until->tv_sec - now.tv_sec;
	nsec = until->tv_nsec - now.tv_nsec;
	if (sec > SLEEP_MAX / 1000000)
		return (SLEEP_MAX);
	if (sec < -SLEEP_MAX / 1000000)
		return (0);
	return (sec * 1000000 + (nsec + 999) / 1000);
}

int
__wait(volatile int *word, int value, clockid_t clock,
    const struct timespec *until)
{
	int saved = errno, error = 0;
	long usec = 0;

	if (until != NULL) {
		if (until->tv_nsec < 0 || until->tv_nsec >= 1000000000)
			return (EINVAL);
		usec = time_left(clock, until);
		if (usec <= 0)
			return (ETIMEDOUT);
	}
	if (umtx_sleep(word, value, (int)usec) < 0) {
		if (errno == EINTR)
			error = EINTR;
		else if (errno == EWOULDBLOCK && time_left(clock, until) <= 0)
			error = ETIMEDOUT;
	}
	errno = saved;
	return (error);
}

void
__wake(volatile int *word, int count)
{
	int saved = errno;

	umtx_wakeup(word, count);
	errno = saved;
}
