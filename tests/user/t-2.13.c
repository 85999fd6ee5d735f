/* T-2.13: the last two LWPs leave at once: somebody must be the last. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.13");

#define ROUNDS	1000

static unsigned char stack[2 * PAGE] __attribute__((aligned(16)));

static void
leave(void *arg)
{
	(void)arg;
	extexit(EXTEXIT_LWP, 5, NULL);
}

int
main(void)
{
	struct lwp_params params = { leave, NULL, stack + sizeof(stack),
	    NULL, NULL };
	struct census before, after;
	pid_t pid;

	census_begin(&before, &after);
	census_take(&before);
	for (int i = 0; i < ROUNDS; i++) {
		pid = fork();
		if (pid == 0) {
			if (lwp_create(&params) != 0)
				_exit(1);
			/* Before it, with it, after it. */
			if (i % 3 == 1)
				usleep(1);
			extexit(EXTEXIT_LWP, 5, NULL);
		}
		check(wait_exit(pid) == 5, "reaped, with the last status");
	}
	census_take(&after);
	census_same(&before, &after);
	pass();
}
