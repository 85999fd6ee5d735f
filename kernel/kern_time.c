/*
 * kern_time.c -- what time is it, and wait a while.
 *
 *   sys_clock_gettime, sys_nanosleep
 */
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "lib/bits.h"
#include "sysproto.h"

#define NSEC		1000000000ul
#define SLEEP_MAX	(1ul << 30)	/* ticks in one tsleep */
#define SECONDS_MAX	(1l << 33)	/* two centuries: nobody will see */

static struct timespec
timespec_of_nsec(uint64_t nsec)
{
	struct timespec ts = {
		.tv_sec = (time_t)(nsec / NSEC),
		.tv_nsec = (long)(nsec % NSEC)
	};

	return (ts);
}

int
sys_clock_gettime(struct sysmsg *sysmsg, const struct clock_gettime_args *uap)
{
	struct timespec ts = timespec_of_nsec(cpu_nanouptime());

	(void)sysmsg;
	switch (uap->clock) {
	case CLOCK_REALTIME:
		ts.tv_sec += cpu_boottime();
		break;
	case CLOCK_MONOTONIC:
		break;
	default:
		return (EINVAL);
	}
	return (copyout(&ts, uap->tp, sizeof(ts)));
}

/*
 * Ticks that last at least that long: rounded up, and one more because the
 * present tick is partly over.
 */
uint64_t
ticks_of_timespec(const struct timespec *ts)
{
	uint64_t seconds = (uint64_t)min(ts->tv_sec, (time_t)SECONDS_MAX);

	return (seconds * (uint64_t)hz + howmany((uint64_t)ts->tv_nsec,
	    NSEC / (uint64_t)hz) + 1);
}

/* Until the clock says so, or a signal comes; 0 is the end of a stop. */
static int
sleep_until(uint64_t end)
{
	static char nobody_wakes_it;
	int error = 0;

	while ((error == 0 || error == EWOULDBLOCK) && ticks < end)
		error = tsleep(&nobody_wakes_it, PCATCH, "nanosleep",
		    (int)min(end - ticks, SLEEP_MAX));
	if (error == ERESTART)
		error = EINTR;	/* the rest is in rmtp */
	return (error == EWOULDBLOCK ? 0 : error);
}

int
sys_nanosleep(struct sysmsg *sysmsg, const struct nanosleep_args *uap)
{
	struct timespec ts;
	uint64_t end;
	int error;

	(void)sysmsg;
	error = copyin(uap->rqtp, &ts, sizeof(ts));
	if (error != 0)
		return (error);
	if (ts.tv_sec < 0 || ts.tv_nsec < 0 || ts.tv_nsec >= (long)NSEC)
		return (EINVAL);
	if (ts.tv_sec == 0 && ts.tv_nsec == 0)
		return (0);
	end = ticks + ticks_of_timespec(&ts);
	error = sleep_until(end);
	if (error != 0 && uap->rmtp != NULL) {
		ts = timespec_of_nsec((end > ticks ? end - ticks : 0) *
		    (NSEC / (uint64_t)hz));
		if (copyout(&ts, uap->rmtp, sizeof(ts)) != 0)
			error = EFAULT;
	}
	return (error);
}
