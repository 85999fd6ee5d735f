/* T-8.12: exit with LWPs running, asleep of either kind, and in umtx. */
#include <signal.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.12");

static struct thread threads[8];
static volatile int word;
static volatile int *volatile nowhere;
static int fds[2];

static void
spin(void *arg)
{
	(void)arg;
	for (;;)
		word = word;
}

static void
in_umtx(void *arg)
{
	static volatile int other;

	(void)arg;
	for (;;)
		umtx_sleep(&other, 0, 0);
}

static void
in_read(void *arg)
{
	char c;

	(void)arg;
	for (;;)
		(void)!read(fds[0], &c, 1);
}

static void
in_sleep(void *arg)
{
	(void)arg;
	for (;;)
		sleep(1000);
}

/* Its parent cannot be interrupted until it is done. */
static void
in_vfork(void *arg)
{
	(void)arg;
	if (vfork() == 0) {
		for (int i = 0; i < 10; i++)
			usleep(10000);
		_exit(0);
	}
	for (;;)
		sleep(1000);
}

static void
child(int how)
{
	static void (*const work[8])(void *) = { spin, spin, in_umtx,
	    in_umtx, in_read, in_sleep, in_vfork, in_sleep };

	check(pipe(fds) == 0, "pipe");
	for (int i = 0; i < 8; i++)
		thread_start(&threads[i], work[i], NULL);
	usleep(how < 3 ? 60000 : 1);
	if (how % 3 == 0)
		_exit(5);
	if (how % 3 == 1)
		kill(getpid(), SIGKILL);
	*nowhere = 1;
}

int
main(void)
{
	static const int status[3] = { 5, 128 + SIGKILL, 128 + SIGSEGV };
	struct census before, after;
	pid_t pid;

	census_begin(&before, &after);
	census_take(&before);
	for (int how = 0; how < 6; how++) {
		pid = fork();
		if (pid == 0)
			child(how);
		check(wait_exit(pid) == status[how % 3], "its status");
	}
	sleep_ms(300);			/* vfork children end as orphans */
	census_take(&after);
	census_same(&before, &after);
	pass();
}
