/* T-4.8: 10000 LWPs come and go, and all memory comes back. */
#include <sys/lwp.h>

#include "tests/user/test.h"

TEST("T-4.8");

static unsigned char stack[2 * PAGE] __attribute__((aligned(16)));
static volatile int ended;

static void
leave(void *arg)
{
	(void)arg;
	extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, (void *)&ended);
}

int
main(void)
{
	struct lwp_params params = { leave, NULL, stack + sizeof(stack),
	    NULL, NULL };
	struct census before, after;

	census_begin(&before, &after);
	for (int i = -1; i < 10000; i++) {
		if (i == 0)
			census_take(&before);
		ended = 0;
		check(lwp_create(&params) == 0, "lwp_create");
		while (ended == 0)
			umtx_sleep(&ended, 0, 0);
	}
	census_take(&after);
	census_same(&before, &after);
	pass();
}
