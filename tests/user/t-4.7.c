/*
 * T-4.7: one LWP ends the process while another makes LWPs in a loop.
 *
 * And while another sleeps in lwp_create, where the test kernel lets it: the
 * new LWP comes after all others were told to die, and must not live (D-07).
 */
#include <sys/lwp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.7");

#define ROUNDS	60

static unsigned char stacks[8][PAGE] __attribute__((aligned(16)));
static struct thread maker;

static void
leave(void *arg)
{
	(void)arg;
	extexit(EXTEXIT_LWP, 0, NULL);
}

static void
make(void *arg)
{
	struct lwp_params params = { leave, NULL, NULL, NULL, NULL };

	(void)arg;
	for (unsigned i = 0; ; i++) {
		params.lwp_stack = stacks[i % 8] + PAGE;
		(void)lwp_create(&params);
		if (i % 8 == 7)
			usleep(1);
	}
}

static void
stay(void *arg)
{
	(void)arg;
	for (;;)
		pause();
}

/* It sleeps 100 ms before there is a new LWP, which would never end. */
static void
make_slowly(void *arg)
{
	struct lwp_params params = { stay, NULL, stacks[0] + PAGE, NULL, NULL };

	(void)arg;
	kset("debug.pause_lwp_create", 10);
	(void)lwp_create(&params);
	stay(NULL);
}

/* exit, or exec, 50 ms later. */
static void
asleep_in_create(bool exec)
{
	static char *const argv[] = { (char *)"true", NULL };
	int status, n;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		thread_start(&maker, make_slowly, NULL);
		sleep_ms(50);
		if (exec)
			execve("/bin/true", argv, NULL);
		_exit(exec ? 1 : 0);
	}
	for (n = 0; n < 50 && waitpid(pid, &status, WNOHANG) == 0; n++)
		sleep_ms(10);
	check(n < 50, "the process ends, though an LWP was being made");
	check(n >= 5, "it had to wait for who slept in lwp_create");
	check(status == 0, "and well");
}

int
main(void)
{
	struct census before, after;
	pid_t pid;

	census_begin(&before, &after);
	census_take(&before);
	for (int i = 0; i < ROUNDS; i++) {
		pid = fork();
		if (pid == 0) {
			thread_start(&maker, make, NULL);
			if (i % 2 == 0)
				usleep(i * 1000);
			_exit(i);
		}
		check(wait_exit(pid) == i, "it ends");
	}
	asleep_in_create(false);
	asleep_in_create(true);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
