/*
 * kern_kill.c -- kill(2): who may send what to whom.
 *
 *   sys_kill       to a process, to a group, to everybody
 *   sys_lwp_kill   to one LWP
 */
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "sysproto.h"

/* SIGCONT within the session, always: a shell continues its jobs. */
static bool
sig_permitted(const struct ucred *cr, const struct proc *p, int sig)
{
	const struct ucred *to = p->p_ucred;

	if (sig == SIGCONT && p->p_pgrp != NULL &&
	    p->p_pgrp->pg_session == curproc->p_pgrp->pg_session)
		return (true);
	return (cr->cr_uid == 0 ||
	    cr->cr_uid == to->cr_uid || cr->cr_uid == to->cr_ruid ||
	    cr->cr_ruid == to->cr_uid || cr->cr_ruid == to->cr_ruid);
}

/* From the caller to p, or to its lp if that is not NULL. */
static void
kill_send(struct proc *p, struct lwp *lp, int sig)
{
	const struct ksiginfo ksi = { .ksi_code = SI_USER,
	    .ksi_pid = curproc->p_pid,
	    .ksi_uid = curthread->td_ucred->cr_ruid };

	if (lp != NULL)
		lwpsignal_info(lp, sig, &ksi);
	else
		ksignal_info(p, sig, &ksi);
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
	if (!sig_permitted(curthread->td_ucred, p, km->km_sig))
		return (0);
	km->km_sent++;
	if (km->km_sig != 0)
		kill_send(p, NULL, km->km_sig);
	return (0);
}

/*
 * pg_lock exclusively: no fork of a member is half done meanwhile.  A member
 * that is not started yet gets it, too.
 */
static int
kill_pgrp(pid_t pgid, int sig)
{
	struct kill_many km = { .km_sig = sig };
	struct proc *p;
	struct pgrp *pg = pgid == 0 ? pgrp_of(curproc) : pgfind(pgid);

	if (pg == NULL)
		return (ESRCH);
	km.km_pgrp = pg;
	lockmgr(&pg->pg_lock, LK_EXCLUSIVE);
	lwkt_gettoken(&pg->pg_token);
	LIST_FOREACH(p, &pg->pg_members, p_pglist)
		kill_one_of_many(p, &km);
	lwkt_reltoken(&pg->pg_token);
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
	if (!sig_permitted(curthread->td_ucred, p, sig))
		error = EPERM;
	else if (sig != 0)
		kill_send(p, NULL, sig);
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

/* p is held, but not locked: an LWP that is on its way out takes nothing. */
static int
kill_lwp(struct proc *p, lwpid_t tid, int sig)
{
	struct lwp *lp;
	int error = 0;

	if (!sig_permitted(curthread->td_ucred, p, sig))
		return (EPERM);
	lwkt_gettoken(&p->p_token);
	lp = lwp_find(p, tid);
	if (p->p_flag & P_WEXIT)
		error = 0;
	else if (lp == NULL)
		error = ESRCH;
	else if (sig != 0)
		kill_send(p, lp, sig);
	lwkt_reltoken(&p->p_token);
	return (error);
}

int
sys_lwp_kill(struct sysmsg *sysmsg, const struct lwp_kill_args *uap)
{
	pid_t pid = uap->pid == -1 ? curproc->p_pid : uap->pid;
	struct proc *p;
	int error;

	(void)sysmsg;
	if (uap->sig < 0 || uap->sig >= NSIG || uap->tid == -1 || pid <= 0)
		return (EINVAL);
	p = pfind(pid);
	if (p == NULL)
		return (ESRCH);
	error = kill_lwp(p, uap->tid, uap->sig);
	PRELE(p);
	return (error);
}
