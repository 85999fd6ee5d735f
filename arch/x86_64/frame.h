/*
 * frame.h -- what lies on a kernel stack.
 */
#ifndef ARCH_X86_64_FRAME_H
#define ARCH_X86_64_FRAME_H

#include <stdint.h>

/*
 * The registers of the code that was interrupted: by a system call, a trap
 * or an interrupt.  Low address first.  The first six words are the six
 * arguments of a system call in their order, so the dispatcher reads them
 * straight from here (the order is DragonFly's).
 */
struct trapframe {
	uint64_t tf_rdi, tf_rsi, tf_rdx, tf_rcx, tf_r8, tf_r9;
	uint64_t tf_rax, tf_rbx, tf_rbp;
	uint64_t tf_r10, tf_r11, tf_r12, tf_r13, tf_r14, tf_r15;
	uint64_t tf_xflags;
	uint64_t tf_trapno;	/* vector, or T_FAST_SYSCALL */
	uint64_t tf_addr;	/* cr2 of a page fault */
	uint64_t tf_flags;
	uint64_t tf_pad;	/* keeps the size a multiple of 16 */
	/* from here on pushed by the cpu, for syscall by syscall_entry */
	uint64_t tf_err;	/* syscall: 2, the length of the instruction */
	uint64_t tf_rip, tf_cs, tf_rflags, tf_rsp, tf_ss;
};
_Static_assert(sizeof(struct trapframe) == 26 * 8 &&
    sizeof(struct trapframe) % 16 == 0,
    "the call in fork_trampoline relies on it");

_Static_assert(__builtin_offsetof(struct trapframe, tf_r9) == 5 * 8,
    "the dispatcher reads six arguments from the start of the frame");

#define T_FAST_SYSCALL	0x80	/* tf_trapno of a system call */

/*
 * A thread that is not running keeps this at td_sp.  All three switch
 * functions leave it; what they restore differs (switch.asm).
 *
 * A kernel stack nobody has run on yet, as cpu_fork() leaves it:
 *
 *   high  +--------------+
 *         | struct pcb   |  <- td_pcb, 16-byte aligned; TSS rsp0
 *         +--------------+
 *         | trapframe    |  copy of the parent's user registers
 *         +--------------+  <- lwp_md_regs
 *         | sf_ret       |  fork_trampoline: where the first switch "returns"
 *         | sf_rbp       |  0: a backtrace ends here
 *         | sf_rbx       |  fork_return, the function to call
 *         | sf_r12       |  lp2, its argument
 *         | sf_r13..r15  |  0
 *   low   +--------------+  <- td_sp
 */
struct switchframe {
	uint64_t sf_r15, sf_r14, sf_r13, sf_r12;
	uint64_t sf_rbx;
	uint64_t sf_rbp;
	uint64_t sf_ret;
};

/*
 * What the cpu must get back besides the registers on the stack.
 * O: only the thread itself, or its creator before it first runs.
 */
struct pcb {
	uint8_t pcb_save[512] __attribute__((aligned(16)));
				/* O  FXSAVE image of x87 and SSE */
	uint64_t pcb_cr3;	/* O  root table, no extra bits (D-41) */
	uint64_t pcb_fsbase;	/* O  user FS base: TLS */
	uint64_t pcb_gsbase;	/* O  user GS base, swapped out in here */
	uint64_t pcb_onfault;	/* O  where a faulting copyin continues, 0 */
	int32_t pcb_tlssize[2];	/* O  what set_tls_area said of FS and GS */
	uint64_t pcb_pad;
};
_Static_assert(sizeof(struct pcb) % 16 == 0, "the frame below is aligned");

#endif
