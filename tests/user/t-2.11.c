/* T-2.11: an LWP's function that returns: SIGSEGV at address 0. */
#include <signal.h>
#include <string.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.11");

static void
returns(void *arg)
{
	(void)arg;
}

/* Its stack is full of something, and ends in the middle of the array. */
static unsigned char stack[2 * PAGE] __attribute__((aligned(16)));
#define TOP	(stack + PAGE)
#define RUBBISH	0x41

/* Where it returned to, and that nothing above its stack was touched. */
static void
on_segv(int sig, siginfo_t *info, void *uc)
{
	const mcontext_t *mc = &((ucontext_t *)uc)->uc_mcontext;

	(void)sig;
	for (size_t i = 0; i < PAGE; i++)
		check(TOP[i] == RUBBISH, "above the stack all is as it was");
	_exit(info->si_addr == NULL && mc->mc_rip == 0 ? 7 : 1);
}

static int
ends_with(bool caught)
{
	struct lwp_params params = { returns, NULL, TOP, NULL, NULL };
	struct sigaction act = { .sa_flags = SA_SIGINFO };
	pid_t pid = fork();

	if (pid == 0) {
		memset(stack, RUBBISH, sizeof(stack));
		act.sa_sigaction = on_segv;
		if (caught)
			check(sigaction(SIGSEGV, &act, NULL) == 0,
			    "sigaction");
		check(lwp_create(&params) == 0, "lwp_create");
		for (;;)
			sleep_ms(1000);
	}
	return (wait_exit(pid));
}

int
main(void)
{
	check(ends_with(false) == 128 + SIGSEGV, "the process died of it");
	check(ends_with(true) == 7, "it was at address 0");
	pass();
}
