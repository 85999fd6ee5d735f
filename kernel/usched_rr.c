/*
 * usched_rr.c -- the user scheduler: each program in turn.
 *
 * One LWP of a cpu, gd_uschedcp, may be in user mode; the others that want
 * to wait in one queue, and are runnable for nobody else meanwhile: their
 * threads are on no run queue.
 *
 *	                    release_curproc
 *	   queue  ------------------------------->  current (gd_uschedcp)
 *	     ^                                         |
 *	     |  quantum used up: to the tail           |
 *	     |  otherwise: to the head                 v
 *	     +---------------- acquire_curproc --- user mode, kernel, asleep
 *
 * The quantum belongs to the LWP: sleeping does not renew it.  So who sleeps
 * often gets the cpu at once when it wakes up, until it has had its share;
 * then it waits at the tail like everybody else.
 *
 * Realtime LWPs go before all normal ones, and idle ones run when no other
 * wants to (lwp_class).  The queue is in the order of classes; within a
 * class it is as above, and nobody makes room for a worse class.
 *
 *   usched_rr                      the interface (usched.h)
 *   lwkt_passive_release           the designation and the priority of who
 *                                  blocks in the kernel
 *   usched_rr_load                 how many want the cpu
 *   sys_sched_yield
 */
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "sysproto.h"

/* All under rr_spin, which is also a critical section. */
static struct spinlock rr_spin = SPINLOCK_INITIALIZER("usched_rr");
static TAILQ_HEAD(lwp_queue, lwp) rr_queue = TAILQ_HEAD_INITIALIZER(rr_queue);

/* Somebody was not of the normal class once. */
static bool rr_classes;

int usched_rr_interval = 5;
uint64_t usched_mastermask = 1;

/* Into its place: behind all that go first, in a queue of several classes. */
static void __attribute__((noinline))
rr_insert_class(struct lwp *lp, bool at_head)
{
	struct lwp *other;

	TAILQ_FOREACH(other, &rr_queue, lwp_procq) {
		if (other->lwp_class > lp->lwp_class ||
		    (at_head && other->lwp_class == lp->lwp_class))
			break;
	}
	if (other != NULL)
		TAILQ_INSERT_BEFORE(other, lp, lwp_procq);
	else
		TAILQ_INSERT_TAIL(&rr_queue, lp, lwp_procq);
}

/*
 * lp is LSRUN, its thread on no run queue; rr_spin is held.  Head and tail
 * are those of its class.
 */
static void
rr_enqueue(struct lwp *lp, bool at_head)
{
	KASSERT((lp->lwp_flag & LWP_ONRUNQ) == 0,
	    ("pid %d is queued twice", lp->lwp_proc->p_pid));
	KASSERT((lp->lwp_thread->td_flags & TDF_RUNQ) == 0,
	    ("pid %d waits and is runnable", lp->lwp_proc->p_pid));
	lp->lwp_flag |= LWP_ONRUNQ;
	if (__builtin_expect(rr_classes, 0))
		rr_insert_class(lp, at_head);
	else if (at_head)
		TAILQ_INSERT_HEAD(&rr_queue, lp, lwp_procq);
	else
		TAILQ_INSERT_TAIL(&rr_queue, lp, lwp_procq);
}

/* Who would be chosen; rr_spin is held. */
static struct lwp *
rr_first(const struct globaldata *gd)
{
	struct lwp *lp;

	TAILQ_FOREACH(lp, &rr_queue, lwp_procq) {
		if ((lp->lwp_cpumask & 1ul << gd->gd_cpuid) != 0)
			break;
	}
	return (lp);
}

/* The wish that the current LWP make room is fulfilled. */
static void
rr_no_resched(struct globaldata *gd)
{
	__atomic_and_fetch(&gd->gd_reqflags, ~(uint32_t)RQF_USER_RESCHED,
	    __ATOMIC_SEQ_CST);
}

/* The first one that may run on this cpu becomes current; rr_spin is held. */
static void
rr_choose(struct globaldata *gd)
{
	struct lwp *lp = rr_first(gd);

	gd->gd_uschedcp = NULL;
	rr_no_resched(gd);
	if (lp == NULL)
		return;
	TAILQ_REMOVE(&rr_queue, lp, lwp_procq);
	lp->lwp_flag &= ~(uint32_t)LWP_ONRUNQ;
	gd->gd_uschedcp = lp;
	lwkt_schedule(lp->lwp_thread);
}

static void
rr_release_curproc(struct lwp *lp)
{
	struct globaldata *gd = mycpu;

	if (gd->gd_uschedcp != lp)
		return;
	spin_lock(&rr_spin);
	rr_choose(gd);
	spin_unlock(&rr_spin);
}

static void
rr_setrunqueue(struct lwp *lp)
{
	struct globaldata *gd = mycpu;

	spin_lock(&rr_spin);
	rr_enqueue(lp, false);
	if (gd->gd_uschedcp == NULL)
		rr_choose(gd);
	else if (__builtin_expect(rr_classes, 0) &&
	    lp->lwp_class < gd->gd_uschedcp->lwp_class)
		need_user_resched();
	spin_unlock(&rr_spin);
}

/* Is the quantum used up?  Then a new one begins. */
static bool
rr_quantum_over(struct lwp *lp)
{
	if (lp->lwp_rrcount < usched_rr_interval)
		return (false);
	lp->lwp_rrcount = 0;
	return (true);
}

/*
 * The current LWP makes room: its quantum is over (or it says so), or
 * somebody came who goes first.  If only worse classes wait it stays.
 */
static void
rr_give_turn(struct globaldata *gd, struct lwp *lp)
{
	bool over = rr_quantum_over(lp);
	const struct lwp *next;

	spin_lock(&rr_spin);
	next = rr_first(gd);
	if (next != NULL && next->lwp_class <= lp->lwp_class) {
		rr_choose(gd);
		lwkt_deschedule_self(lp->lwp_thread);
		rr_enqueue(lp, !over);
		lp->lwp_ru.ru_nivcsw++;
	} else {
		rr_no_resched(gd);
	}
	spin_unlock(&rr_spin);
}

/*
 * lp takes the place of the current LWP, which is on its way to user mode
 * too (or lp would not be running) and will go on when it is chosen again.
 */
static void
rr_displace(struct globaldata *gd, struct lwp *lp)
{
	struct lwp *old = gd->gd_uschedcp;

	lwkt_deschedule(old->lwp_thread);
	rr_enqueue(old, !rr_quantum_over(old));
	old->lwp_ru.ru_nivcsw++;
	gd->gd_uschedcp = lp;
	rr_no_resched(gd);
}

/*
 * Another LWP is current, and lp comes from the kernel.  With some of its
 * quantum left it goes before all that wait, and the current one makes room:
 * at once, instead of being switched to in order to be told so.  That is
 * between equals; otherwise the better class goes first.
 */
static void
rr_wait_turn(struct globaldata *gd, struct lwp *lp)
{
	int better = gd->gd_uschedcp->lwp_class - lp->lwp_class;
	bool over = rr_quantum_over(lp);

	spin_lock(&rr_spin);
	if (better < 0 || (better == 0 && over)) {
		lwkt_deschedule_self(lp->lwp_thread);
		rr_enqueue(lp, !over);
	} else {
		rr_displace(gd, lp);
	}
	spin_unlock(&rr_spin);
}

/*
 * lp is about to go to user mode, and its priority is that of user mode
 * already.  First come threads with something to do in the kernel: they
 * are better; lp stays current meanwhile.
 */
static void __attribute__((noinline))
rr_wait_until_current(struct globaldata *gd, struct lwp *lp)
{
	uint32_t req;

	for (;;) {
		crit_enter();
		req = __atomic_load_n(&gd->gd_reqflags, __ATOMIC_RELAXED);
		if (gd->gd_uschedcp == NULL)
			gd->gd_uschedcp = lp;
		if (gd->gd_uschedcp != lp)
			rr_wait_turn(gd, lp);
		else if (req & RQF_USER_RESCHED)
			rr_give_turn(gd, lp);
		if (gd->gd_uschedcp == lp && (req & RQF_LWKT_RESCHED) == 0)
			break;
		lwkt_switch();
		crit_exit();
	}
	crit_exit();
}

/*
 * Mostly it is ours already and nobody asks.  Whoever asks from now on sets
 * a flag that return_to_user looks at.
 */
static void
rr_acquire_curproc(struct lwp *lp)
{
	struct globaldata *gd = mycpu;

	if (gd->gd_uschedcp != lp || (__atomic_load_n(&gd->gd_reqflags,
	    __ATOMIC_RELAXED) & (RQF_USER_RESCHED | RQF_LWKT_RESCHED)) != 0)
		rr_wait_until_current(gd, lp);
}

/* Clock interrupt: nobody's queue is touched. */
static void
rr_schedulerclock(struct lwp *lp)
{
	lp->lwp_rrcount++;
	if (lp->lwp_rrcount >= usched_rr_interval && lp == mycpu->gd_uschedcp)
		need_user_resched();
}

/* Only for ps: within a class the queue knows no priorities. */
static void
rr_resetpriority(struct lwp *lp)
{
	lp->lwp_priority = lp->lwp_class;
	if (lp->lwp_class == RR_NORMAL)
		lp->lwp_priority += lp->lwp_proc->p_nice;
}

static int
rr_class_of(const struct rtprio *rtp)
{
	switch (rtp->type) {
	case RTP_PRIO_REALTIME:
		return (rtp->prio);
	case RTP_PRIO_IDLE:
		return (RR_IDLE + rtp->prio);
	default:
		return (RR_NORMAL);
	}
}

static void
rr_changeclass(struct lwp *lp)
{
	spin_lock(&rr_spin);
	rr_classes = true;
	lp->lwp_class = rr_class_of(&lp->lwp_rtprio);
	if (lp->lwp_flag & LWP_ONRUNQ) {
		TAILQ_REMOVE(&rr_queue, lp, lwp_procq);
		lp->lwp_flag &= ~(uint32_t)LWP_ONRUNQ;
		rr_enqueue(lp, false);
	}
	spin_unlock(&rr_spin);
	rr_resetpriority(lp);
	need_user_resched();		/* who is current may have to go */
}

/* The parent keeps the cpu; the child starts with a whole quantum. */
static void
rr_heuristic_forking(struct lwp *lp1, struct lwp *lp2)
{
	(void)lp1;
	lp2->lwp_rrcount = 0;
	kstat_add(V_RR_FORKS, 1);
}

static void
rr_heuristic_exiting(struct lwp *lp, struct proc *p)
{
	(void)lp;
	(void)p;
	kstat_add(V_RR_EXITS, 1);
}

/* As if the quantum had ended: everybody else first. */
static void
rr_yield(struct lwp *lp)
{
	lp->lwp_rrcount = usched_rr_interval;
	need_user_resched();
}

unsigned
usched_rr_load(void)
{
	const struct lwp *lp;
	unsigned n;

	spin_lock(&rr_spin);
	n = mycpu->gd_uschedcp != NULL;
	TAILQ_FOREACH(lp, &rr_queue, lwp_procq)
		n++;
	spin_unlock(&rr_spin);
	return (n);
}

const struct usched usched_rr = {
	.name = "rr",
	.acquire_curproc = rr_acquire_curproc,
	.release_curproc = rr_release_curproc,
	.setrunqueue = rr_setrunqueue,
	.schedulerclock = rr_schedulerclock,
	.resetpriority = rr_resetpriority,
	.changeclass = rr_changeclass,
	.heuristic_forking = rr_heuristic_forking,
	.heuristic_exiting = rr_heuristic_exiting,
	.yield = rr_yield,
};

void
lwkt_passive_release(struct thread *td)
{
	td->td_release = NULL;
	lwkt_setpri(td, TDPRI_KERN_USER);
	td->td_proc->p_usched->release_curproc(td->td_lwp);
}

int
sys_sched_yield(struct sysmsg *sysmsg, const struct sched_yield_args *uap)
{
	(void)sysmsg;
	(void)uap;
	curproc->p_usched->yield(curlwp);
	return (0);
}
