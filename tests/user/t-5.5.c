/*
 * T-5.5: nanosleep(50 ms) takes 50 to 80 ms; a signal ends it, and it says
 * how much is left.
 */
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-5.5");

static volatile int caught;

static void
handler(int sig)
{
	(void)sig;
	caught++;
}

/* Sleep, and begin some time after the last tick. */
static void
lasts(int after_ms, int ms)
{
	uint64_t start = now_us(), took;

	while (now_us() - start < (uint64_t)after_ms * 1000)
		continue;
	start = now_us();
	sleep_ms(ms);
	took = now_us() - start;
	note("%d ms took %llu us", ms, (unsigned long long)took);
	check(took >= (uint64_t)ms * 1000, "not too short");
	check(took <= (uint64_t)ms * 1000 + 30000, "not too long");
}

/* Not begun anew, even if the handler asks for that: the rest is told. */
static void
interrupted(void)
{
	struct timespec second = { 1, 0 }, rest = { 7, 7 };
	struct sigaction act;
	uint64_t left;
	pid_t pid;

	memset(&act, 0, sizeof(act));
	act.sa_handler = handler;
	act.sa_flags = SA_RESTART;
	check(sigaction(SIGUSR1, &act, NULL) == 0, "sigaction");
	pid = fork();
	if (pid == 0) {
		sleep_ms(100);
		_exit(kill(getppid(), SIGUSR1) == 0 ? 0 : 1);
	}
	check_fails(nanosleep(&second, &rest), EINTR);
	check(caught == 1, "by the signal");
	left = (uint64_t)rest.tv_sec * 1000 + (uint64_t)rest.tv_nsec / 1000000;
	note("%llu ms are left", (unsigned long long)left);
	check(left >= 850 && left <= 930, "nine tenths are left");
	check(wait_exit(pid) == 0, "the sender");
	check(nanosleep(&rest, &rest) == 0, "slept to the end");
}

int
main(void)
{
	struct timespec bad = { 0, 1000000000 }, minus = { -1, 0 };
	struct timespec negative = { 1, -1 }, zero = { 0, 0 };

	for (int i = 0; i < 5; i++)
		lasts(0, 50);
	lasts(3, 49);		/* not a whole number of ticks */
	check_fails(nanosleep(&bad, NULL), EINVAL);
	check_fails(nanosleep(&minus, NULL), EINVAL);
	check_fails(nanosleep(&negative, NULL), EINVAL);
	check(nanosleep(&zero, NULL) == 0, "no time at all");
	interrupted();
	pass();
}
