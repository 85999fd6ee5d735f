/* T-1.2: a failing call sets carry, and rax is the errno. */
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.2");

int
main(void)
{
	struct raw r = { .r_rax = SYS_close, .r_rdi = (uint64_t)-1,
	    .r_rdx = 77 };

	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) != 0, "carry is set");
	check(r.r_rax == EBADF, "rax is EBADF");
	check(r.r_rdx == 77, "rdx is untouched");

	check_fails(close(-1), EBADF);
	pass();
}
