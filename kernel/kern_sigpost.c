/*
 * kern_sigpost.c -- taking signals.
 *
 * userreturn() asks CURSIG_NOBLOCK() for the lowest signal that is pending
 * and not blocked, and hands it to postsig().  A handler runs because the
 * registers that user mode is about to get back are put away on the user's
 * stack and replaced (cpu_sendsig, arch/).
 *
 *   sig_lowest_pending            which one to act on
 *   sig_take                      it waits no longer
 *   sig_sleep_error, sig_stops    does it end a sleep?
 *   postsig, trapsignal           act on it
 *   sig_stop_here                 stopped, until continued
 */
#include "kernel/signal.h"

/*
 * SIGKILL goes before all others: it may come from another LWP that ends
 * the process or replaces its program.  Blocked ones do not count, nor do
 * stops of a vfork child (D-19).
 */
int
sig_lowest_pending(const struct lwp *lp)
{
	const struct proc *p = lp->lwp_proc;
	uint32_t word;
	int sig;

	if (sigset_has(&lp->lwp_siglist, SIGKILL) ||
	    sigset_has(&p->p_siglist, SIGKILL))
		return (SIGKILL);
	for (int i = 0; i < 4; i++) {
		word = (p->p_siglist.__bits[i] | lp->lwp_siglist.__bits[i]) &
		    ~lp->lwp_sigmask.__bits[i];
		for (; word != 0; word &= word - 1) {
			sig = i * 32 + __builtin_ctz(word) + 1;
			if ((p->p_flag & P_PPWAIT) && sig_default_stops(sig))
				continue;
			return (sig);
		}
	}
	return (0);
}

bool
sig_take(struct lwp *lp, int sig, siginfo_t *info)
{
	struct proc *p = lp->lwp_proc;
	const struct ksiginfo *ksi = &p->p_siginfo[sig - 1];
	bool was = true;

	crit_enter();
	if (sigset_has(&lp->lwp_siglist, sig))
		sigset_del(&lp->lwp_siglist, sig);
	else if (sigset_has(&p->p_siglist, sig))
		sigset_del(&p->p_siglist, sig);
	else
		was = false;
	if (info != NULL) {
		memset(info, 0, sizeof(*info));
		info->si_signo = sig;
		if (sig <= NSIGINFO) {
			info->si_code = ksi->ksi_code;
			info->si_pid = ksi->ksi_pid;
			info->si_uid = ksi->ksi_uid;
			info->si_status = ksi->ksi_status;
		}
	}
	crit_exit();
	return (was);
}

bool
sig_stops(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;
	int sig = CURSIG_NOBLOCK(lp);

	return (p->p_stat == SSTOP || (sig != 0 && sig_default_stops(sig) &&
	    sig_handler(p, sig) == SIG_DFL));
}

int
sig_sleep_error(struct lwp *lp)
{
	int sig = CURSIG_NOBLOCK(lp);

	if (sig == 0 || sig_stops(lp))
		return (0);
	return (sig_flags(lp->lwp_proc, sig) & SA_RESTART ? ERESTART : EINTR);
}

/*
 * The process stops: each of its other LWPs gets a SIGSTOP of its own, so
 * that it comes here too.  Its parent hears of it once all are here.
 */
static void
proc_stop(struct lwp *me, int sig)
{
	struct proc *p = me->lwp_proc;
	struct lwp *lp;

	crit_enter();
	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		if (lp == me)
			continue;
		sigset_add(&lp->lwp_siglist, SIGSTOP);
		sig_notify_lwp(lp);
	}
	p->p_stat = SSTOP;
	nstopped++;
	p->p_xstat = sig;
	p->p_flag &= ~(uint32_t)(P_WAITED | P_CONTINUED);
	crit_exit();
}

void
sig_stop_check(struct proc *p)
{
	struct proc *parent = p->p_pptr;

	if (p->p_stat != SSTOP || p->p_nthreads == 0 ||
	    p->p_nstopped != p->p_nthreads)
		return;
	wakeup(parent);
	if ((sig_flags(parent, SIGCHLD) & SA_NOCLDSTOP) == 0)
		ksignal_child(parent, SIGCHLD, p, CLD_STOPPED, p->p_xstat);
}

/* One LWP is stopped: counted once, until it leaves. */
static void
tstop(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;

	if ((lp->lwp_flag & LWP_WSTOP) == 0) {
		lp->lwp_flag |= LWP_WSTOP;
		p->p_nstopped++;
		sig_stop_check(p);
	}
	lp->lwp_stat = LSSTOP;
	tsleep(&p->p_stat, 0, "stop", 0);
}

/*
 * Our own stop, if one is pending; then wherever the process is stopped.  In
 * a stopped process another signal may be the lowest: that goes on waiting.
 */
void
sig_stop_here(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;
	int sig = CURSIG_NOBLOCK(lp);

	if (p->p_stat == SACTIVE && sig_stops(lp) && sig_take(lp, sig, NULL))
		proc_stop(lp, sig);
	crit_enter();
	while (p->p_stat == SSTOP && (lp->lwp_flag & LWP_WEXIT) == 0)
		tstop(lp);
	if (lp->lwp_flag & LWP_WSTOP) {
		lp->lwp_flag &= ~(uint32_t)LWP_WSTOP;
		p->p_nstopped--;
	}
	lp->lwp_stat = LSRUN;
	crit_exit();
}

/* Into the handler: masks change, the user's registers are replaced. */
static void
sig_deliver(struct lwp *lp, int sig, const siginfo_t *info)
{
	struct sigacts *ps = lp->lwp_proc->p_sigacts;
	struct sigaction act;
	sigset_t old = lp->lwp_sigmask;

	crit_enter();
	act.sa_handler = ps->ps_handler[sig - 1];
	act.sa_flags = ps->ps_flags[sig - 1];
	act.sa_mask = ps->ps_mask[sig - 1];
	if (act.sa_flags & SA_RESETHAND)
		ps->ps_handler[sig - 1] = SIG_DFL;
	if (lp->lwp_flag & LWP_OLDMASK) {
		old = lp->lwp_oldsigmask;
		lp->lwp_flag &= ~(uint32_t)LWP_OLDMASK;
	}
	for (int i = 0; i < 4; i++)
		lp->lwp_sigmask.__bits[i] |= act.sa_mask.__bits[i];
	if ((act.sa_flags & SA_NODEFER) == 0)
		sigset_add(&lp->lwp_sigmask, sig);
	sig_reassign(lp->lwp_proc);
	crit_exit();
	if (cpu_sendsig(lp, &act, ps->ps_tramp, info, &old) != 0)
		exit1(W_EXITCODE(0, SIGILL));
}

void
postsig(struct lwp *lp, int sig)
{
	struct proc *p = lp->lwp_proc;
	siginfo_t info;

	if (lp->lwp_flag & LWP_WEXIT)
		exit1(W_EXITCODE(0, SIGKILL));	/* we are told to die */
	if (sig_stops(lp)) {
		sig_stop_here(lp);
		return;
	}
	if (!sig_take(lp, sig, &info) || sig_ignored(p, sig))
		return;
	if (sig_handler(p, sig) == SIG_DFL)
		exit1(W_EXITCODE(0, sig));
	sig_deliver(lp, sig, &info);
}

bool
trapsignal_caught(const struct lwp *lp, int sig)
{
	void (*handler)(int) = sig_handler(lp->lwp_proc, sig);

	return (handler != SIG_DFL && handler != SIG_IGN &&
	    !sigset_has(&lp->lwp_sigmask, sig));
}

/*
 * A fault of the program itself: it cannot go on unless a handler mends
 * something, so nothing may ignore or block it, not even init.
 */
void
trapsignal(struct lwp *lp, int sig, uintptr_t addr)
{
	const siginfo_t info = { .si_signo = sig, .si_code = SI_FAULT,
	    .si_addr = (void *)addr };

	KASSERT(lp == curlwp, ("a fault belongs to who runs"));
	if (!trapsignal_caught(lp, sig))
		exit1(W_EXITCODE(0, sig));
	sig_deliver(lp, sig, &info);
}
