/*
 * fpu.h -- the floating-point unit in one struct, see lib/fpu.asm.
 */
#ifndef TESTS_USER_FPU_H
#define TESTS_USER_FPU_H

#include <stdint.h>

struct fpu_state {
	uint64_t fs_xmm[16][2];
	double fs_st[3];
	uint32_t fs_mxcsr;
	uint16_t fs_control;	/* of the x87 */
	uint16_t fs_zero;
};
_Static_assert(sizeof(struct fpu_state) == 288, "lib/fpu.asm counts on it");

#define MXCSR_DEFAULT	0x1f80
#define MXCSR_UP	0x5f80	/* round towards plus infinity */
#define CONTROL_UP	0x0b7f	/* the same for the x87 */

long fpu_fork(const struct fpu_state *in, struct fpu_state *out);
void fpu_hold(const struct fpu_state *in, struct fpu_state *out, long turns);

#endif
