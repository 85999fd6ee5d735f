/* T-1.1: a call changes no register but rax, rcx, r10 and r11. */
#include <unistd.h>
#include <sys/syscall.h>

#include "tests/user/test.h"

TEST("T-1.1");

int
main(void)
{
	struct raw r = {
		.r_rax = SYS_getpid, .r_rbx = 0x1111222233334444,
		.r_rdx = 0x2222333344445555, .r_rsi = 0x3333444455556666,
		.r_rdi = 0x4444555566667777, .r_rbp = 0x5555666677778888,
		.r_r8 = 0x6666777788889999, .r_r9 = 0x777788889999aaaa,
		.r_r12 = 0x88889999aaaabbbb, .r_r13 = 0x9999aaaabbbbcccc,
		.r_r14 = 0xaaaabbbbccccdddd, .r_r15 = 0xbbbbccccddddeeee
	}, before = r;

	raw_syscall(&r);
	check(r.r_rax == (uint64_t)getpid(), "rax is the pid");
	check((r.r_rflags & RAW_CF) == 0, "carry is clear");
	check(r.r_rdx == before.r_rdx, "rdx is unchanged");
	check(r.r_rbx == before.r_rbx && r.r_rbp == before.r_rbp,
	    "rbx and rbp are unchanged");
	check(r.r_rsi == before.r_rsi && r.r_rdi == before.r_rdi,
	    "rsi and rdi are unchanged");
	check(r.r_r8 == before.r_r8 && r.r_r9 == before.r_r9,
	    "r8 and r9 are unchanged");
	check(r.r_r12 == before.r_r12 && r.r_r13 == before.r_r13 &&
	    r.r_r14 == before.r_r14 && r.r_r15 == before.r_r15,
	    "r12 to r15 are unchanged");
	pass();
}
