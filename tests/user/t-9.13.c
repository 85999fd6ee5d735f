/*
 * T-9.13: one LWP reads from a descriptor, another closes it meanwhile.
 * The read holds the open file: it goes on, and gets what is written; the
 * number is free at once.
 */
#include <fcntl.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.13");

static int fds[2];
static volatile int reading;
static volatile ssize_t got;
static char buf[8];

static void
reader(void *arg)
{
	(void)arg;
	reading = 1;
	umtx_wakeup(&reading, 0);
	got = read(fds[0], buf, sizeof(buf));
}

static void
one(void)
{
	struct thread th;

	got = -2;
	reading = 0;
	check(pipe(fds) == 0, "pipe");
	thread_start(&th, reader, NULL);
	wait_until(&reading, 1);
	sleep_ms(10);			/* it sleeps in read */
	check(close(fds[0]) == 0, "close the number");
	check_fails(fcntl(fds[0], F_GETFD), EBADF);
	check(dup(0) == fds[0] && close(fds[0]) == 0, "the number is free");
	check(got == -2, "the read goes on");
	check(write(fds[1], "late", 4) == 4, "there is still a reader");
	thread_join(&th);
	check(got == 4 && buf[0] == 'l', "which gets it");
	check(close(fds[1]) == 0, "close");
}

int
main(void)
{
	struct census before, after;

	one();
	census_begin(&before, &after);
	for (int i = 0; i < 20; i++)
		one();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
