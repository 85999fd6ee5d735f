/*
 * percpu.h -- curthread and mycpu in one instruction.
 *
 * The compiler is told to read this file before every source of the kernel
 * (-include, in the Makefile): it fulfils two lines of kernel/machdep.h
 * inline, because they are used everywhere, and kernel/ may not name the
 * register in question.  GS leads to this cpu's struct globaldata, whose
 * first two fields are these (kernel/globaldata.h).
 *
 * Neither is volatile: a thread stays the same thread, and on its cpu, for
 * as long as it runs, so one look is enough for a whole function.
 */
#ifndef ARCH_X86_64_PERCPU_H
#define ARCH_X86_64_PERCPU_H

#define CPU_CURTHREAD_INLINE
#define CPU_STRING_INLINE	/* with -mmemset-strategy, in the Makefile */

struct globaldata;
struct thread;

static inline struct globaldata *
cpu_globaldata(void)
{
	struct globaldata *gd;

	__asm__("movq %%gs:0, %0" : "=r" (gd));
	return (gd);
}

static inline struct thread *
cpu_curthread(void)
{
	struct thread *td;

	__asm__("movq %%gs:8, %0" : "=r" (td));
	return (td);
}

#endif
