/*
 * machdep_inline.h -- the parts of kernel/machdep.h that are an instruction
 * or two.
 *
 * The compiler is told to read this file before every source of the kernel
 * (-include, in the Makefile): it fulfils some lines of the contract inline,
 * because they are used at every step, and kernel/ may not name a register.
 *
 * GS leads to this cpu's struct globaldata, whose first two fields are these
 * (kernel/globaldata.h).  Neither is volatile: a thread stays the same
 * thread, and on its cpu, for as long as it runs, so one look is enough for
 * a whole function.
 */
#ifndef ARCH_X86_64_MACHDEP_INLINE_H
#define ARCH_X86_64_MACHDEP_INLINE_H

#include <stdbool.h>

#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"

#define CPU_CURTHREAD_INLINE
#define CPU_INTR_INLINE
#define CPU_FRAME_INLINE
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

static inline void
cpu_disable_intr(void)
{
	__asm__ volatile("cli" : : : "memory");
}

static inline void
cpu_enable_intr(void)
{
	__asm__ volatile("sti" : : : "memory");
}

/* len bytes of zeros, a multiple of 8: one instruction a word, no call. */
static inline void
cpu_zero_words(void *to, unsigned long len)
{
	unsigned long words = len / 8;

	__asm__ volatile("rep stosq" : "+D" (to), "+c" (words) : "a" (0ul)
	    : "memory");
}

static inline bool
cpu_intr_enabled(void)
{
	return ((read_rflags() & RFLAGS_IF) != 0);
}

static inline long
cpu_frame_syscall_nr(const struct trapframe *frame)
{
	return ((long)frame->tf_rax);
}

static inline int64_t
cpu_frame_rdx(const struct trapframe *frame)
{
	return ((int64_t)frame->tf_rdx);
}

static inline void
cpu_frame_success(struct trapframe *frame, const int64_t result[2])
{
	frame->tf_rax = (uint64_t)result[0];
	frame->tf_rdx = (uint64_t)result[1];
	frame->tf_rflags &= ~1ul;		/* carry: no error */
}

#endif
