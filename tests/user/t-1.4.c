/* T-1.4: the indirect calls 0 and 198 take the number in rdi. */
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.4");

/* Six arguments: what was the sixth register is the fifth, then the stack. */
static void
six(long number)
{
	static const char name[] = "kern.pid_max";
	int ask[2] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	int vector[8] = { 0 }, direct[8] = { 0 };
	size_t size = sizeof(vector), direct_size = sizeof(direct);
	struct raw r = { .r_rax = (uint64_t)number, .r_rdi = SYS___sysctl,
	    .r_rsi = (uint64_t)ask, .r_rdx = 2, .r_r10 = (uint64_t)vector,
	    .r_r8 = (uint64_t)&size, .r_r9 = (uint64_t)name,
	    .r_arg7 = strlen(name) };

	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) == 0, "sysctl, shifted");
	check(sysctl(ask, 2, direct, &direct_size, name, strlen(name)) == 0,
	    "sysctl as it is");
	check(size == direct_size && memcmp(vector, direct, size) == 0,
	    "the same answer");
}

static void
through(long number)
{
	struct raw r = { .r_rax = (uint64_t)number, .r_rdi = SYS_getpid };
	char text[] = "@";
	int fds[2];

	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) == 0, "carry is clear");
	check(r.r_rax == (uint64_t)getpid(), "getpid by its number");

	/* The arguments move down by one register. */
	check(pipe(fds) == 0, "pipe");
	memset(&r, 0, sizeof(r));
	r.r_rax = (uint64_t)number;
	r.r_rdi = SYS_write;
	r.r_rsi = (uint64_t)fds[1];
	r.r_rdx = (uint64_t)text;
	r.r_r10 = 1;
	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) == 0 && r.r_rax == 1, "write, shifted");
	text[0] = 0;
	check(read(fds[0], text, 1) == 1 && text[0] == '@', "it arrived");

	memset(&r, 0, sizeof(r));
	r.r_rax = (uint64_t)number;
	r.r_rdi = SYS_close;
	r.r_rsi = (uint64_t)-1;
	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) != 0 && r.r_rax == EBADF,
	    "an error, shifted");

	/* Not for ever. */
	memset(&r, 0, sizeof(r));
	r.r_rax = (uint64_t)number;
	r.r_rdi = (uint64_t)number;
	r.r_rsi = (uint64_t)number;
	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) != 0, "indirect of indirect is an error");
}

int
main(void)
{
	/* What is no call must not kill us. */
	check(signal(SIGSYS, SIG_IGN) == SIG_DFL, "signal");
	through(0);
	through(198);
	six(0);
	six(198);
	check(syscall(SYS_getpid) == getpid(), "syscall() of the library");
	pass();
}
