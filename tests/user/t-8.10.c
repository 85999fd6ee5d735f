/* T-8.10: a handler changes where to go on; a forged context is refused. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.10");

static volatile int faults;
static ucontext_t saved;

/* Past the two bytes of ud2. */
static void
skip(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	check(sig == SIGILL && (uint64_t)info->si_addr ==
	    uc->uc_mcontext.mc_rip, "where it was");
	faults++;
	saved = *uc;
	uc->uc_mcontext.mc_rip += 2;
}

/* status: what becomes of a child that returns to it. */
static void
forged(void (*forge)(mcontext_t *), int status, const char *what)
{
	ucontext_t uc = saved;
	pid_t pid = fork();

	if (pid == 0) {
		forge(&uc.uc_mcontext);
		_exit(raw_call(344, (uint64_t)&uc, 0, 0, 0, 0, 0));
	}
	check(wait_exit(pid) == status, what);
}

static void
kernel_cs(mcontext_t *mc)
{
	mc->mc_cs = 8;
}

static void
no_interrupts(mcontext_t *mc)
{
	mc->mc_rflags &= ~0x200ul;
}

static void
iopl(mcontext_t *mc)
{
	mc->mc_rflags |= 0x3000;
}

static void
noncanonical(mcontext_t *mc)
{
	mc->mc_rip = 0x0000800000000000ul;
}

static void
survivor(void)
{
	_exit(42);
}

/* Bits that the FPU does not know are dropped: no fault of the kernel. */
static void
mxcsr(mcontext_t *mc)
{
	memset(&mc->mc_fpu, 0xff, sizeof(mc->mc_fpu));
	mc->mc_rsp = ((mc->mc_rsp - 256) & ~15ul) - 8;
	mc->mc_rip = (uint64_t)survivor;
}

int
main(void)
{
	double x;
	struct sigaction act;

	memset(&act, 0, sizeof(act));
	act.sa_sigaction = skip;
	act.sa_flags = SA_SIGINFO;
	check(sigaction(SIGILL, &act, NULL) == 0, "sigaction");
	x = 2.5;
	__asm__ volatile("movl $77, -8(%%rsp)\n\tud2\n\tcmpl $77, -8(%%rsp)\n"
	    "\tje 1f\n\tud2\n1:" : "+x"(x) :: "memory", "cc");
	check(faults == 1 && x == 2.5, "went on, red zone and FPU whole");
	forged(kernel_cs, 128 + SIGBUS, "cs");
	forged(no_interrupts, EINVAL, "rflags without IF");
	forged(iopl, EINVAL, "rflags with IOPL");
	forged(noncanonical, EINVAL, "rip");
	forged(mxcsr, 42, "an FPU image that is nonsense");
	check(raw_call(344, 8, 0, 0, 0, 0, 0) == EFAULT, "a bad pointer");
	pass();
}
