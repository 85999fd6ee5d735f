/*
 * kern_sig.c -- sending signals.
 *
 * A signal that would be ignored is dropped when it is sent.  Any other is
 * noted in the process's set, or in an LWP's, and an LWP that does not
 * block it is made to look: its interruptible sleep ends, or it looks on its
 * way to user mode.  Stopping is done by the LWP that takes the stop.
 *
 *   ksignal, ksignal_pgrp, lwpsignal, ksignal_child   send
 *   sig_choose_lwp, sig_reassign       who is to take it
 *   signame, sig_default_*, sig_ignored   what a signal is and does
 */
#include "kernel/signal.h"

static const char *const signames[] = {
	"0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT",
	"SIGEMT", "SIGFPE", "SIGKILL", "SIGBUS", "SIGSEGV", "SIGSYS",
	"SIGPIPE", "SIGALRM", "SIGTERM", "SIGURG", "SIGSTOP", "SIGTSTP",
	"SIGCONT", "SIGCHLD", "SIGTTIN", "SIGTTOU", "SIGIO", "SIGXCPU",
	"SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGINFO", "SIGUSR1",
	"SIGUSR2", "SIGTHR", "SIGCKPT", "SIGCKPTEXIT"
};

const char *
signame(int sig)
{
	if (sig < 0 || sig >= (int)(sizeof(signames) / sizeof(signames[0])))
		return ("SIG?");
	return (signames[sig]);
}

bool
sig_default_ignored(int sig)
{
	switch (sig) {
	case SIGURG: case SIGCONT: case SIGCHLD: case SIGIO:
	case SIGWINCH: case SIGINFO: case SIGTHR:
	case SIGCKPT:
		return (true);
	default:
		return (sig >= 35);
	}
}

bool
sig_default_stops(int sig)
{
	return (sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN ||
	    sig == SIGTTOU);
}

bool
sig_ignored(const struct proc *p, int sig)
{
	void (*handler)(int) = sig_handler(p, sig);

	if (handler != SIG_DFL)
		return (handler == SIG_IGN);
	return (p == initproc || sig_default_ignored(sig));
}

bool
sig_parent_nowait(const struct proc *parent)
{
	return (parent != initproc &&
	    ((sig_flags(parent, SIGCHLD) & SA_NOCLDWAIT) != 0 ||
	    sig_handler(parent, SIGCHLD) == SIG_IGN));
}

void
sig_notify_lwp(struct lwp *lp)
{
	if (lp->lwp_thread->td_flags & TDF_SINTR)
		tsleep_abort(lp->lwp_thread);
	else
		__atomic_or_fetch(&mycpu->gd_reqflags, RQF_AST_SIGNAL,
		    __ATOMIC_SEQ_CST);
}

/* How well lp can take sig: 0 not at all.  Who waits for it comes first. */
static int
sig_rank(const struct lwp *lp, int sig)
{
	if (lp->lwp_flag & LWP_WEXIT)
		return (0);
	if ((lp->lwp_flag & LWP_SIGWAIT) &&
	    sigset_has(&lp->lwp_oldsigmask, sig))
		return (5);
	if (sigset_has(&lp->lwp_sigmask, sig))
		return (0);
	if (lp->lwp_stat == LSRUN)
		return (4);
	if (lp->lwp_thread->td_flags & TDF_SINTR)
		return (3);
	return (lp->lwp_stat == LSSTOP ? 2 : 1);
}

/* Who is to take a signal of the process: the current LWP if it can. */
static struct lwp *
sig_choose_lwp(struct proc *p, int sig)
{
	struct lwp *lp = curlwp;
	struct lwp *found = NULL;
	int rank, best = 0;

	if (lp != NULL && lp->lwp_proc == p && sig_rank(lp, sig) != 0)
		return (lp);
	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		rank = sig_rank(lp, sig);
		if (rank > best) {
			best = rank;
			found = lp;
		}
	}
	return (found);
}

void
sig_reassign(struct proc *p)
{
	struct lwp *lp;
	uint32_t word;
	int sig;

	crit_enter();
	for (int i = 0; i < 4; i++) {
		word = p->p_siglist.__bits[i];
		for (; word != 0; word &= word - 1) {
			sig = i * 32 + __builtin_ctz(word) + 1;
			lp = sig_choose_lwp(p, sig);
			if (lp != NULL)
				sig_notify_lwp(lp);
		}
	}
	crit_exit();
}

/* A stop and a continue forget each other. */
static void
sig_forget(struct proc *p, int sig)
{
	struct lwp *lp;

	sigset_del(&p->p_siglist, sig);
	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp))
		sigset_del(&lp->lwp_siglist, sig);
}

static void
sig_forget_opposite(struct proc *p, int sig)
{
	if (sig == SIGCONT) {
		sig_forget(p, SIGSTOP);
		sig_forget(p, SIGTSTP);
		sig_forget(p, SIGTTIN);
		sig_forget(p, SIGTTOU);
	} else if (sig_default_stops(sig)) {
		sig_forget(p, SIGCONT);
		p->p_flag &= ~(uint32_t)P_CONTINUED;
	}
}

void
sig_unstop(struct proc *p, int sig)
{
	struct proc *parent = p->p_pptr;

	crit_enter();
	p->p_stat = SACTIVE;
	nstopped--;
	wakeup(&p->p_stat);
	if (sig == SIGCONT) {
		p->p_flag |= P_CONTINUED;
		wakeup(parent);
		if ((sig_flags(parent, SIGCHLD) & SA_NOCLDSTOP) == 0)
			ksignal_child(parent, SIGCHLD, p, CLD_CONTINUED,
			    SIGCONT);
	}
	crit_exit();
}

/*
 * A signal whose default is to be ignored is kept all the same if everybody
 * who could take it blocks it: somebody may wait for it with sigwait, or set
 * a handler before the mask opens.  lp: it is for that LWP alone.
 */
static bool
sig_kept(struct proc *p, struct lwp *lp, int sig)
{
	if (p == initproc || sig_handler(p, sig) != SIG_DFL)
		return (false);
	if (lp != NULL)
		return (sigset_has(&lp->lwp_sigmask, sig));
	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		if (!sigset_has(&lp->lwp_sigmask, sig))
			return (false);
	}
	return (true);
}

/* Is there anything to do about sig?  SIGCONT works even if ignored. */
static bool
sig_wanted(struct proc *p, struct lwp *lp, int sig)
{
	bool dfl = sig_handler(p, sig) == SIG_DFL;

	sig_forget_opposite(p, sig);
	if (p->p_stat == SSTOP) {
		if (sig == SIGKILL || sig == SIGCONT)
			sig_unstop(p, sig);
		else if (sig_default_stops(sig))
			return (false);
	}
	if (sig_ignored(p, sig) && !sig_kept(p, lp, sig))
		return (false);
	if (dfl && sig != SIGSTOP && sig_default_stops(sig) &&
	    p->p_pgrp != NULL && pgrp_orphaned(p->p_pgrp))
		return (false);
	return (true);
}

/* sig waits in that set of p; who sent it first is remembered. */
static void
sig_note(struct proc *p, sigset_t *set, int sig, const struct ksiginfo *ksi)
{
	if (sig <= NSIGINFO && !sigset_has(set, sig))
		p->p_siginfo[sig - 1] = *ksi;
	sigset_add(set, sig);
}

/* lp NULL: whoever can take it. */
static void
sig_send(struct proc *p, struct lwp *lp, int sig, const struct ksiginfo *ksi)
{
	crit_enter();
	if (p->p_stat != SZOMB && (p->p_flag & P_SYSTEM) == 0 &&
	    (lp == NULL || (lp->lwp_flag & LWP_WEXIT) == 0) &&
	    sig_wanted(p, lp, sig)) {
		sig_note(p, lp != NULL ? &lp->lwp_siglist : &p->p_siglist,
		    sig, ksi);
		if (lp == NULL)
			lp = sig_choose_lwp(p, sig);
		if (lp != NULL && sig_rank(lp, sig) != 0)
			sig_notify_lwp(lp);
	}
	crit_exit();
}

static const struct ksiginfo by_kernel = { .ksi_code = SI_KERNEL };

void
ksignal(struct proc *p, int sig)
{
	sig_send(p, NULL, sig, &by_kernel);
}

void
ksignal_info(struct proc *p, int sig, const struct ksiginfo *ksi)
{
	sig_send(p, NULL, sig, ksi);
}

void
lwpsignal(struct lwp *lp, int sig)
{
	sig_send(lp->lwp_proc, lp, sig, &by_kernel);
}

void
lwpsignal_info(struct lwp *lp, int sig, const struct ksiginfo *ksi)
{
	sig_send(lp->lwp_proc, lp, sig, ksi);
}

void
ksignal_child(struct proc *parent, int sig, const struct proc *p, int code,
    int status)
{
	const struct ksiginfo ksi = { code, p->p_pid, p->p_ucred->cr_ruid,
	    status };

	sig_send(parent, NULL, sig, &ksi);
}

void
ksignal_pgrp(struct pgrp *pg, int sig, bool checkctty)
{
	struct proc *p;

	lockmgr(&pg->pg_lock, LK_EXCLUSIVE);
	lwkt_gettoken(&pg->pg_token);
	crit_enter();
	LIST_FOREACH(p, &pg->pg_members, p_pglist) {
		if (!checkctty || (p->p_flag & P_CONTROLT))
			ksignal(p, sig);
	}
	crit_exit();
	lwkt_reltoken(&pg->pg_token);
	lockmgr(&pg->pg_lock, LK_RELEASE);
}
