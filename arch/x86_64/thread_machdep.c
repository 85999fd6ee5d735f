/*
 * thread_machdep.c -- the stack of a thread that has never run, and the end
 * of one that never will again.
 *
 *   cpu_thread_init          the pcb on top of the stack
 *   cpu_set_thread_handler   what a kernel thread does first
 *   cpu_thread_exit          the last thing a thread does
 *
 * Not here: the stack of a new LWP (cpu_fork.c), the switch (switch.asm).
 */
#include "arch/x86_64/frame.h"
#include "arch/x86_64/pmap.h"
#include "arch/x86_64/pte.h"
#include "kernel/machdep.h"
#include "kernel/thread.h"
#include "lib/bits.h"

void kthread_trampoline(void);

void
cpu_thread_init(struct thread *td)
{
	uintptr_t top = td->td_kstack + td->td_kstack_size;

	td->td_pcb = (struct pcb *)rounddown2(top - sizeof(struct pcb), 16);
	/* The FPU image is for LWPs, and cpu_fork() fills it. */
	memset(&td->td_pcb->pcb_cr3, 0,
	    sizeof(*td->td_pcb) - offsetof(struct pcb, pcb_cr3));
	td->td_sp = (uintptr_t)td->td_pcb;
	/* The very first thread is older than the page table. */
	if (pmap_kernel_root != NULL)
		td->td_pcb->pcb_cr3 = pmap_kernel_cr3();
}

void
cpu_set_thread_handler(struct thread *td, void (*func)(void *), void *arg)
{
	struct switchframe *sf = (struct switchframe *)td->td_pcb - 1;

	memset(sf, 0, sizeof(*sf));
	sf->sf_ret = (uint64_t)kthread_trampoline;
	sf->sf_rbx = (uint64_t)func;
	sf->sf_r12 = (uint64_t)arg;
	td->td_switch = cpu_lwkt_switch;
	td->td_sp = (uintptr_t)sf;
}

void
cpu_thread_exit(void)
{
	struct thread *td = curthread;

	crit_enter();
	tsleep_abort(td);		/* an interlock nobody slept on */
	lwkt_deschedule_self(td);
	td->td_flags |= TDF_EXITING;
	td->td_switch = cpu_exit_switch;
	lwkt_switch();
	panic("a dead thread runs");
}
