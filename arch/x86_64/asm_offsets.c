/*
 * asm_offsets.c -- C structures as nasm sees them.
 *
 * Never linked: tools/genoffsets.py reads the assembly the compiler makes
 * of this file and writes asm_offsets.inc.
 */
#include <stddef.h>

#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"
#include "arch/x86_64/segments.h"
#include "arch/x86_64/trap.h"
#include "kernel/globaldata.h"
#include "kernel/proc.h"
#include "kernel/thread.h"
#include "vm/vm_layout.h"

#define OFFSET(name, value) \
	__asm__ volatile(".ascii \"@" #name " %0\"" : : "i" (value))
#define FIELD(name, type, field)	OFFSET(name, offsetof(type, field))

void asm_offsets(void);

static inline void
frame_offsets(void)
{
	FIELD(TF_RDI, struct trapframe, tf_rdi);
	FIELD(TF_RSI, struct trapframe, tf_rsi);
	FIELD(TF_RDX, struct trapframe, tf_rdx);
	FIELD(TF_RCX, struct trapframe, tf_rcx);
	FIELD(TF_R8, struct trapframe, tf_r8);
	FIELD(TF_R9, struct trapframe, tf_r9);
	FIELD(TF_RAX, struct trapframe, tf_rax);
	FIELD(TF_RBX, struct trapframe, tf_rbx);
	FIELD(TF_RBP, struct trapframe, tf_rbp);
	FIELD(TF_R10, struct trapframe, tf_r10);
	FIELD(TF_R11, struct trapframe, tf_r11);
	FIELD(TF_R12, struct trapframe, tf_r12);
	FIELD(TF_R13, struct trapframe, tf_r13);
	FIELD(TF_R14, struct trapframe, tf_r14);
	FIELD(TF_R15, struct trapframe, tf_r15);
	FIELD(TF_XFLAGS, struct trapframe, tf_xflags);
	FIELD(TF_TRAPNO, struct trapframe, tf_trapno);
	FIELD(TF_ADDR, struct trapframe, tf_addr);
	FIELD(TF_FLAGS, struct trapframe, tf_flags);
	FIELD(TF_ERR, struct trapframe, tf_err);
	FIELD(TF_RIP, struct trapframe, tf_rip);
	FIELD(TF_CS, struct trapframe, tf_cs);
	FIELD(TF_RFLAGS, struct trapframe, tf_rflags);
	FIELD(TF_RSP, struct trapframe, tf_rsp);
	FIELD(TF_SS, struct trapframe, tf_ss);
	OFFSET(TF_SIZE, sizeof(struct trapframe));
	OFFSET(T_FAST_SYSCALL, T_FAST_SYSCALL);
	OFFSET(T_PAGEFLT, T_PAGEFLT);

	FIELD(SF_R15, struct switchframe, sf_r15);
	FIELD(SF_R14, struct switchframe, sf_r14);
	FIELD(SF_R13, struct switchframe, sf_r13);
	FIELD(SF_R12, struct switchframe, sf_r12);
	FIELD(SF_RBX, struct switchframe, sf_rbx);
	FIELD(SF_RBP, struct switchframe, sf_rbp);
	FIELD(SF_RET, struct switchframe, sf_ret);
	OFFSET(SF_SIZE, sizeof(struct switchframe));

	FIELD(PCB_SAVE, struct pcb, pcb_save);
	FIELD(PCB_CR3, struct pcb, pcb_cr3);
	FIELD(PCB_FSBASE, struct pcb, pcb_fsbase);
	FIELD(PCB_GSBASE, struct pcb, pcb_gsbase);
	FIELD(PCB_ONFAULT, struct pcb, pcb_onfault);
	OFFSET(PCB_SIZE, sizeof(struct pcb));
}

static inline void
kernel_offsets(void)
{
	FIELD(GD_SELF, struct globaldata, gd_self);
	FIELD(GD_CURTHREAD, struct globaldata, gd_curthread);
	FIELD(GD_SCRATCH, struct globaldata, gd_scratch);
	FIELD(GD_KSTACK, struct globaldata, gd_kstack);
	FIELD(GD_FSBASE, struct globaldata, gd_fsbase);
	FIELD(GD_GSBASE, struct globaldata, gd_gsbase);
	FIELD(GD_REQFLAGS, struct globaldata, gd_reqflags);
	OFFSET(RQF_AST_MASK, RQF_AST_MASK);
	OFFSET(USER_MAX, USER_MAX);
	OFFSET(EFAULT, EFAULT);
	OFFSET(ENAMETOOLONG, ENAMETOOLONG);

	FIELD(TD_PCB, struct thread, td_pcb);
	FIELD(TD_SP, struct thread, td_sp);
	FIELD(TD_FLAGS, struct thread, td_flags);
	FIELD(TD_CRITCOUNT, struct thread, td_critcount);
	FIELD(TD_LWP, struct thread, td_lwp);
	FIELD(TD_PROC, struct thread, td_proc);
	FIELD(TD_KSTACK, struct thread, td_kstack);
	OFFSET(TDF_RUNNING, TDF_RUNNING);
	FIELD(LWP_MD_REGS, struct lwp, lwp_md_regs);

	FIELD(TSS_RSP0, struct tss, tss_rsp0);
	OFFSET(SEL_KCODE, SEL_KCODE);
	OFFSET(SEL_KDATA, SEL_KDATA);
	OFFSET(SEL_UDATA, SEL_UDATA);
	OFFSET(SEL_UCODE, SEL_UCODE);
	OFFSET(MSR_FSBASE, MSR_FSBASE);
	OFFSET(MSR_GSBASE, MSR_GSBASE);
	OFFSET(MSR_KGSBASE, MSR_KGSBASE);
}

void
asm_offsets(void)
{
	frame_offsets();
	kernel_offsets();
}
