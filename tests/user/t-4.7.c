/* T-4.7: one LWP ends the process while another makes LWPs in a loop. */
#include <sys/lwp.h>
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
	census_take(&after);
	census_same(&before, &after);
	pass();
}
