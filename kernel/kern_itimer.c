/*
 * kern_itimer.c -- interval timers: a signal after some time, and again.
 *
 * A process that never set one pays nothing: p_itimers is NULL, which is
 * also what fork gives its child.  exec keeps the timers.  REAL is a callout;
 * VIRTUAL and PROF are counted down by the clock tick of whoever runs, so
 * they cost nothing while the process sleeps.
 *
 *   sys_setitimer, sys_getitimer
 *   itimer_tick    a clock tick for VIRTUAL and PROF
 *   itimer_exit    all of them end
 */
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "lib/bits.h"
#include "sysproto.h"

MALLOC_DEFINE(M_ITIMER, "itimer");

#define NSEC		1000000000ul
#define SECONDS_MAX	100000000l	/* three years; longer is EINVAL */
#define CALLOUT_MAX	(1ul << 30)	/* ticks in one callout */
#define NTIMERS		3

/*
 * All in nanoseconds, 0: not set.  it_value of REAL is the uptime when it is
 * due; that of the others is what is left.
 *   C   inside a critical section: the clock interrupt uses it too
 */
struct itimers {
	struct callout it_callout;		/* C  REAL's */
	uint64_t it_value[NTIMERS];		/* C  */
	uint64_t it_interval[NTIMERS];		/* C  */
};

static uint64_t
nsec_of_timeval(const struct timeval *tv)
{
	return ((uint64_t)tv->tv_sec * NSEC + (uint64_t)tv->tv_usec * 1000);
}

static struct timeval
timeval_of_nsec(uint64_t nsec)
{
	struct timeval tv = {
		.tv_sec = (time_t)(nsec / NSEC),
		.tv_usec = (suseconds_t)(nsec % NSEC / 1000)
	};

	return (tv);
}

/* -------------------------------------------------- REAL: the callout */

static void itimer_expire(void *arg);

/* Called in a critical section; REAL is set. */
static void
itimer_arm(struct proc *p, uint64_t now, int more)
{
	struct itimers *it = p->p_itimers;
	uint64_t due = it->it_value[ITIMER_REAL];
	uint64_t left = due > now ? due - now : 0;
	uint64_t n = howmany(left, NSEC / (uint64_t)hz);

	callout_reset(&it->it_callout, (int)min(n, CALLOUT_MAX) + more,
	    itimer_expire, p);
}

/*
 * The callout.  The process is held while we use it: the signal may let it
 * run and end on another cpu (D-48).  A time that has passed several times
 * meanwhile is one signal.
 */
static void
itimer_expire(void *arg)
{
	struct proc *p = arg;
	struct itimers *it = p->p_itimers;
	uint64_t now = cpu_nanouptime();
	uint64_t *due = &it->it_value[ITIMER_REAL];
	uint64_t interval = it->it_interval[ITIMER_REAL];

	PHOLD(p);
	if (*due > now + NSEC / (uint64_t)hz) {
		itimer_arm(p, now, 0);		/* it is a long one */
	} else {
		ksignal(p, SIGALRM);
		if (interval == 0) {
			*due = 0;
		} else {
			*due += interval;
			if (*due <= now)
				*due += (now - *due) / interval * interval +
				    interval;
			itimer_arm(p, now, 0);
		}
	}
	PRELE(p);
}

/* ------------------------------------ VIRTUAL and PROF: the clock tick */

static void
itimer_count(struct proc *p, int which, int sig)
{
	const uint64_t tick = NSEC / (uint64_t)hz;
	struct itimers *it = p->p_itimers;
	uint64_t left = it->it_value[which];
	uint64_t interval = it->it_interval[which];

	if (left == 0)
		return;
	if (left > tick) {
		it->it_value[which] = left - tick;
		return;
	}
	/* What this tick was too long comes off the next round. */
	it->it_value[which] = interval == 0 ? 0 :
	    interval > tick - left ? interval - (tick - left) : 1;
	ksignal(p, sig);
}

void
itimer_tick(struct proc *p, bool usermode)
{
	if (usermode)
		itimer_count(p, ITIMER_VIRTUAL, SIGVTALRM);
	itimer_count(p, ITIMER_PROF, SIGPROF);
}

/* callout_stop waits for an expiry that is running. */
void
itimer_exit(struct proc *p)
{
	struct itimers *it = p->p_itimers;

	if (it == NULL)
		return;
	callout_stop(&it->it_callout);
	crit_enter();
	p->p_itimers = NULL;
	crit_exit();
	kfree(it, M_ITIMER);
}

/* -------------------------------------------------------- system calls */

static void
itimer_read(const struct itimers *it, int which, struct itimerval *itv)
{
	uint64_t left, now = cpu_nanouptime();

	memset(itv, 0, sizeof(*itv));
	if (it == NULL)
		return;
	left = it->it_value[which];
	if (which == ITIMER_REAL && left != 0)
		left = left > now ? left - now : 1000;
	itv->it_value = timeval_of_nsec(left);
	itv->it_interval = timeval_of_nsec(it->it_interval[which]);
}

/* Critical section. */
static void
itimer_write(struct proc *p, int which, const struct itimerval *itv)
{
	struct itimers *it = p->p_itimers;
	uint64_t value = nsec_of_timeval(&itv->it_value);
	uint64_t now = cpu_nanouptime();

	if (which == ITIMER_REAL)
		callout_stop(&it->it_callout);
	it->it_interval[which] = value == 0 ? 0 :
	    nsec_of_timeval(&itv->it_interval);
	it->it_value[which] = value;
	if (which == ITIMER_REAL && value != 0) {
		it->it_value[which] += now;
		/* One more: the present tick is partly over. */
		itimer_arm(p, now, 1);
	}
}

static bool
timeval_good(const struct timeval *tv)
{
	return (tv->tv_sec >= 0 && tv->tv_sec <= SECONDS_MAX &&
	    tv->tv_usec >= 0 && tv->tv_usec < 1000000);
}

/* p's timers, made when it sets the first; p_token is held. */
static int
itimer_have(struct proc *p)
{
	struct itimers *it;

	if (p->p_itimers != NULL)
		return (0);
	it = kmalloc(sizeof(*it), M_ITIMER, M_ZERO);
	if (it == NULL)
		return (ENOMEM);
	callout_init(&it->it_callout);
	p->p_itimers = it;
	return (0);
}

int
sys_getitimer(struct sysmsg *sysmsg, const struct getitimer_args *uap)
{
	struct itimerval itv;

	(void)sysmsg;
	if (uap->which < 0 || uap->which >= NTIMERS)
		return (EINVAL);
	crit_enter();
	itimer_read(curproc->p_itimers, uap->which, &itv);
	crit_exit();
	return (copyout(&itv, uap->value, sizeof(itv)));
}

int
sys_setitimer(struct sysmsg *sysmsg, const struct setitimer_args *uap)
{
	struct proc *p = curproc;
	struct itimerval new, old;
	int error = 0;

	(void)sysmsg;
	if (uap->which < 0 || uap->which >= NTIMERS)
		return (EINVAL);
	if (uap->value != NULL)
		error = copyin(uap->value, &new, sizeof(new));
	if (error != 0)
		return (error);
	if (uap->value != NULL && (!timeval_good(&new.it_value) ||
	    !timeval_good(&new.it_interval)))
		return (EINVAL);
	lwkt_gettoken(&p->p_token);
	if (uap->value != NULL)
		error = itimer_have(p);
	crit_enter();
	itimer_read(p->p_itimers, uap->which, &old);
	if (uap->value != NULL && error == 0)
		itimer_write(p, uap->which, &new);
	crit_exit();
	lwkt_reltoken(&p->p_token);
	if (error == 0 && uap->ovalue != NULL)
		error = copyout(&old, uap->ovalue, sizeof(old));
	return (error);
}
