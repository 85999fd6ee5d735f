/*
 * kern_pgrp.c -- process groups and sessions.
 *
 * A group is what a signal or a terminal addresses: the processes of one
 * pipeline.  A session is the groups of one login.  Both are inherited; each
 * member holds its group, each group its session, and both hold their id
 * while they exist, so that no new process gets it.
 *
 *   pgfind, pgrp_of, pgref, pgrel one that is there; hold it, let go
 *   pgrp_lock, pgrp_unlock        hold signals to a process's group off
 *   pgrp_join_fork, pgrp_leave    membership at fork and at reaping
 *   enterpgrp                     move to another group, or make one
 *   sys_setpgid .. sys_getsid     the system calls
 */
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "sysproto.h"

MALLOC_DEFINE(M_PGRP, "pgrp");
MALLOC_DEFINE(M_SESSION, "session");

#define PGRPHASH_SIZE	256

static LIST_HEAD(, pgrp) pgrphash[PGRPHASH_SIZE];	/* proc_token */

void
pgref(struct pgrp *pg)
{
	__atomic_add_fetch(&pg->pg_refs, 1, __ATOMIC_SEQ_CST);
}

struct pgrp *
pgrp_of(const struct proc *p)
{
	struct pgrp *pg;

	lwkt_gettoken(&proc_token);
	pg = p->p_pgrp;
	if (pg != NULL)
		pgref(pg);
	lwkt_reltoken(&proc_token);
	return (pg);
}

/* Nobody has a reference on it, and nobody can find it any more. */
static void
pgrp_free(struct pgrp *pg)
{
	struct session *sess = pg->pg_session;

	ASSERT_LWKT_TOKEN_HELD(&proc_token);
	LIST_REMOVE(pg, pg_hash);
	pid_drop(pg->pg_id);
	kfree(pg, M_PGRP);
	if (--sess->s_count != 0)
		return;
	pid_drop(sess->s_sid);
	kfree(sess, M_SESSION);
}

/*
 * The last reference goes under the token that pgfind() looks under: else
 * another cpu could find the group, and hold it, while we free it.
 */
void
pgrel(struct pgrp *pg)
{
	lwkt_gettoken(&proc_token);
	KASSERT(pg->pg_refs > 0, ("group %d is dropped twice", pg->pg_id));
	if (__atomic_sub_fetch(&pg->pg_refs, 1, __ATOMIC_SEQ_CST) == 0)
		pgrp_free(pg);
	lwkt_reltoken(&proc_token);
}

struct pgrp *
pgfind(pid_t pgid)
{
	struct pgrp *pg;

	if (pgid < 0)
		return (NULL);
	lwkt_gettoken(&proc_token);
	LIST_FOREACH(pg, &pgrphash[pgid % PGRPHASH_SIZE], pg_hash) {
		if (pg->pg_id == pgid) {
			pgref(pg);
			break;
		}
	}
	lwkt_reltoken(&proc_token);
	return (pg);
}

/*
 * A group of its own for p, in its session or in a new one; NULL: no memory.
 * The caller has the reference: others may find and drop it at once.
 */
static struct pgrp *
pgrp_alloc(struct proc *p, bool newsess)
{
	struct pgrp *pg = kmalloc(sizeof(*pg), M_PGRP, M_ZERO);
	struct session *sess = newsess ? NULL : p->p_pgrp->pg_session;

	ASSERT_LWKT_TOKEN_HELD(&proc_token);
	if (pg == NULL)
		return (NULL);
	if (newsess) {
		sess = kmalloc(sizeof(*sess), M_SESSION, M_ZERO);
		if (sess == NULL) {
			kfree(pg, M_PGRP);
			return (NULL);
		}
		sess->s_sid = p->p_pid;
		sess->s_leader = p;
		pid_hold(sess->s_sid);
	}
	sess->s_count++;
	pg->pg_refs = 1;
	pg->pg_session = sess;
	pg->pg_id = p->p_pid;
	pid_hold(pg->pg_id);
	LIST_INIT(&pg->pg_members);
	lwkt_token_init(&pg->pg_token, "pgrp");
	lockinit(&pg->pg_lock, "pgrp");
	LIST_INSERT_HEAD(&pgrphash[pg->pg_id % PGRPHASH_SIZE], pg, pg_hash);
	return (pg);
}

/*
 * The group a process is to enter, with a reference: the one there is, or a
 * new one.  The token is kept from the look to the making, so that no id is
 * ever that of two groups.
 */
static int
pgrp_get(struct proc *p, pid_t pgid, bool newsess, struct pgrp **pgp)
{
	int error = 0;

	lwkt_gettoken(&proc_token);
	*pgp = pgfind(pgid);
	if (*pgp == NULL) {
		*pgp = pgrp_alloc(p, newsess);
		if (*pgp == NULL)
			error = ENOMEM;
	} else if (newsess) {
		pgrel(*pgp);		/* its leader, or one with p's id */
		error = EPERM;
	}
	lwkt_reltoken(&proc_token);
	return (error);
}

/* Pointer, reference and membership change together (D-23). */
static void
pgrp_join(struct pgrp *pg, struct proc *p)
{
	pgref(pg);
	lwkt_gettoken(&proc_token);
	lwkt_gettoken(&pg->pg_token);
	p->p_pgrp = pg;
	LIST_INSERT_HEAD(&pg->pg_members, p, p_pglist);
	lwkt_reltoken(&pg->pg_token);
	lwkt_reltoken(&proc_token);
}

/* fork1() has the group's pg_lock: p1 stays in it. */
void
pgrp_join_fork(struct proc *p1, struct proc *p2)
{
	if (p1->p_pgrp != NULL)
		pgrp_join(p1->p_pgrp, p2);
}

void
pgrp_leave(struct proc *p)
{
	struct pgrp *pg = p->p_pgrp;

	if (pg == NULL)
		return;
	lwkt_gettoken(&proc_token);
	lwkt_gettoken(&pg->pg_token);
	LIST_REMOVE(p, p_pglist);
	p->p_pgrp = NULL;
	lwkt_reltoken(&pg->pg_token);
	lwkt_reltoken(&proc_token);
	pgrel(pg);
}

/* While we waited for the lock, p may have been moved (D-23): look again. */
struct pgrp *
pgrp_lock(struct proc *p, int how)
{
	struct pgrp *pg;

	while ((pg = pgrp_of(p)) != NULL) {
		lockmgr(&pg->pg_lock, how);
		if (pg == p->p_pgrp)
			break;
		pgrp_unlock(pg);
	}
	return (pg);
}

void
pgrp_unlock(struct pgrp *pg)
{
	lockmgr(&pg->pg_lock, LK_RELEASE);
	pgrel(pg);
}

/* May the caller put targp into group pgid?  All groups stand still. */
static int
setpgid_allowed(struct proc *targp, pid_t pgid)
{
	struct session *sess = curproc->p_pgrp->pg_session;
	struct pgrp *pg;
	int error = 0;

	ASSERT_LWKT_TOKEN_HELD(&proc_token);
	if (targp->p_pgrp == NULL)
		return (EPERM);
	if (targp != curproc) {
		if (!inferior(targp, curproc))
			return (ESRCH);
		if (targp->p_pgrp->pg_session != sess)
			return (EPERM);
		if (targp->p_flag & P_EXEC)
			return (EACCES);
	}
	if (targp->p_pgrp->pg_session->s_leader == targp)
		return (EPERM);
	pg = pgfind(pgid);
	if (pg == NULL)
		return (pgid == targp->p_pid ? 0 : EPERM);
	if (pg->pg_session != sess)
		error = EPERM;
	pgrel(pg);
	return (error);
}

static int
setpgid_check(struct proc *targp, pid_t pgid)
{
	int error;

	lwkt_gettoken(&proc_token);
	error = setpgid_allowed(targp, pgid);
	lwkt_reltoken(&proc_token);
	return (error);
}

/*
 * Signals to the group that p leaves are held off meanwhile, so that none
 * is delivered to half of it.  That may take time, in which p may begin a
 * program or a session: so what setpgid may do is asked again.
 */
int
enterpgrp(struct proc *p, pid_t pgid, bool newsess)
{
	struct pgrp *pg, *old;
	bool outside;
	int error;

	error = pgrp_get(p, pgid, newsess, &pg);
	if (error != 0)
		return (error);
	if (pg != p->p_pgrp) {
		old = pgrp_lock(p, LK_EXCLUSIVE);
		outside = jobc_outside(p);
		if (old != NULL && !newsess)
			error = setpgid_check(p, pgid);
		if (error == 0 && pg != old) {
			pgrp_leave(p);
			pgrp_join(pg, p);
		}
		if (old != NULL) {
			lockmgr(&old->pg_lock, LK_RELEASE);
			if (nstopped != 0 && error == 0 && pg != old)
				jobc_moved(p, old, outside);
			pgrel(old);
		}
	}
	if (newsess)
		p->p_flag &= ~P_CONTROLT;
	pgrel(pg);
	return (error);
}

/* ------------------------------------------------------ system calls */

int
sys_getpgrp(struct sysmsg *sysmsg, const struct getpgrp_args *uap)
{
	(void)uap;
	lwkt_gettoken(&proc_token);
	sysmsg->sysmsg_result = curproc->p_pgrp->pg_id;
	lwkt_reltoken(&proc_token);
	return (0);
}

/* The process a call means by pid: 0 is the caller.  Held; NULL: ESRCH. */
static struct proc *
pgrp_target(pid_t pid)
{
	if (pid == 0 || pid == curproc->p_pid) {
		PHOLD(curproc);
		return (curproc);
	}
	return (pfind(pid));
}

int
sys_getpgid(struct sysmsg *sysmsg, const struct getpgid_args *uap)
{
	struct proc *p = pgrp_target(uap->pid);

	if (p == NULL)
		return (ESRCH);
	lwkt_gettoken(&proc_token);
	sysmsg->sysmsg_result = p->p_pgrp != NULL ? p->p_pgrp->pg_id : 0;
	lwkt_reltoken(&proc_token);
	PRELE(p);
	return (0);
}

int
sys_getsid(struct sysmsg *sysmsg, const struct getsid_args *uap)
{
	struct proc *p = pgrp_target(uap->pid);

	if (p == NULL)
		return (ESRCH);
	lwkt_gettoken(&proc_token);
	sysmsg->sysmsg_result = p->p_pgrp != NULL ?
	    p->p_pgrp->pg_session->s_sid : 0;
	lwkt_reltoken(&proc_token);
	PRELE(p);
	return (0);
}

int
sys_setsid(struct sysmsg *sysmsg, const struct setsid_args *uap)
{
	struct proc *p = curproc;
	int error;

	(void)uap;
	error = enterpgrp(p, p->p_pid, true);
	if (error == 0)
		sysmsg->sysmsg_result = p->p_pid;
	return (error);
}

int
sys_setpgid(struct sysmsg *sysmsg, const struct setpgid_args *uap)
{
	struct proc *targp;
	pid_t pgid = uap->pgid;
	int error;

	(void)sysmsg;
	if (pgid < 0)
		return (EINVAL);
	targp = pgrp_target(uap->pid);
	if (targp == NULL)
		return (ESRCH);
	if (pgid == 0)
		pgid = targp->p_pid;
	lwkt_gettoken(&targp->p_token);
	error = setpgid_check(targp, pgid);
	if (error == 0)
		error = enterpgrp(targp, pgid, false);
	lwkt_reltoken(&targp->p_token);
	PRELE(targp);
	return (error);
}
