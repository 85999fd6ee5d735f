/*
 * trap.c -- an exception or an interrupt came: whose business is it?
 *
 *   trap              all vectors, from trap.asm
 *   trap_bad_return   the frame for user mode was nonsense
 *
 * An interrupt goes to kernel/ (intr_dispatch).  A page fault goes to
 * vm_fault(), whether a program caused it or a copy to user space.  What is
 * left is a signal to a program, with a line if that is its death, or a bug of
 * ours: a panic with everything there is to know.
 */
#include "arch/x86_64/trap.h"

#include "arch/x86_64/crash.h"
#include "arch/x86_64/frame.h"
#include "arch/x86_64/pic.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "vm/vm_map.h"

static int
fault_access(const struct trapframe *frame)
{
	if (frame->tf_err & PF_FETCH)
		return (VM_FAULT_EXEC);
	return (frame->tf_err & PF_WRITE ? VM_FAULT_WRITE : VM_FAULT_READ);
}

/* The signal a program gets for an exception that is not a page fault. */
static int
trap_signal(uint64_t trapno)
{
	switch (trapno) {
	case T_DIVIDE:
	case T_X87:
	case T_SSE:
		return (SIGFPE);
	case T_DEBUG:
	case T_BREAK:
		return (SIGTRAP);
	case T_OPCODE:
		return (SIGILL);
	case T_STACK:
	case T_ALIGN:
		return (SIGBUS);
	default:
		return (SIGSEGV);
	}
}

/* One line on the console: which program, what it did, where. */
static void
say_why(const struct trapframe *frame, int sig)
{
	char text[200];

	trap_describe(frame, text, sizeof(text));
	if (sig == SIGKILL)
		strlcat(text, ": memory ran out", sizeof(text));
	else if (sig == SIGBUS && frame->tf_trapno == T_PAGEFLT)
		strlcat(text, ": beyond the end of the file", sizeof(text));
	kprintf("%s[%d]: %s at rip 0x%lx, rsp 0x%lx: %s\n", curproc->p_comm,
	    (int)curproc->p_pid, signame(sig), (unsigned long)frame->tf_rip,
	    (unsigned long)frame->tf_rsp, text);
}

/* A page fault in user space, of the program or of a copy for it. */
static int
fault_serve(const struct trapframe *frame)
{
	int sig = vm_fault(curlwp->lwp_vmspace, trunc_page(frame->tf_addr),
	    fault_access(frame));

	if (sig == 0)
		curlwp->lwp_ru.ru_minflt++;
	return (sig);
}

/* From user mode; interrupts are off. */
static void
trap_user(struct trapframe *frame)
{
	int sig;

	KASSERT(curlwp != NULL && curlwp->lwp_md_regs == frame,
	    ("trap of a program on a foreign stack"));
	userenter(curthread);
	cpu_enable_intr();
	if (frame->tf_trapno == T_PAGEFLT) {
		KASSERT((frame->tf_err & PF_RESERVED) == 0,
		    ("damaged page table at %lx",
		    (unsigned long)frame->tf_addr));
		sig = fault_serve(frame);
	} else if (crash_of_program(frame)) {
		sig = 0;
	} else {
		sig = trap_signal(frame->tf_trapno);
	}
	if (sig != 0) {
		if (!trapsignal_caught(curlwp, sig))
			say_why(frame, sig);
		trapsignal(curlwp, sig, frame->tf_trapno == T_PAGEFLT ?
		    frame->tf_addr : frame->tf_rip);
	}
	userreturn(frame);
}

/* Nothing can be trusted any more, not even the printing of a number. */
static void __attribute__((noreturn))
halt_broken(void)
{
	static const char text[] = "\nException while reporting one\n";

	for (const char *p = text; *p != '\0'; p++)
		cons_putc(*p);
	cpu_debug_exit(CPU_EXIT_PANIC);
	cpu_halt_forever();
}

/* A bug of ours: say all there is to say, and stop. */
static void __attribute__((noreturn))
trap_fatal(struct trapframe *frame)
{
	static int depth;
	uintptr_t link[2];
	char text[200];

	cpu_disable_intr();
	if (++depth > 2)		/* the report itself is broken */
		halt_broken();
	trap_describe(frame, text, sizeof(text));
	kprintf("\nException in the kernel: %s (vector %d, error %lx)\n",
	    trap_name(frame->tf_trapno), (int)frame->tf_trapno,
	    (unsigned long)frame->tf_err);
	trap_registers(frame, kprintf);
	backtrace_add_leaf(frame, link);
	panic("%s", text);
}

/*
 * A page fault of the kernel in user space: legal only inside copyin and
 * its like, which say in pcb_onfault where to go on if there is no memory.
 * While memory is being found pcb_onfault is put away: a fault in there
 * would be a bug of ours.
 */
static bool
fault_of_copy(struct trapframe *frame)
{
	struct pcb *pcb = curthread->td_pcb;
	uint64_t onfault;
	int sig;

	if (frame->tf_trapno != T_PAGEFLT || frame->tf_addr >= USER_MAX ||
	    curlwp == NULL || pcb->pcb_onfault == 0 ||
	    (frame->tf_err & (PF_RESERVED | PF_FETCH)) != 0)
		return (false);
	onfault = pcb->pcb_onfault;
	pcb->pcb_onfault = 0;
	if (frame->tf_rflags & RFLAGS_IF)
		cpu_enable_intr();
	sig = fault_serve(frame);
	cpu_disable_intr();
	if (sig != 0)
		frame->tf_rip = onfault;
	else
		pcb->pcb_onfault = onfault;
	return (true);
}

void
trap(struct trapframe *frame)
{
	bool user = (frame->tf_cs & SEL_RPL) != 0;

	if (frame->tf_trapno >= T_IRQ0) {
		pic_interrupt((int)(frame->tf_trapno - T_IRQ0), user);
		return;
	}
	if (frame->tf_trapno == T_NMI) {
		hang_report();
		return;
	}
	if (frame->tf_trapno == T_DOUBLEFLT || frame->tf_trapno == T_MCHK)
		trap_fatal(frame);
	kstat_add(V_TRAP, 1);
	if (user)
		trap_user(frame);
	else if (!fault_of_copy(frame))
		trap_fatal(frame);
}

/*
 * iretq took the kernel's word for a frame that the cpu then refused.  The
 * general registers were loaded already, so they are in this trap's frame;
 * the rest still lies where it was.  Put together they are the program's
 * state again.
 *
 * => the two frames overlap: ours lies 48 bytes lower
 */
struct trapframe *
trap_bad_return(struct trapframe *frame)
{
	struct trapframe *user = (struct trapframe *)curthread->td_pcb - 1;

	memmove(user, frame, offsetof(struct trapframe, tf_rip));
	user->tf_cs = SEL_UCODE;
	user->tf_ss = SEL_UDATA;
	user->tf_rflags &= ~(RFLAGS_IOPL | RFLAGS_NT | RFLAGS_TF);
	user->tf_rflags |= RFLAGS_USER;
	return (user);
}
