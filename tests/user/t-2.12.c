/* T-2.12: extexit: what it refuses, and the end of the last LWP. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.12");

static volatile int word;

static void
lives_on(void *arg)
{
	(void)arg;
	for (;;)
		sleep_ms(1000);
}

static void
ends_all(void *arg)
{
	(void)arg;
	extexit(EXTEXIT_PROC, 6, NULL);
}

/* The word is stored before the LWP is gone, and says the status. */
static void
tells(void *arg)
{
	extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 77, arg);
}

/* One LWP of two ends the process: the first, or the second. */
static int
one_ends_both(bool first)
{
	static struct thread th;
	pid_t pid = fork();

	if (pid == 0) {
		thread_start(&th, first ? lives_on : ends_all, NULL);
		if (first)
			extexit(EXTEXIT_PROC, 5, NULL);
		lives_on(NULL);
	}
	return (wait_exit(pid));
}

int
main(void)
{
	static struct thread th;
	pid_t pid;

	check_fails(extexit(0x7fff0000, 0, NULL), EINVAL);
	check_fails(extexit(EXTEXIT_LWP | 2, 0, NULL), EINVAL);
	check_fails(extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, (void *)1),
	    EFAULT);
	pid = fork();
	if (pid == 0)
		extexit(EXTEXIT_LWP, 9, NULL);
	check(wait_exit(pid) == 9, "the last LWP takes the process along");
	pid = fork();
	if (pid == 0) {
		extexit(EXTEXIT_PROC | EXTEXIT_SETINT, 4, (void *)&word);
		_exit(1);
	}
	check(wait_exit(pid) == 4, "the whole process");
	check(one_ends_both(true) == 5 && one_ends_both(false) == 6,
	    "with all its LWPs");
	thread_start(&th, tells, (void *)&word);
	wait_until(&word, 77);
	pass();
}
