/*
 * kern_intr.c -- interrupts, and code that must not be interrupted.
 *
 * Inside a critical section interrupts are not off: one that comes is noted
 * and its handler runs when the section ends.  That makes crit_enter() a
 * single addition, and is why a section is counted per thread: a thread
 * that blocks inside one takes the count along and holds up nobody.
 *
 *   crit_enter, crit_exit   begin and end of a section
 *   intr_register           who handles an interrupt
 *   intr_dispatch           one came: now, or later
 *   splz                    do now what was put off
 *
 * A handler runs in a critical section with interrupts off, on the stack of
 * whatever was interrupted.  It may wake threads up but not block.
 */
#include "kernel/thread.h"

#define NIRQ	16

/* Written at start-up only. */
static struct {
	intr_handler_t ih_func;
	void *ih_arg;
} handlers[NIRQ];

void
intr_register(int irq, intr_handler_t handler, void *arg)
{
	KASSERT(irq >= 0 && irq < NIRQ && handlers[irq].ih_func == NULL,
	    ("interrupt %d is taken", irq));
	handlers[irq].ih_arg = arg;
	handlers[irq].ih_func = handler;
}

/* Call the handler; it must leave everything as it found it. */
static void
intr_run(struct globaldata *gd, int irq, bool usermode)
{
	struct thread *td = curthread;
	int critcount = td->td_critcount, ntoks = td->td_ntoks;

	if (handlers[irq].ih_func == NULL)
		return;
	KASSERT(gd->gd_intr_nesting == 0,
	    ("interrupt %d inside a handler", irq));
	td->td_critcount++;
	gd->gd_intr_nesting++;
	handlers[irq].ih_func(handlers[irq].ih_arg, usermode);
	gd->gd_intr_nesting--;
	td->td_critcount--;
	KASSERT(td->td_critcount == critcount && td->td_ntoks == ntoks,
	    ("the handler of interrupt %d leaves %d critical sections, "
	    "%d tokens", irq, td->td_critcount - critcount,
	    td->td_ntoks - ntoks));
}

void
intr_dispatch(int irq, bool usermode)
{
	struct globaldata *gd = mycpu;

	if (curthread->td_critcount == 0) {
		intr_run(gd, irq, usermode);
		return;
	}
	KASSERT(!usermode, ("a program runs in a critical section"));
	if (irq == 0)
		gd->gd_ticks_pending++;		/* no tick is lost */
	else
		gd->gd_ipending |= 1u << irq;
	__atomic_or_fetch(&gd->gd_reqflags, RQF_INTPEND, __ATOMIC_SEQ_CST);
}

/* The handlers of what came during the critical section that just ended. */
static void
intr_replay(void)
{
	struct globaldata *gd = mycpu;
	bool intr = cpu_intr_enabled();
	int irq;

	cpu_disable_intr();
	while (gd->gd_ticks_pending > 0) {
		gd->gd_ticks_pending--;
		intr_run(gd, 0, false);
	}
	while (gd->gd_ipending != 0) {
		irq = __builtin_ctz(gd->gd_ipending);
		gd->gd_ipending &= ~(1u << irq);
		intr_run(gd, irq, false);
	}
	__atomic_and_fetch(&gd->gd_reqflags, ~(uint32_t)RQF_INTPEND,
	    __ATOMIC_SEQ_CST);
	if (intr)
		cpu_enable_intr();
}

#undef crit_enter
#undef crit_exit

/* For vm/, which knows no threads; others have them inline (thread.h). */
void
crit_enter(void)
{
	crit_enter_quick(curthread);
}

void
crit_exit(void)
{
	crit_exit_quick(curthread);
}

void
splz(void)
{
	KASSERT(curthread->td_critcount == 0, ("splz in a critical section"));
	if (__atomic_load_n(&mycpu->gd_reqflags, __ATOMIC_RELAXED) &
	    RQF_INTPEND)
		intr_replay();
}
