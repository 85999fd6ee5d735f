/*
 * sendsig.c -- into a signal handler and back.
 *
 * The frame on the user's stack, low address first:
 *
 *   return address   the trampoline, which calls sigreturn(ucontext)
 *   ucontext         16-byte aligned; rsp points here when it runs
 *   siginfo
 *
 *   cpu_sendsig, cpu_sigreturn, cpu_on_sigstack
 */
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"
#include "kernel/signal.h"
#include "vm/vm_layout.h"

#define RED_ZONE	128
/* What a program may change by itself. */
#define RFLAGS_FREE	(0x0cd5ul | RFLAGS_TF | RFLAGS_RF | RFLAGS_AC | \
			0x200000ul)
#define MXCSR_AT	24
#define MXCSR_VALID	0xffbfu		/* other bits would fault */

struct sigframe {
	uint64_t sf_return;
	ucontext_t sf_uc;
	siginfo_t sf_info;
};
_Static_assert(__builtin_offsetof(mcontext_t, mc_fpu) ==
    sizeof(struct trapframe), "mcontext begins with a trapframe");

bool
cpu_on_sigstack(const struct lwp *lp)
{
	const stack_t *ss = &lp->lwp_sigstk;
	uintptr_t sp = lp->lwp_md_regs->tf_rsp;

	return (sp - (uintptr_t)ss->ss_sp < ss->ss_size);
}

/* The highest free byte for the frame. */
static uintptr_t
sigframe_top(const struct lwp *lp, int flags)
{
	const stack_t *ss = &lp->lwp_sigstk;

	if ((flags & SA_ONSTACK) && ss->ss_size != 0 && !cpu_on_sigstack(lp))
		return ((uintptr_t)ss->ss_sp + ss->ss_size);
	return (lp->lwp_md_regs->tf_rsp - RED_ZONE);
}

int
cpu_sendsig(struct lwp *lp, const struct sigaction *act, uintptr_t tramp,
    const siginfo_t *info, const sigset_t *oldmask)
{
	struct trapframe *frame = lp->lwp_md_regs;
	struct pcb *pcb = lp->lwp_thread->td_pcb;
	uintptr_t at = sigframe_top(lp, act->sa_flags);
	struct sigframe sf;

	/* The ucontext is aligned: at the handler rsp is as after a call. */
	at = ((at - sizeof(sf)) & ~15ul) - 8;
	memset(&sf, 0, sizeof(sf));
	sf.sf_return = tramp;
	sf.sf_info = *info;
	sf.sf_uc.uc_sigmask = *oldmask;
	sf.sf_uc.uc_stack = lp->lwp_sigstk;
	sf.sf_uc.uc_stack.ss_flags = lp->lwp_sigstk.ss_size == 0 ?
	    SS_DISABLE : cpu_on_sigstack(lp) ? SS_ONSTACK : 0;
	memcpy(&sf.sf_uc.uc_mcontext, frame, sizeof(*frame));
	fpu_save(pcb);
	memcpy(sf.sf_uc.uc_mcontext.mc_fpu, pcb->pcb_save,
	    sizeof(pcb->pcb_save));
	if (at >= USER_MAX || copyout(&sf, (void *)at, sizeof(sf)) != 0)
		return (EFAULT);
	frame->tf_rdi = (uint64_t)info->si_signo;
	frame->tf_rsi = act->sa_flags & SA_SIGINFO ?
	    at + offsetof(struct sigframe, sf_info) :
	    (uint64_t)info->si_code;
	frame->tf_rdx = at + offsetof(struct sigframe, sf_uc);
	frame->tf_rcx = (uint64_t)info->si_addr;
	frame->tf_rip = (uint64_t)act->sa_handler;
	frame->tf_rsp = at;
	frame->tf_rflags &= ~(RFLAGS_DF | RFLAGS_TF);
	if (frame->tf_rip >= USER_MAX)
		return (EFAULT);
	return (0);
}

int
cpu_sigreturn(struct lwp *lp, const ucontext_t *uc)
{
	const mcontext_t *mc = &uc->uc_mcontext;
	struct trapframe *frame = lp->lwp_md_regs;
	struct pcb *pcb = lp->lwp_thread->td_pcb;
	uint32_t mxcsr;

	if (((mc->mc_rflags ^ frame->tf_rflags) & ~RFLAGS_FREE) != 0 ||
	    mc->mc_rip >= USER_MAX)
		return (EINVAL);
	if (mc->mc_cs != SEL_UCODE) {
		lwpsignal(lp, SIGBUS);
		return (EINVAL);
	}
	memcpy(frame, mc, sizeof(*frame));
	frame->tf_ss = SEL_UDATA;
	frame->tf_trapno = T_FAST_SYSCALL;
	frame->tf_err = 2;
	memcpy(pcb->pcb_save, mc->mc_fpu, sizeof(pcb->pcb_save));
	memcpy(&mxcsr, &pcb->pcb_save[MXCSR_AT], sizeof(mxcsr));
	mxcsr &= MXCSR_VALID;
	memcpy(&pcb->pcb_save[MXCSR_AT], &mxcsr, sizeof(mxcsr));
	fpu_restore(pcb);
	return (0);
}
