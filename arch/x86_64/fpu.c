/*
 * fpu.c -- x87 and SSE registers in and out of a pcb.
 *
 *   fpu_save, fpu_fresh
 */
#include "arch/x86_64/fpu.h"

#include "arch/x86_64/frame.h"
#include "kernel/thread.h"

#define FCW_DEFAULT	0x037f		/* all masked, 64-bit mantissa */
#define MXCSR_DEFAULT	0x1f80		/* all masked, round to nearest */
#define SAVE_FCW	0		/* offsets in the FXSAVE image */
#define SAVE_MXCSR	24

void
fpu_save(struct pcb *pcb)
{
	__asm__ volatile("fxsave64 %0" : "=m" (pcb->pcb_save));
}

static void
fpu_restore(const struct pcb *pcb)
{
	__asm__ volatile("fxrstor64 %0" : : "m" (pcb->pcb_save));
}

void
fpu_fresh(struct pcb *pcb)
{
	const uint16_t fcw = FCW_DEFAULT;
	const uint32_t mxcsr = MXCSR_DEFAULT;

	memset(pcb->pcb_save, 0, sizeof(pcb->pcb_save));
	memcpy(&pcb->pcb_save[SAVE_FCW], &fcw, sizeof(fcw));
	memcpy(&pcb->pcb_save[SAVE_MXCSR], &mxcsr, sizeof(mxcsr));
	if (pcb == curthread->td_pcb)
		fpu_restore(pcb);
}
