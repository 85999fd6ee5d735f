/* T-1.4: the indirect calls 0 and 198 take the number in rdi. */
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.4");

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
	check(syscall(SYS_getpid) == getpid(), "syscall() of the library");
	pass();
}
