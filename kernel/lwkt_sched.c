/*
 * lwkt_sched.c -- which thread of a cpu runs next.
 *
 * Each cpu has a queue of runnable threads for each priority, and a mask of
 * the queues that are not empty.  The best thread is the first one of the
 * highest queue.  A thread stays on its queue while it runs; it leaves it to
 * sleep (lwkt_deschedule_self, then lwkt_switch) and moves to its end to
 * yield.  When all queues are empty the idle thread runs, which is on none.
 *
 *   lwkt_schedule, lwkt_deschedule    on and off the run queue
 *   lwkt_setpri                       to another one
 *   lwkt_switch, lwkt_yield           let the best thread run
 *   need_lwkt_resched                 ask for that, at the next chance
 *
 * The kernel is not preempted: a thread that becomes runnable waits until
 * the running one blocks or is about to go to user mode.
 */
#include "kernel/proc.h"

/* ---------------------------------------------------------- run queues */

static void
runq_insert(struct globaldata *gd, struct thread *td)
{
	struct thread_list *q = &gd->gd_runq[td->td_pri];

	TAILQ_INSERT_TAIL(q, td, td_threadq);
	gd->gd_runqmask |= 1u << td->td_pri;
	td->td_flags |= TDF_RUNQ;
}

static void
runq_remove(struct globaldata *gd, struct thread *td)
{
	struct thread_list *q = &gd->gd_runq[td->td_pri];

	TAILQ_REMOVE(q, td, td_threadq);
	if (TAILQ_EMPTY(q))
		gd->gd_runqmask &= ~(1u << td->td_pri);
	td->td_flags &= ~(uint32_t)TDF_RUNQ;
}

void
need_lwkt_resched(void)
{
	__atomic_or_fetch(&mycpu->gd_reqflags, RQF_LWKT_RESCHED,
	    __ATOMIC_SEQ_CST);
}

void
need_user_resched(void)
{
	__atomic_or_fetch(&mycpu->gd_reqflags, RQF_USER_RESCHED,
	    __ATOMIC_SEQ_CST);
}

void
lwkt_schedule(struct thread *td)
{
	struct thread *self = curthread;

	KASSERT(td != mycpu->gd_idlethread, ("the idle thread is scheduled"));
	KASSERT(td->td_lwp == NULL || (td->td_lwp->lwp_flag & LWP_ONRUNQ) == 0,
	    ("%s waits in the user scheduler and is scheduled", td->td_comm));
	crit_enter_quick(self);
	if ((td->td_flags & TDF_RUNQ) == 0) {
		runq_insert(td->td_gd, td);
		if (td->td_pri > self->td_pri)
			need_lwkt_resched();
	}
	crit_exit_quick(self);
}

void
lwkt_deschedule(struct thread *td)
{
	crit_enter();
	if (td->td_flags & TDF_RUNQ)
		runq_remove(td->td_gd, td);
	crit_exit();
}

void
lwkt_deschedule_self(struct thread *td)
{
	KASSERT(td == curthread, ("%s is not the running thread",
	    td->td_comm));
	lwkt_deschedule(td);
}

void
lwkt_setpri(struct thread *td, int pri)
{
	KASSERT(pri > TDPRI_IDLE_THREAD && pri <= TDPRI_MAX,
	    ("priority %d", pri));
	crit_enter();
	if (td->td_pri != pri && (td->td_flags & TDF_RUNQ)) {
		runq_remove(td->td_gd, td);
		td->td_pri = pri;
		runq_insert(td->td_gd, td);
		if (pri > curthread->td_pri)
			need_lwkt_resched();
	}
	td->td_pri = pri;
	crit_exit();
}

void
lwkt_setpri_self(int pri)
{
	lwkt_setpri(curthread, pri);
	if (mycpu->gd_runqmask >> pri > 1)
		need_lwkt_resched();	/* somebody is better now */
}

/* ---------------------------------------------------------- the switch */

/*
 * The best thread that can have all its tokens, which it then has.
 * Interrupts are off.
 */
static struct thread *
lwkt_choose(struct globaldata *gd)
{
	uint32_t mask = gd->gd_runqmask;
	struct thread *td;
	int pri;

	while (mask != 0) {
		pri = 31 - __builtin_clz(mask);
		TAILQ_FOREACH(td, &gd->gd_runq[pri], td_threadq) {
			if (td->td_ntoks == 0 || lwkt_getalltokens(td))
				return (td);
		}
		mask &= ~(1u << pri);
	}
	return (gd->gd_idlethread);
}

void
lwkt_switch(void)
{
	struct globaldata *gd = mycpu;
	struct thread *td = curthread;
	struct thread *ntd;
	bool intr;

	KASSERT(gd->gd_intr_nesting == 0,
	    ("an interrupt handler wants to block"));
	if (td->td_release != NULL)
		td->td_release(td);
	crit_enter_quick(td);
	KASSERT(gd->gd_spinlocks == 0,
	    ("%s gives up the cpu with a spinlock held", td->td_comm));
	intr = cpu_intr_enabled();
	cpu_disable_intr();
	__atomic_and_fetch(&gd->gd_reqflags, ~(uint32_t)RQF_LWKT_RESCHED,
	    __ATOMIC_SEQ_CST);
	if (td->td_ntoks > 0)
		lwkt_relalltokens(td);
	ntd = lwkt_choose(gd);
	if (ntd != td) {
		gd->gd_cnt[V_SWTCH]++;
		td->td_switch(ntd);
		/* Whoever switched to us has taken our tokens for us. */
	}
	if (intr)
		cpu_enable_intr();
	crit_exit_quick(td);
}

void
lwkt_yield(void)
{
	struct thread *td = curthread;

	crit_enter();
	if (td->td_flags & TDF_RUNQ) {
		runq_remove(td->td_gd, td);
		runq_insert(td->td_gd, td);
	}
	lwkt_switch();
	crit_exit();
}
