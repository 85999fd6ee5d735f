/* T-1.3: the two returns of fork, seen in the registers. */
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.3");

int
main(void)
{
	struct raw r = {
		.r_rax = SYS_fork, .r_rbx = 0x0101010101010101,
		.r_rdx = 0x99, .r_rsi = 0x0202020202020202,
		.r_rdi = 0x0303030303030303, .r_rbp = 0x0404040404040404,
		.r_r8 = 0x0505050505050505, .r_r9 = 0x0606060606060606,
		.r_r12 = 0x0707070707070707, .r_r13 = 0x0808080808080808,
		.r_r14 = 0x0909090909090909, .r_r15 = 0x0a0a0a0a0a0a0a0a
	}, before = r;

	raw_syscall(&r);
	check((r.r_rflags & RAW_CF) == 0, "carry is clear on both sides");
	check(r.r_rbx == before.r_rbx && r.r_rbp == before.r_rbp &&
	    r.r_rsi == before.r_rsi && r.r_rdi == before.r_rdi,
	    "rbx, rbp, rsi, rdi are the same on both sides");
	check(r.r_r8 == before.r_r8 && r.r_r9 == before.r_r9 &&
	    memcmp(&r.r_r12, &before.r_r12, 32) == 0,
	    "r8, r9, r12 to r15 are the same on both sides");
	if (r.r_rax == 0) {
		check(r.r_rdx == 1, "rdx is 1 in the child");
		exit(0);
	}
	check(r.r_rdx == 0, "rdx is 0 in the parent");
	check(wait_exit((pid_t)r.r_rax) == 0,
	    "rax is the child's pid, and the child agrees");
	pass();
}
