/*
 * T-1.8: no register tells a program where the kernel lies, and none what
 * the kernel's stack held before the call.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "tests/user/test.h"

TEST("T-1.8");

static bool
high(uint64_t value)
{
	return (value >> 47 != 0 && value != ~0ul);
}

#define LEFT	0x1234567812345678ul

static volatile uint64_t seen[5];

/* The words of the frame that the call did not bring along. */
static void
look(int sig, siginfo_t *info, void *uc)
{
	const mcontext_t *mc = &((ucontext_t *)uc)->uc_mcontext;

	(void)sig;
	(void)info;
	seen[0] = mc->mc_xflags;
	seen[1] = mc->mc_addr;
	seen[2] = mc->mc_flags;
	seen[3] = mc->mc_pad;
	seen[4] = mc->mc_r11;
}

/*
 * A fault just before the call leaves rcx, r11 and an address where the
 * frame of the call will lie.
 */
static void
after_a_fault(void)
{
	struct sigaction act = { .sa_flags = SA_SIGINFO };
	uint64_t rax = 5000, rcx = LEFT, rdi = 0, r10, r11;
	volatile char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);

	check(page != MAP_FAILED, "mmap");
	act.sa_sigaction = look;
	check(sigaction(SIGSYS, &act, NULL) == 0, "sigaction");
	__asm__ volatile("movq %%rcx, %%r11; movl $10, %%r10d;"
	    "movb $1, (%5); syscall; movq %%r10, %3; movq %%r11, %4"
	    : "+a" (rax), "+c" (rcx), "+D" (rdi), "=&r" (r10), "=&r" (r11)
	    : "r" (page) : "r10", "r11", "memory", "cc");
	check(r10 == 10, "r10 is as it was");
	check(r11 != LEFT, "r11 is not what the fault found there");
	check(rcx != LEFT, "nor is rcx");
	for (int i = 0; i < 5; i++)
		check(seen[i] == 0, "nor what a handler is shown");
}

int
main(void)
{
	static const long calls[] = { SYS_getpid, SYS_close, SYS_fork,
	    SYS_sched_yield, SYS_getppid, 5000 };
	struct raw r;
	size_t i;

	check(signal(SIGSYS, SIG_IGN) == SIG_DFL, "signal");
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		r = (struct raw){ .r_rax = (uint64_t)calls[i], .r_rdi = 4321 };
		raw_syscall(&r);
		check(!high(r.r_r10), "r10 holds no kernel address");
		check(!high(r.r_r11), "r11 holds no kernel address");
		check(!high(r.r_rcx), "rcx holds no kernel address");
		check(!high(r.r_rax) && !high(r.r_rdx),
		    "rax and rdx hold no kernel address");
		if (calls[i] == SYS_fork && r.r_rax == 0)
			raw_call(SYS_exit, 0, 0, 0, 0, 0, 0);
		if (calls[i] == SYS_fork)
			check(wait_exit((pid_t)r.r_rax) == 0, "child");
	}
	after_a_fault();
	pass();
}
