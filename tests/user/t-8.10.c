/* T-8.10: a handler changes where to go on; a forged context is refused. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.10");

static volatile int faults;
static ucontext_t saved;

/* Other values in all registers of the FPU. */
static void
spoil_fpu(void)
{
	__asm__ volatile("fninit\n\tfldpi\n\t"
	    "pcmpeqd %%xmm0, %%xmm0\n\tmovdqa %%xmm0, %%xmm1\n\t"
	    "movdqa %%xmm0, %%xmm2\n\tmovdqa %%xmm0, %%xmm3\n\t"
	    "movdqa %%xmm0, %%xmm7\n\tmovdqa %%xmm0, %%xmm15"
	    ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm7", "xmm15");
}

/*
 * A fault with all of the red zone in use, and a value in xmm7: true if both
 * are the same behind it.
 */
static bool
kept(void)
{
	uint64_t at, count = 16, same = 0, value = 0x1122334455667788;

	__asm__ volatile("movq %[v], %%xmm7\n\t"
	    "lea -128(%%rsp), %%rdi\n\tcld\n\trep stosq\n\t"
	    "ud2\n\t"
	    "lea -128(%%rsp), %%rdi\n\tmov $16, %%ecx\n\t"
	    "repe scasq\n\tjne 1f\n\t"
	    "movq %%xmm7, %%rdi\n\tcmp %%rdi, %[v]\n\tjne 1f\n\t"
	    "mov $1, %[same]\n1:"
	    : "=&D"(at), "+c"(count), [same] "+r"(same)
	    : [v] "a"(value) : "xmm7", "memory", "cc");
	return (same == 1);
}

/* Past the two bytes of ud2. */
static void
skip(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	check(sig == SIGILL && (uint64_t)info->si_addr ==
	    uc->uc_mcontext.mc_rip, "where it was");
	faults++;
	spoil_fpu();
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
	struct sigaction act;

	memset(&act, 0, sizeof(act));
	act.sa_sigaction = skip;
	act.sa_flags = SA_SIGINFO;
	check(sigaction(SIGILL, &act, NULL) == 0, "sigaction");
	check(kept() && faults == 1, "went on, red zone and FPU whole");
	forged(kernel_cs, 128 + SIGBUS, "cs");
	forged(no_interrupts, EINVAL, "rflags without IF");
	forged(iopl, EINVAL, "rflags with IOPL");
	forged(noncanonical, EINVAL, "rip");
	forged(mxcsr, 42, "an FPU image that is nonsense");
	check(raw_call(344, 8, 0, 0, 0, 0, 0) == EFAULT, "a bad pointer");
	pass();
}
