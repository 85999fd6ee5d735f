/*
 * cpu_fork.c -- the kernel stack of a child that has never run.
 *
 * Stop 6 of the tour of fork.  cpu_fork() builds the picture of frame.h on
 * the child's stack, so that the first switch to it "returns" into
 * fork_trampoline (entry.asm), which calls fork_return() here and leaves
 * through return_to_user (entry.asm) like everybody else.
 *
 *   cpu_fork               build the newborn's stack
 *   cpu_set_fork_handler   make it run something else first
 *   cpu_prepare_lwp        ... or go to user mode somewhere else
 *   fork_return            what the child does in the kernel: say "0"
 *
 * Not here: the switch itself (switch.asm), the user registers of exec
 * (frame.c).
 */
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "vm/vm_layout.h"
#include "vm/vm_map.h"

void fork_trampoline(void);

/* The switchframe below a frame, and the other way round. */
static struct switchframe *
newborn_switchframe(struct lwp *lp)
{
	return ((struct switchframe *)lp->lwp_md_regs - 1);
}

void
cpu_fork(struct lwp *lp1, struct lwp *lp2, int flags)
{
	struct pcb *pcb2 = lp2->lwp_thread->td_pcb;
	struct trapframe *frame2 = (struct trapframe *)pcb2 - 1;
	struct switchframe *sf;

	(void)flags;

	/* The FPU registers are the parent's; their image is the child's. */
	fpu_save(lp1->lwp_thread->td_pcb);
	*pcb2 = *lp1->lwp_thread->td_pcb;
	pcb2->pcb_cr3 = vm_page_pa(lp2->lwp_vmspace->vm_pmap.pm_root);
	KASSERT(pcb2->pcb_onfault == 0, ("fork inside a copy to user space"));

	/* Process 0 has never been in user mode: its child starts blank. */
	if (lp1->lwp_md_regs != NULL)
		*frame2 = *lp1->lwp_md_regs;
	else
		memset(frame2, 0, sizeof(*frame2));
	lp2->lwp_md_regs = frame2;

	sf = newborn_switchframe(lp2);
	memset(sf, 0, sizeof(*sf));
	sf->sf_ret = (uint64_t)fork_trampoline;
	sf->sf_rbp = 0;
	lp2->lwp_thread->td_sp = (uintptr_t)sf;
	cpu_set_fork_handler(lp2, fork_return, lp2);
}

void
cpu_set_fork_handler(struct lwp *lp2,
    void (*func)(void *, struct trapframe *), void *arg)
{
	struct switchframe *sf = newborn_switchframe(lp2);

	sf->sf_rbx = (uint64_t)func;
	sf->sf_r12 = (uint64_t)arg;
}

void
fork_return(void *arg, struct trapframe *frame)
{
	struct lwp *lp2 = arg;

	KASSERT(lp2 == curlwp && frame == lp2->lwp_md_regs,
	    ("newborn LWP woke up on somebody else's stack"));
	frame->tf_rax = 0;			/* fork() returns 0 ... */
	frame->tf_rdx = 1;			/* ... "I am the child" ... */
	frame->tf_rflags &= ~RFLAGS_CF;		/* ... and no error */
	userenter(curthread);
	userreturn(frame);
}

/* The first steps of an LWP that is no child of fork: no result to give. */
static void
lwp_return(void *arg, struct trapframe *frame)
{
	(void)arg;
	userenter(curthread);
	userreturn(frame);
}

int
cpu_prepare_lwp(struct lwp *lp2, const struct lwp_params *params)
{
	const uint64_t nowhere = 0;
	struct trapframe *frame = lp2->lwp_md_regs;
	uintptr_t func = (uintptr_t)params->lwp_func;
	uintptr_t sp = (uintptr_t)params->lwp_stack - sizeof(nowhere);

	/* The return instruction would fault in the kernel. */
	if (func < USER_MIN || func >= USER_MAX ||
	    sp < USER_MIN || sp >= USER_MAX)
		return (EFAULT);
	frame->tf_rip = func;
	frame->tf_rdi = (uint64_t)params->lwp_arg;
	frame->tf_rsp = sp;
	frame->tf_rflags &= ~(RFLAGS_DF | RFLAGS_TF);
	fpu_fresh(lp2->lwp_thread->td_pcb);
	cpu_set_fork_handler(lp2, lwp_return, lp2);
	return (copyout(&nowhere, (void *)sp, sizeof(nowhere)));
}
