/* T-6.3: the child inherits the floating-point unit, control bits too. */
#include <string.h>
#include <unistd.h>

#include "tests/user/fpu.h"
#include "tests/user/test.h"

TEST("T-6.3");

int
main(void)
{
	struct fpu_state in, out;
	pid_t pid;
	int i;

	memset(&in, 0, sizeof(in));
	for (i = 0; i < 16; i++) {
		in.fs_xmm[i][0] = noise();
		in.fs_xmm[i][1] = noise();
	}
	for (i = 0; i < 3; i++)
		in.fs_st[i] = 1.5 + i;
	in.fs_mxcsr = MXCSR_UP;
	in.fs_control = CONTROL_UP;
	memset(&out, 0, sizeof(out));

	pid = (pid_t)fpu_fork(&in, &out);
	check(pid >= 0, "fork");
	check(out.fs_mxcsr == in.fs_mxcsr, "MXCSR, rounding up");
	check(out.fs_control == in.fs_control, "the x87 control word");
	check(memcmp(out.fs_xmm, in.fs_xmm, sizeof(in.fs_xmm)) == 0,
	    "xmm0 to xmm15");
	check(memcmp(out.fs_st, in.fs_st, sizeof(in.fs_st)) == 0,
	    "the x87 stack");
	if (pid == 0)
		_exit(0);
	check(wait_exit(pid) == 0, "the child found the same");
	pass();
}
