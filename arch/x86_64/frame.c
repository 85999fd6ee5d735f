/*
 * frame.c -- user registers, as kernel/ may see them.
 *
 * kernel/ names no register; the system call dispatcher and exec ask here.
 */
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/frame.h"
#include "arch/x86_64/regs.h"
#include "kernel/abi/tls.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "vm/vm_layout.h"

void
cpu_frame_args(const struct trapframe *frame, uint64_t args[6])
{
	const uint64_t *word = &frame->tf_rdi;

	for (int i = 0; i < 6; i++)
		args[i] = word[i];
}

/* The user's stack: the first word above the return address. */
uintptr_t
cpu_frame_stackarg(const struct trapframe *frame)
{
	return (frame->tf_rsp + 8);
}

void
cpu_frame_failure(struct trapframe *frame, int error)
{
	switch (error) {
	case ERESTART:
		/* Back over the instruction; rax still holds the number. */
		frame->tf_rip -= frame->tf_err;
		frame->tf_r10 = frame->tf_rcx;
		break;
	case EJUSTRETURN:
		break;
	default:
		KASSERT(error > 0 && error <= ELAST && error != EASYNC,
		    ("a system call returned %d", error));
		frame->tf_rax = (uint64_t)error;
		frame->tf_rflags |= RFLAGS_CF;
		break;
	}
}

/* Loading a base that is no address would fault in here. */
int
cpu_set_tls(struct lwp *lp, int which, uintptr_t base, int size)
{
	struct pcb *pcb = lp->lwp_thread->td_pcb;

	if (base >= USER_MAX)
		return (EINVAL);
	if (which == TLS_FS)
		pcb->pcb_fsbase = base;
	else
		pcb->pcb_gsbase = base;
	pcb->pcb_tlssize[which] = size;
	cpu_load_user_bases(pcb);
	return (0);
}

void
cpu_get_tls(const struct lwp *lp, int which, uintptr_t *base, int *size)
{
	const struct pcb *pcb = lp->lwp_thread->td_pcb;

	*base = which == TLS_FS ? pcb->pcb_fsbase : pcb->pcb_gsbase;
	*size = pcb->pcb_tlssize[which];
}

/*
 * rdi: the argument block (argc, argv, NULL, env, NULL, aux vector);
 * rsp: as if something had called the entry point; rbx: the strings.
 */
void
cpu_exec_setregs(struct lwp *lp, uintptr_t entry, uintptr_t stack,
    uintptr_t strings)
{
	struct trapframe *frame = lp->lwp_md_regs;
	struct pcb *pcb = lp->lwp_thread->td_pcb;

	memset(frame, 0, sizeof(*frame));
	frame->tf_rip = entry;
	frame->tf_rsp = ((stack - 8) & ~15ul) + 8;
	frame->tf_rdi = stack;
	frame->tf_rbx = strings;
	frame->tf_rflags = RFLAGS_USER;
	frame->tf_cs = SEL_UCODE;
	frame->tf_ss = SEL_UDATA;
	frame->tf_trapno = T_FAST_SYSCALL;

	pcb->pcb_fsbase = 0;
	pcb->pcb_gsbase = 0;
	pcb->pcb_tlssize[TLS_FS] = pcb->pcb_tlssize[TLS_GS] = 0;
	cpu_load_user_bases(pcb);
	fpu_fresh(pcb);
}
