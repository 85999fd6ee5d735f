/* T-1.8: no register tells a program where the kernel lies. */
#include <signal.h>
#include <sys/syscall.h>

#include "tests/user/test.h"

TEST("T-1.8");

static bool
high(uint64_t value)
{
	return (value >> 47 != 0 && value != ~0ul);
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
	pass();
}
