/*
 * kern_prio.c -- who goes before others.
 *
 * An LWP is realtime, normal or idle (struct rtprio); the user scheduler
 * obeys that.  A process has a nice value, which is kept, inherited and
 * shown; round robin does not use it.
 *
 *   sys_rtprio, sys_lwp_rtprio         of all LWPs of a process; of one
 *   sys_setpriority, sys_getpriority   the nice value
 */
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "lib/bits.h"
#include "sysproto.h"

/* ------------------------------------------------------------- rtprio */

/* Who may change p: its owner, and user 0. */
static bool
prio_permitted(const struct proc *p)
{
	const struct ucred *cr = curthread->td_ucred;

	return (cr->cr_uid == 0 || cr->cr_uid == p->p_ucred->cr_uid ||
	    cr->cr_ruid == p->p_ucred->cr_uid);
}

/* Is *rtp something to be, and may the caller make p that? */
static int
rtprio_check(const struct proc *p, const struct rtprio *rtp)
{
	if (rtp->type > RTP_PRIO_IDLE || rtp->prio > RTP_PRIO_MAX)
		return (EINVAL);
	if (!prio_permitted(p))
		return (EPERM);
	if (rtp->type == RTP_PRIO_REALTIME && curthread->td_ucred->cr_uid != 0)
		return (EPERM);
	return (0);
}

/*
 * The rtprio of lp, or of all LWPs of p if lp is NULL (then the first one's
 * is what it was).  *rtp is read or written; p_token is held.
 */
static int
rtprio_do(struct proc *p, struct lwp *lp, int function, struct rtprio *rtp)
{
	bool all = lp == NULL;
	int error;

	if (all)
		lp = lwp_first(p);
	if (lp == NULL)
		return (ESRCH);
	if (function == RTP_LOOKUP) {
		*rtp = lp->lwp_rtprio;
		return (0);
	}
	error = rtprio_check(p, rtp);
	while (error == 0 && lp != NULL) {
		lp->lwp_rtprio = *rtp;
		if (rtp->type == RTP_PRIO_NORMAL)
			lp->lwp_rtprio.prio = 0;
		p->p_usched->changeclass(lp);
		lp = all ? lwp_next(lp) : NULL;
	}
	return (error);
}

/* tid 0: all LWPs; -1: the calling one. */
static int
rtprio_find(struct proc *p, lwpid_t tid, int function, struct rtprio *rtp)
{
	struct lwp *lp = NULL;
	int error;

	lwkt_gettoken(&p->p_token);
	if (tid == -1 && p == curproc)
		lp = curlwp;
	else if (tid != 0)
		lp = lwp_find(p, tid);
	error = tid != 0 && lp == NULL ? ESRCH :
	    rtprio_do(p, lp, function, rtp);
	lwkt_reltoken(&p->p_token);
	return (error);
}

static int
rtprio_common(int function, pid_t pid, lwpid_t tid, struct rtprio *urtp)
{
	struct rtprio rtp;
	struct proc *p;
	int error;

	if (pid < 0 || (function != RTP_LOOKUP && function != RTP_SET))
		return (EINVAL);
	error = copyin(urtp, &rtp, sizeof(rtp));
	if (error != 0)
		return (error);
	p = pfind(pid == 0 ? curproc->p_pid : pid);
	if (p == NULL)
		return (ESRCH);
	error = rtprio_find(p, tid, function, &rtp);
	PRELE(p);
	if (error == 0 && function == RTP_LOOKUP)
		error = copyout(&rtp, urtp, sizeof(rtp));
	return (error);
}

int
sys_rtprio(struct sysmsg *sysmsg, const struct rtprio_args *uap)
{
	(void)sysmsg;
	return (rtprio_common(uap->function, uap->pid, 0, uap->rtp));
}

int
sys_lwp_rtprio(struct sysmsg *sysmsg, const struct lwp_rtprio_args *uap)
{
	(void)sysmsg;
	if (uap->tid < -1)
		return (EINVAL);
	if (uap->tid == 0)
		return (ESRCH);
	return (rtprio_common(uap->function, uap->pid, uap->tid, uap->rtp));
}

/* --------------------------------------------------------- nice values */

/* One getpriority or setpriority on its way through the processes. */
struct nice_work {
	int nw_which, nw_who;
	bool nw_set;
	int nw_nice;			/* the new one; the least found */
	int nw_found;
	int nw_error;			/* of one that could not be changed */
};

static bool
nice_matches(const struct nice_work *nw, const struct proc *p)
{
	switch (nw->nw_which) {
	case PRIO_PROCESS:
		return (p->p_pid == nw->nw_who);
	case PRIO_PGRP:
		return (p->p_pgrp != NULL && p->p_pgrp->pg_id == nw->nw_who);
	default:
		return (p->p_ucred->cr_uid == (uid_t)nw->nw_who);
	}
}

/* The nice value of p; what ps shows of its LWPs follows. */
static void
nice_set(struct proc *p, int nice)
{
	struct lwp *lp;

	p->p_nice = (int8_t)nice;
	lwkt_gettoken(&p->p_token);
	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp))
		p->p_usched->resetpriority(lp);
	lwkt_reltoken(&p->p_token);
}

static int
nice_one(struct proc *p, void *arg)
{
	struct nice_work *nw = arg;

	if (p->p_stat == SZOMB || !nice_matches(nw, p))
		return (0);
	nw->nw_found++;
	if (!nw->nw_set)
		nw->nw_nice = min(nw->nw_nice, (int)p->p_nice);
	else if (!prio_permitted(p))
		nw->nw_error = EPERM;
	else if (nw->nw_nice < p->p_nice && curthread->td_ucred->cr_uid != 0)
		nw->nw_error = EACCES;
	else
		nice_set(p, nw->nw_nice);
	return (0);
}

static int
nice_all(struct nice_work *nw)
{
	if (nw->nw_which < PRIO_PROCESS || nw->nw_which > PRIO_USER)
		return (EINVAL);
	if (nw->nw_who == 0 && nw->nw_which == PRIO_PROCESS)
		nw->nw_who = curproc->p_pid;
	else if (nw->nw_who == 0 && nw->nw_which == PRIO_PGRP)
		nw->nw_who = curproc->p_pgrp->pg_id;
	else if (nw->nw_who == 0)
		nw->nw_who = (int)curthread->td_ucred->cr_uid;
	proc_scan(nice_one, nw);
	return (nw->nw_found == 0 ? ESRCH : nw->nw_error);
}

int
sys_getpriority(struct sysmsg *sysmsg, const struct getpriority_args *uap)
{
	struct nice_work nw = { .nw_which = uap->which, .nw_who = uap->who,
	    .nw_nice = PRIO_MAX };
	int error = nice_all(&nw);

	sysmsg->sysmsg_result = nw.nw_nice;
	return (error);
}

/* Values beyond the limits are the limits. */
int
sys_setpriority(struct sysmsg *sysmsg, const struct setpriority_args *uap)
{
	struct nice_work nw = { .nw_which = uap->which, .nw_who = uap->who,
	    .nw_set = true };

	nw.nw_nice = min(uap->prio, PRIO_MAX);
	nw.nw_nice = max(nw.nw_nice, PRIO_MIN);
	(void)sysmsg;
	return (nice_all(&nw));
}
