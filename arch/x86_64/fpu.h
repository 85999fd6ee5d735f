/*
 * fpu.h -- the registers of x87 and SSE, which only programs use.
 *
 * They are switched eagerly: saved and loaded at every switch between user
 * LWPs (switch.asm), so they always belong to the LWP that runs.
 */
#ifndef ARCH_X86_64_FPU_H
#define ARCH_X86_64_FPU_H

struct pcb;

/* The registers' content into pcb; they keep it. */
void fpu_save(struct pcb *pcb);
/*
 * fpu_fresh: the state a program starts with: all exceptions masked, round
 * to nearest, all registers zero.
 *
 * => if pcb is that of the running thread, the registers are loaded too
 */
void fpu_fresh(struct pcb *pcb);

#endif
