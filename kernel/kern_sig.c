/*
 * kern_sig.c -- signals, as deaths.
 *
 * A signal whose default is to be ignored is dropped when it is sent; any
 * other is noted in p_siglist and kills when the process next looks: on its
 * way to user mode, or in an interruptible sleep, which it ends.
 *
 *   ksignal, ksignal_pgrp   send
 *   sig_lowest_pending      which one to act on (CURSIG_NOBLOCK)
 *   postsig, trapsignal     act on it: die
 *   sys_kill                the system call
 */
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "sysproto.h"

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

static bool
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

static bool
sig_default_stops(int sig)
{
	return (sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN ||
	    sig == SIGTTOU);
}

/* Wake what sleeps interruptibly; make what runs look. */
static void
sig_notify(struct proc *p)
{
	struct lwp *lp;

	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		if (lp->lwp_thread->td_flags & TDF_SINTR)
			tsleep_abort(lp->lwp_thread);
		else if (lp->lwp_thread == curthread)
			__atomic_or_fetch(&mycpu->gd_reqflags,
			    RQF_AST_SIGNAL, __ATOMIC_SEQ_CST);
	}
}

/*
 * Called by the terminal's interrupt handler too, so the pending set is
 * guarded by a critical section.
 */
void
ksignal(struct proc *p, int sig)
{
	if (sig_default_ignored(sig) || sig_default_stops(sig) ||
	    p == initproc || (p->p_flag & (P_WEXIT | P_SYSTEM)))
		return;
	crit_enter();
	p->p_siglist.__bits[(sig - 1) / 32] |= 1u << ((sig - 1) % 32);
	sig_notify(p);
	crit_exit();
}

void
ksignal_pgrp(struct pgrp *pg, int sig)
{
	struct proc *p;

	crit_enter();
	LIST_FOREACH(p, &pg->pg_members, p_pglist)
		ksignal(p, sig);
	crit_exit();
}

int
sig_lowest_pending(const sigset_t *set)
{
	for (int i = 0; i < 4; i++) {
		if (set->__bits[i] != 0)
			return (i * 32 + __builtin_ctz(set->__bits[i]) + 1);
	}
	return (0);
}

void
postsig(int sig)
{
	exit1(W_EXITCODE(0, sig));
}

/* A fault of the program itself: nothing may ignore it, not even init. */
void
trapsignal(struct lwp *lp, int sig)
{
	KASSERT(lp == curlwp, ("a fault belongs to who runs"));
	postsig(sig);
}

/* ------------------------------------------------------ system calls */

static bool
sig_permitted(const struct ucred *cr, const struct proc *p)
{
	const struct ucred *to = p->p_ucred;

	return (cr->cr_uid == 0 ||
	    cr->cr_uid == to->cr_uid || cr->cr_uid == to->cr_ruid ||
	    cr->cr_ruid == to->cr_uid || cr->cr_ruid == to->cr_ruid);
}

/* How a signal to many went. */
struct kill_many {
	int km_sig;
	int km_sent;
	bool km_all;			/* kill(-1): spare init and ourselves */
	const struct pgrp *km_pgrp;
};

static int
kill_one_of_many(struct proc *p, void *arg)
{
	struct kill_many *km = arg;

	if (p->p_stat == SZOMB || (p->p_flag & P_SYSTEM))
		return (0);
	if (km->km_all && (p == initproc || p == curproc))
		return (0);
	if (!km->km_all && p->p_pgrp != km->km_pgrp)
		return (0);
	if (!sig_permitted(curthread->td_ucred, p))
		return (0);
	km->km_sent++;
	if (km->km_sig != 0)
		ksignal(p, km->km_sig);
	return (0);
}

/* pg_lock exclusively: no fork of a member is half done meanwhile. */
static int
kill_pgrp(pid_t pgid, int sig)
{
	struct kill_many km = { .km_sig = sig };
	struct pgrp *pg = pgfind(pgid == 0 ? curproc->p_pgrp->pg_id : pgid);

	if (pg == NULL)
		return (ESRCH);
	km.km_pgrp = pg;
	lockmgr(&pg->pg_lock, LK_EXCLUSIVE);
	proc_scan(kill_one_of_many, &km);
	lockmgr(&pg->pg_lock, LK_RELEASE);
	pgrel(pg);
	return (km.km_sent > 0 ? 0 : ESRCH);
}

static int
kill_pid(pid_t pid, int sig)
{
	struct proc *p = pfind(pid);
	int error = 0;

	if (p == NULL)
		return (ESRCH);
	if (!sig_permitted(curthread->td_ucred, p))
		error = EPERM;
	else if (sig != 0)
		ksignal(p, sig);
	PRELE(p);
	return (error);
}

int
sys_kill(struct sysmsg *sysmsg, const struct kill_args *uap)
{
	struct kill_many km = { .km_sig = uap->sig, .km_all = true };

	(void)sysmsg;
	if (uap->sig < 0 || uap->sig >= NSIG)
		return (EINVAL);
	if (sig_default_stops(uap->sig))
		return (EOPNOTSUPP);	/* nothing can be stopped yet */
	if (uap->pid > 0)
		return (kill_pid(uap->pid, uap->sig));
	if (uap->pid == -1) {
		proc_scan(kill_one_of_many, &km);
		return (km.km_sent > 0 ? 0 : ESRCH);
	}
	if (uap->pid == INT32_MIN)
		return (ESRCH);
	return (kill_pgrp(-uap->pid, uap->sig));
}
