/*
 * kern_synch.c -- sleeping until something happens.
 *
 * A thread sleeps on an address, the ident, which means nothing but itself:
 * wakeup() of the same address (and domain) wakes it.  Sleepers wait in
 * queues chosen by a hash of the ident.
 *
 * Between looking whether one must sleep and sleeping, the thing waited for
 * may happen.  tsleep_interlock() enters the queue first; then one looks,
 * then sleeps with PINTERLOCKED: a wakeup in between takes the thread off
 * the queue, and tsleep() returns at once.
 *
 *   tsleep, ssleep, tsleep_interlock   sleep
 *   wakeup, wakeup_one, _domain, _domain_one
 *   tsleep_abort                       wake one thread: a signal came
 */
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/usched.h"
#include "lib/bits.h"

#define SLEEPQ_COUNT	256		/* a power of two */

/* Sleepers, the longest first; critical section. */
static struct thread_list sleepqs[SLEEPQ_COUNT];

void
tsleep_init(void)
{
	for (size_t i = 0; i < SLEEPQ_COUNT; i++)
		TAILQ_INIT(&sleepqs[i]);
}

static struct thread_list *
sleepq_of(const volatile void *ident)
{
	uintptr_t a = (uintptr_t)ident;

	return (&sleepqs[(a >> 4 ^ a >> 12 ^ a >> 20) % SLEEPQ_COUNT]);
}

static void
sleepq_insert(struct thread *td, const volatile void *ident, int domain)
{
	td->td_wchan = ident;
	td->td_wdomain = domain;
	td->td_flags |= TDF_TSLEEPQ;
	TAILQ_INSERT_TAIL(sleepq_of(ident), td, td_sleepq);
}

static void
sleepq_remove(struct thread *td)
{
	if ((td->td_flags & TDF_TSLEEPQ) == 0)
		return;
	TAILQ_REMOVE(sleepq_of(td->td_wchan), td, td_sleepq);
	td->td_flags &= ~(uint32_t)TDF_TSLEEPQ;
	td->td_wchan = NULL;
	td->td_wdomain = 0;
}

/* ------------------------------------------------------------ wake up */

/* Off its sleep queue, and running if it slept; critical section. */
static void
sleep_end(struct thread *td)
{
	sleepq_remove(td);
	if (td->td_flags & TDF_TSLEEP_DESCHEDULED) {
		td->td_flags &= ~(uint32_t)TDF_TSLEEP_DESCHEDULED;
		lwkt_schedule(td);
	}
}

void
tsleep_abort(struct thread *td)
{
	crit_enter();
	sleep_end(td);
	crit_exit();
}

/* The callout of a sleep with a time limit. */
static void
tsleep_timeout(void *arg)
{
	struct thread *td = arg;

	if ((td->td_flags & TDF_TSLEEPQ) == 0)
		return;			/* it is awake already */
	td->td_flags |= TDF_TIMEOUT;
	tsleep_abort(td);
}

static void
wakeup_some(const volatile void *ident, int domain, bool all)
{
	struct thread_list *q = sleepq_of(ident);
	struct thread *self = curthread;
	struct thread *td, *next;

	crit_enter_quick(self);
	TAILQ_FOREACH_MUTABLE(td, q, td_sleepq, next) {
		if (td->td_wchan != ident || td->td_wdomain != domain)
			continue;
		sleep_end(td);
		if (!all)
			break;
	}
	crit_exit_quick(self);
}

void
wakeup(const volatile void *ident)
{
	wakeup_some(ident, 0, true);
}

void
wakeup_one(const volatile void *ident)
{
	wakeup_some(ident, 0, false);
}

void
wakeup_domain(const volatile void *ident, int domain)
{
	wakeup_some(ident, domain, true);
}

void
wakeup_domain_one(const volatile void *ident, int domain)
{
	wakeup_some(ident, domain, false);
}

/* -------------------------------------------------------------- sleep */

void
tsleep_interlock(const volatile void *ident, int flags)
{
	struct thread *td = curthread;

	crit_enter();
	sleepq_remove(td);
	sleepq_insert(td, ident, flags & (int)PDOMAIN_MASK);
	crit_exit();
}

/* Off the cpu until somebody wakes us; the thread is on its sleep queue. */
static void
sleep_now(struct thread *td, struct lwp *lp)
{
	if (lp != NULL) {
		lp->lwp_ru.ru_nvcsw++;
		if (lp->lwp_stat != LSSTOP)
			lp->lwp_stat = LSSLEEP;
	}
	lwkt_deschedule_self(td);
	td->td_flags |= TDF_TSLEEP_DESCHEDULED;
	lwkt_switch();
	if (lp != NULL)
		lp->lwp_stat = LSRUN;
}

/* The same, but not for more than timo ticks; 0 or EWOULDBLOCK. */
static int __attribute__((noinline))
sleep_limited(struct thread *td, struct lwp *lp, int timo)
{
	struct callout limit;

	callout_init(&limit);
	callout_reset(&limit, timo, tsleep_timeout, td);
	sleep_now(td, lp);
	callout_stop(&limit);
	if ((td->td_flags & TDF_TIMEOUT) == 0)
		return (0);
	td->td_flags &= ~(uint32_t)TDF_TIMEOUT;
	return (EWOULDBLOCK);
}

int
tsleep(const volatile void *ident, int flags, const char *wmesg, int timo)
{
	struct thread *td = curthread;
	struct lwp *lp = td->td_lwp;
	bool catch = (flags & PCATCH) != 0 && lp != NULL;
	int error = 0;

	KASSERT(mycpu->gd_spinlocks == 0,
	    ("sleep on %s with a spinlock held", wmesg));
	crit_enter_quick(td);
	if ((flags & PINTERLOCKED) == 0)
		tsleep_interlock(ident, flags);
	KASSERT((td->td_flags & TDF_TSLEEPQ) == 0 || td->td_wchan == ident,
	    ("sleep on %s, but the interlock was on something else", wmesg));
	td->td_wmesg = wmesg;
	/*
	 * Senders note a signal in a critical section, as we look in one: no
	 * token is needed, so none is taken after we have queued (D-54).
	 */
	if (catch) {
		error = sig_sleep_error(lp);
		td->td_flags |= TDF_SINTR;
	}
	/* Not on the queue any more: the wakeup has been. */
	if (error == 0 && (td->td_flags & TDF_TSLEEPQ) &&
	    !(catch && sig_stops(lp))) {
		if (timo > 0)
			error = sleep_limited(td, lp, timo);
		else
			sleep_now(td, lp);
	}
	sleepq_remove(td);
	td->td_flags &= ~(uint32_t)TDF_SINTR;
	td->td_wmesg = NULL;
	crit_exit_quick(td);
	if (catch && error == 0) {
		/* Continued: to the caller, a wakeup for nothing. */
		if (sig_stops(lp))
			sig_stop_here(lp);
		error = sig_sleep_error(lp);
	}
	return (error);
}

int
ssleep(const volatile void *ident, struct spinlock *spin, int flags,
    const char *wmesg, int timo)
{
	int error;

	tsleep_interlock(ident, flags);
	spin_unlock(spin);
	error = tsleep(ident, flags | PINTERLOCKED, wmesg, timo);
	spin_lock(spin);
	return (error);
}
