/*
 * sysctl_proc.c -- kern.proc: the process list that ps shows.
 */
#include "kernel/pargs.h"
#include "kernel/proc.h"
#include "kernel/resource.h"
#include "kernel/sysctl.h"
#include "vm/vm_map.h"

/* Arguments with blanks between them. */
static void
kinfo_args(const struct proc *p, char *to, size_t size)
{
	const struct pargs *pa = p->p_args;
	size_t n = pa == NULL ? 0 : pa->ar_length;

	if (n > size - 1)
		n = size - 1;
	if (n > 0)
		memcpy(to, pa->ar_args, n);
	to[n] = '\0';
	for (size_t i = 0; i + 1 < n; i++) {
		if (to[i] == '\0')
			to[i] = ' ';
	}
}

static void
kinfo_lwp(struct lwp *lp, struct kinfo_proc *kp)
{
	struct thread *td = lp->lwp_thread;

	kp->kp_tid = lp->lwp_tid;
	kp->kp_lwpstat = lp->lwp_stat;
	kp->kp_priority = lp->lwp_priority;
	strlcpy(kp->kp_lwpname, td->td_comm, sizeof(kp->kp_lwpname));
	kp->kp_uticks += td->td_uticks;
	kp->kp_sticks += td->td_sticks;
	if (td->td_wmesg != NULL && lp->lwp_stat == LSSLEEP)
		strlcpy(kp->kp_wmesg, td->td_wmesg, sizeof(kp->kp_wmesg));
}

/* The address space of a zombie is gone but for its root. */
static void
kinfo_vm(struct proc *p, struct kinfo_proc *kp)
{
	struct vmspace *vm = p->p_vmspace;

	if (vm == NULL || p->p_stat == SZOMB || (p->p_flag & P_WEXIT))
		return;
	lockmgr(&vm->vm_map.map_lock, LK_SHARED);
	kp->kp_vmsize = vm->vm_map.map_size;
	kp->kp_rss = pmap_resident(&vm->vm_pmap);
	kp->kp_charge = vm->vm_charge;
	lockmgr(&vm->vm_map.map_lock, LK_RELEASE);
}

void
proc_kinfo(struct proc *p, struct lwp *lp, struct kinfo_proc *kp)
{
	memset(kp, 0, sizeof(*kp));
	kp->kp_pid = p->p_pid;
	kp->kp_ppid = p->p_pptr != NULL ? p->p_pptr->p_pid : 0;
	if (p->p_pgrp != NULL) {
		kp->kp_pgid = p->p_pgrp->pg_id;
		kp->kp_sid = p->p_pgrp->pg_session->s_sid;
	}
	kp->kp_uid = p->p_ucred->cr_uid;
	kp->kp_ruid = p->p_ucred->cr_ruid;
	kp->kp_stat = p->p_stat;
	kp->kp_flags = (int32_t)p->p_flag;
	kp->kp_nthreads = p->p_nthreads;
	kp->kp_exitstat = p->p_xstat;
	kp->kp_nice = p->p_nice;
	kp->kp_uticks = p->p_uticks;
	kp->kp_sticks = p->p_sticks;
	kp->kp_start.tv_sec = (time_t)(p->p_start / 1000000000);
	kp->kp_start.tv_usec = (suseconds_t)(p->p_start % 1000000000 / 1000);
	kinfo_vm(p, kp);
	strlcpy(kp->kp_comm, p->p_comm, sizeof(kp->kp_comm));
	kinfo_args(p, kp->kp_args, sizeof(kp->kp_args));
	if (lp == NULL)
		lp = lwp_first(p);
	if (lp != NULL)
		kinfo_lwp(lp, kp);
}

/* Which processes, and where they go. */
struct proc_query {
	int pq_kind, pq_arg;
	bool pq_lwps;
	struct sysctl_req *pq_req;
};

static bool
query_matches(const struct proc_query *pq, const struct proc *p)
{
	switch (pq->pq_kind) {
	case KERN_PROC_PID:
		return (p->p_pid == pq->pq_arg);
	case KERN_PROC_PGRP:
		return (p->p_pgrp != NULL && p->p_pgrp->pg_id == pq->pq_arg);
	case KERN_PROC_UID:
		return (p->p_ucred->cr_uid == (uid_t)pq->pq_arg);
	case KERN_PROC_RUID:
		return (p->p_ucred->cr_ruid == (uid_t)pq->pq_arg);
	default:
		return (true);
	}
}

static int
query_one(struct proc *p, void *arg)
{
	struct proc_query *pq = arg;
	struct kinfo_proc kp;
	struct lwp *lp, *last;
	int error;

	if (!query_matches(pq, p))
		return (0);
	lwkt_gettoken(&p->p_token);
	lp = lwp_first(p);
	do {
		if (lp != NULL)
			LWPHOLD(lp);		/* the next two may sleep */
		proc_kinfo(p, lp, &kp);
		error = sysctl_out(pq->pq_req, &kp, sizeof(kp));
		last = lp;
		lp = pq->pq_lwps && lp != NULL ? lwp_next(lp) : NULL;
		if (last != NULL)
			LWPRELE(last);
	} while (lp != NULL && (error == 0 || error == ENOMEM));
	lwkt_reltoken(&p->p_token);
	return (error == ENOMEM ? 0 : error);
}

int
sysctl_proc(const int *name, unsigned int namelen, struct sysctl_req *rq)
{
	struct proc_query pq = { .pq_req = rq };
	int error;

	if (namelen < 1)
		return (EINVAL);
	pq.pq_kind = name[0] & ~KERN_PROC_FLAG_LWP;
	pq.pq_lwps = (name[0] & KERN_PROC_FLAG_LWP) != 0;
	pq.pq_arg = namelen > 1 ? name[1] : 0;
	switch (pq.pq_kind) {
	case KERN_PROC_ALL:
		break;
	case KERN_PROC_PID:
	case KERN_PROC_PGRP:
	case KERN_PROC_UID:
	case KERN_PROC_RUID:
		if (namelen < 2)
			return (EINVAL);
		break;
	default:
		return (EINVAL);
	}
	error = proc_scan(query_one, &pq);
	if (error == 0 && rq->rq_old != NULL && rq->rq_used > rq->rq_oldlen)
		error = ENOMEM;
	return (error);
}
