/* T-6.4: two programs that compute do not see each other's registers. */
#include <string.h>
#include <unistd.h>

#include "tests/user/fpu.h"
#include "tests/user/test.h"

TEST("T-6.4");

#define RUN_US	1000000

static void
hold(int who, uint64_t until)
{
	struct fpu_state in, out;
	int i;

	memset(&in, 0, sizeof(in));
	memset(in.fs_xmm, 0x10 + who, sizeof(in.fs_xmm));
	for (i = 0; i < 3; i++)
		in.fs_st[i] = who * 100 + i;
	in.fs_mxcsr = who == 0 ? MXCSR_UP : MXCSR_DEFAULT;
	in.fs_control = who == 0 ? CONTROL_UP : 0x037f;
	while (now_us() < until) {
		memset(&out, 0, sizeof(out));
		fpu_hold(&in, &out, 200000);
		check(memcmp(&in, &out, sizeof(in)) == 0,
		    "the unit holds what we put there");
	}
	_exit(0);
}

int
main(void)
{
	uint64_t until = now_us() + RUN_US;
	pid_t pid[2];
	int i;

	for (i = 0; i < 2; i++) {
		pid[i] = fork();
		check(pid[i] >= 0, "fork");
		if (pid[i] == 0)
			hold(i, until);
	}
	for (i = 0; i < 2; i++)
		check(wait_exit(pid[i]) == 0, "no mix-up");
	pass();
}
