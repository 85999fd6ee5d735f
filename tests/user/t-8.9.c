/* T-8.9: a stack overflow is handled on the alternate stack. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.9");

static char stack[65536];

static char *outer;			/* a local variable of overflow */

/* Another signal meanwhile: below what the first one has there. */
static void
nested(int sig)
{
	char here;

	check(sig == SIGUSR1 && &here >= stack && &here < outer,
	    "deeper on the same stack");
}

static void
overflow(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	uintptr_t sp = uc->uc_mcontext.mc_rsp;
	volatile char here = 'h';
	stack_t ss;

	outer = (char *)(uintptr_t)&here;
	check(raise(SIGUSR1) == 0 && here == 'h', "a signal meanwhile");
	check(sig == SIGSEGV && info->si_signo == SIGSEGV, "the signal");
	check(info->si_code == SI_FAULT, "a fault");
	check(&here >= stack && &here < stack + sizeof(stack), "on the stack");
	check(sp - (uintptr_t)info->si_addr + 4 * PAGE < 8 * PAGE,
	    "the address is by the stack pointer");
	check(sigaltstack(NULL, &ss) == 0 && ss.ss_flags == SS_ONSTACK,
	    "it says so");
	ss.ss_flags = SS_DISABLE;
	check_fails(sigaltstack(&ss, NULL), EINVAL);
	pass();
}

__attribute__((noinline)) static int
deeper(volatile char *above)
{
	volatile char area[1024];

	area[0] = above != NULL ? *above : 0;
	return (area[0] != 0 ? 0 : deeper(area) + area[0]);
}

int
main(void)
{
	stack_t ss = { .ss_sp = stack, .ss_size = 4096 };
	struct sigaction act;

	check_fails(sigaltstack(&ss, NULL), ENOMEM);
	ss.ss_size = sizeof(stack);
	check(sigaltstack(&ss, NULL) == 0, "sigaltstack");
	memset(&act, 0, sizeof(act));
	act.sa_sigaction = overflow;
	act.sa_flags = SA_ONSTACK | SA_SIGINFO;
	check(sigaction(SIGSEGV, &act, NULL) == 0, "sigaction");
	act.sa_handler = nested;
	act.sa_flags = SA_ONSTACK;
	check(sigaction(SIGUSR1, &act, NULL) == 0, "sigaction");
	return (deeper(NULL));
}
