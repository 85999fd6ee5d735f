/* T-2.11: an LWP's function that returns: SIGSEGV at address 0. */
#include <signal.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.11");

static void
returns(void *arg)
{
	(void)arg;
}

int
main(void)
{
	static unsigned char stack[2 * PAGE] __attribute__((aligned(16)));
	struct lwp_params params = { returns, NULL, stack + sizeof(stack),
	    NULL, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		check(lwp_create(&params) == 0, "lwp_create");
		for (;;)
			sleep_ms(1000);
	}
	check(wait_exit(pid) == 128 + SIGSEGV, "the process died of it");
	pass();
}
