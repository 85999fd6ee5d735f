/*
 * T-10.13: alarm is not inherited; REAL comes as often as it should,
 * VIRTUAL counts user mode only, PROF the kernel too; T-9.5 is exec.
 */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-10.13");

static volatile int alarms, virtuals, profs;

static void
handler(int sig)
{
	alarms += sig == SIGALRM;
	virtuals += sig == SIGVTALRM;
	profs += sig == SIGPROF;
}

static void
set(int which, long value_ms, long interval_ms)
{
	struct itimerval itv;

	itv.it_value.tv_sec = value_ms / 1000;
	itv.it_value.tv_usec = value_ms % 1000 * 1000;
	itv.it_interval.tv_sec = interval_ms / 1000;
	itv.it_interval.tv_usec = interval_ms % 1000 * 1000;
	check(setitimer(which, &itv, NULL) == 0, "setitimer");
}

static long
left_ms(int which)
{
	struct itimerval itv;

	check(getitimer(which, &itv) == 0, "getitimer");
	return (itv.it_value.tv_sec * 1000 + itv.it_value.tv_usec / 1000);
}

/* That long, whatever signals come. */
static void
pass_ms(uint64_t ms)
{
	uint64_t end = now_us() + ms * 1000;

	while (now_us() < end)
		usleep(1000);
}

static uint64_t
used_ms(bool in_kernel)
{
	struct rusage ru;
	struct timeval *tv = in_kernel ? &ru.ru_stime : &ru.ru_utime;

	check(getrusage(RUSAGE_SELF, &ru) == 0, "getrusage");
	return ((uint64_t)tv->tv_sec * 1000 + (uint64_t)tv->tv_usec / 1000);
}

static void
burn_ms(uint64_t ms)
{
	uint64_t end = used_ms(false) + ms;

	do {
		for (volatile int i = 0; i < 100000; i++)
			continue;
	} while (used_ms(false) < end);
}

static void
burn_kernel_ms(uint64_t ms)
{
	uint64_t end = used_ms(true) + ms;

	do {
		(void)kstat("debug.vm_check");
	} while (used_ms(true) < end);
}

static void
not_inherited(void)
{
	uint64_t start = now_us();
	pid_t pid;

	check(alarm(1) == 0, "none was set");
	pid = fork();
	if (pid == 0) {
		if (left_ms(ITIMER_REAL) != 0)
			_exit(1);
		pass_ms(1500);
		_exit(alarms == 0 ? 7 : 8);
	}
	while (alarms == 0)
		pause();
	check(now_us() - start >= 1000000 && now_us() - start < 1050000,
	    "after one second");
	check(wait_exit(pid) == 7, "the child gets none");
	check(alarms == 1 && left_ms(ITIMER_REAL) == 0, "one, once");
}

static void
real(void)
{
	alarms = 0;
	set(ITIMER_REAL, 30, 30);
	pass_ms(1000);
	set(ITIMER_REAL, 0, 0);
	check(alarms >= 32 && alarms <= 34, "33 times in a second");
	alarms = 0;
	set(ITIMER_REAL, 15, 15);
	pass_ms(1500);
	set(ITIMER_REAL, 0, 0);
	check(alarms >= 99 && alarms <= 101, "finer than the clock's tick");
	alarms = 0;
	pass_ms(100);
	check(alarms == 0, "stopped");
	check(alarm(100) == 0 && alarm(5) == 100, "alarm says what was left");
	check(ualarm(0, 0) > 4900000 && ualarm(0, 0) == 0, "and ualarm");
	set(ITIMER_REAL, 50000000000, 0);
	check(left_ms(ITIMER_REAL) > 49999999000, "a year and a half");
	set(ITIMER_REAL, 0, 0);
}

static void
by_use(void)
{
	set(ITIMER_VIRTUAL, 50, 50);
	set(ITIMER_PROF, 50, 50);
	pass_ms(500);
	check(virtuals == 0, "not while we sleep");
	check(left_ms(ITIMER_VIRTUAL) >= 30, "nothing is used up");
	profs = 0;
	burn_kernel_ms(500);
	check(virtuals <= 1, "nor in the kernel");
	check(profs >= 8, "PROF counts that");
	profs = virtuals = 0;
	burn_ms(500);
	set(ITIMER_VIRTUAL, 0, 0);
	set(ITIMER_PROF, 0, 0);
	check(virtuals >= 8 && virtuals <= 11, "every 50 ms of ours");
	check(profs >= virtuals, "PROF counts both");
	virtuals = 0;
	set(ITIMER_VIRTUAL, 25, 25);
	burn_ms(500);
	set(ITIMER_VIRTUAL, 0, 0);
	check(virtuals >= 19 && virtuals <= 21, "between the clock's ticks");
}

static void
errors(void)
{
	struct itimerval itv = { { 0, 0 }, { 1, 0 } };

	check_fails(getitimer(3, &itv), EINVAL);
	check_fails(getitimer(-1, &itv), EINVAL);
	check_fails(setitimer(3, &itv, NULL), EINVAL);
	check_fails(getitimer(0, NULL), EFAULT);
	check_fails(setitimer(0, (struct itimerval *)8, NULL), EFAULT);
	itv.it_value.tv_usec = 1000000;
	check_fails(setitimer(0, &itv, NULL), EINVAL);
	itv.it_value.tv_usec = -1;
	check_fails(setitimer(0, &itv, NULL), EINVAL);
	itv.it_value.tv_usec = 0;
	itv.it_value.tv_sec = -1;
	check_fails(setitimer(0, &itv, NULL), EINVAL);
	check(left_ms(ITIMER_REAL) == 0, "a failure sets nothing");
}

int
main(void)
{
	struct sigaction act;

	memset(&act, 0, sizeof(act));
	act.sa_handler = handler;
	check(sigaction(SIGALRM, &act, NULL) == 0 &&
	    sigaction(SIGVTALRM, &act, NULL) == 0 &&
	    sigaction(SIGPROF, &act, NULL) == 0, "sigaction");
	errors();
	not_inherited();
	real();
	by_use();
	pass();
}
