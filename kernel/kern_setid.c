/*
 * kern_setid.c -- becoming somebody else.
 *
 * A change makes new credentials, fills them in, and installs them; the old
 * ones stay good for system calls of other LWPs that have begun (userret.c).
 *
 *   cred_begin, cred_commit, cred_abort   the frame of every change
 *   sys_setuid .. sys_setresgid           who may become whom
 *   sys_setgroups, sys_getgroups, sys_issetugid
 *
 * A user's own ids are the real and the saved one; root may take any.
 * -1 leaves an id as it is, where a call takes several.
 */
#include "kernel/cred.h"
#include "kernel/syscall.h"
#include "sysproto.h"

#define KEEP	((uid_t)-1)

int
cred_begin(struct ucred **newp)
{
	lwkt_gettoken(&curproc->p_token);
	*newp = crcopy(curproc->p_ucred);
	if (*newp != NULL)
		return (0);
	lwkt_reltoken(&curproc->p_token);
	return (ENOMEM);
}

void
cred_abort(struct ucred *new)
{
	crfree(new);
	lwkt_reltoken(&curproc->p_token);
}

/* The count of processes goes with the real user. */
int
cred_set_ruid(struct ucred *new, uid_t uid)
{
	struct uidinfo *ui = uifind(uid);

	if (ui == NULL)
		return (ENOMEM);
	uidrop(new->cr_ruidinfo);
	new->cr_ruidinfo = ui;
	new->cr_ruid = uid;
	return (0);
}

void
cred_install(struct proc *p, struct ucred *new)
{
	struct ucred *old = p->p_ucred;
	struct thread *td = curthread;

	if (old->cr_ruidinfo != new->cr_ruidinfo) {
		(void)chgproccnt(old->cr_ruidinfo, -1, 0);
		(void)chgproccnt(new->cr_ruidinfo, 1, 0);
	}
	p->p_ucred = new;
	crfree(old);
	/* The rest of this call is already done as the new one. */
	crfree(td->td_ucred);
	td->td_ucred = crhold(new);
}

/* All of it or nothing; error is what the caller found, or 0. */
static int
cred_commit(struct ucred *new, int error)
{
	struct proc *p = curproc;

	if (error != 0) {
		cred_abort(new);
		return (error);
	}
	p->p_flag |= P_SUGID;
	cred_install(p, new);
	lwkt_reltoken(&p->p_token);
	return (0);
}

/* May a process with these ids take that one? */
static bool
may_take(const struct ucred *cr, uid_t id, uid_t own1, uid_t own2, uid_t own3)
{
	return (id == KEEP || cr->cr_uid == 0 || id == own1 || id == own2 ||
	    id == own3);
}

/* Real, effective and saved user id, each perhaps KEEP. */
static int
change_uids(uid_t ruid, uid_t euid, uid_t svuid)
{
	struct ucred *new;
	int error;

	error = cred_begin(&new);
	if (error != 0)
		return (error);
	if (!may_take(new, ruid, new->cr_ruid, new->cr_uid, new->cr_svuid) ||
	    !may_take(new, euid, new->cr_ruid, new->cr_uid, new->cr_svuid) ||
	    !may_take(new, svuid, new->cr_ruid, new->cr_uid, new->cr_svuid))
		return (cred_commit(new, EPERM));
	if (euid != KEEP)
		new->cr_uid = euid;
	if (svuid != KEEP)
		new->cr_svuid = svuid;
	if (ruid != KEEP && ruid != new->cr_ruid)
		error = cred_set_ruid(new, ruid);
	return (cred_commit(new, error));
}

static int
change_gids(gid_t rgid, gid_t egid, gid_t svgid)
{
	struct ucred *new;
	int error;

	error = cred_begin(&new);
	if (error != 0)
		return (error);
	if (!may_take(new, rgid, new->cr_rgid, new->cr_gid, new->cr_svgid) ||
	    !may_take(new, egid, new->cr_rgid, new->cr_gid, new->cr_svgid) ||
	    !may_take(new, svgid, new->cr_rgid, new->cr_gid, new->cr_svgid))
		return (cred_commit(new, EPERM));
	if (rgid != KEEP)
		new->cr_rgid = rgid;
	if (egid != KEEP)
		new->cr_gid = egid;
	if (svgid != KEEP)
		new->cr_svgid = svgid;
	return (cred_commit(new, 0));
}

/* Root changes all three; anybody else only what is in force. */
int
sys_setuid(struct sysmsg *sysmsg, const struct setuid_args *uap)
{
	(void)sysmsg;
	if (uap->uid == KEEP)
		return (EINVAL);
	if (curthread->td_ucred->cr_uid == 0)
		return (change_uids(uap->uid, uap->uid, uap->uid));
	return (change_uids(KEEP, uap->uid, KEEP));
}

int
sys_setgid(struct sysmsg *sysmsg, const struct setgid_args *uap)
{
	(void)sysmsg;
	if (uap->gid == KEEP)
		return (EINVAL);
	if (curthread->td_ucred->cr_uid == 0)
		return (change_gids(uap->gid, uap->gid, uap->gid));
	return (change_gids(KEEP, uap->gid, KEEP));
}

int
sys_seteuid(struct sysmsg *sysmsg, const struct seteuid_args *uap)
{
	(void)sysmsg;
	return (uap->uid == KEEP ? EINVAL : change_uids(KEEP, uap->uid, KEEP));
}

int
sys_setegid(struct sysmsg *sysmsg, const struct setegid_args *uap)
{
	(void)sysmsg;
	return (uap->gid == KEEP ? EINVAL : change_gids(KEEP, uap->gid, KEEP));
}

/* The saved id follows the effective one if the real one is given. */
int
sys_setreuid(struct sysmsg *sysmsg, const struct setreuid_args *uap)
{
	uid_t svuid = KEEP;

	(void)sysmsg;
	if (uap->ruid != KEEP)
		svuid = uap->euid != KEEP ? uap->euid :
		    curthread->td_ucred->cr_uid;
	return (change_uids(uap->ruid, uap->euid, svuid));
}

int
sys_setregid(struct sysmsg *sysmsg, const struct setregid_args *uap)
{
	gid_t svgid = KEEP;

	(void)sysmsg;
	if (uap->rgid != KEEP)
		svgid = uap->egid != KEEP ? uap->egid :
		    curthread->td_ucred->cr_gid;
	return (change_gids(uap->rgid, uap->egid, svgid));
}

int
sys_setresuid(struct sysmsg *sysmsg, const struct setresuid_args *uap)
{
	(void)sysmsg;
	return (change_uids(uap->ruid, uap->euid, uap->suid));
}

int
sys_setresgid(struct sysmsg *sysmsg, const struct setresgid_args *uap)
{
	(void)sysmsg;
	return (change_gids(uap->rgid, uap->egid, uap->sgid));
}

/* ---------------------------------------------------------------- groups */

int
sys_getgroups(struct sysmsg *sysmsg, const struct getgroups_args *uap)
{
	const struct ucred *cr = curthread->td_ucred;
	int n = cr->cr_ngroups;

	sysmsg->sysmsg_result = n;
	if (uap->size == 0)
		return (0);
	if (uap->size < n)
		return (EINVAL);
	return (copyout(cr->cr_groups, uap->list,
	    (size_t)n * sizeof(cr->cr_groups[0])));
}

int
sys_setgroups(struct sysmsg *sysmsg, const struct setgroups_args *uap)
{
	struct ucred *new;
	int error;

	(void)sysmsg;
	if (curthread->td_ucred->cr_uid != 0)
		return (EPERM);
	if (uap->size < 0 || uap->size > NGROUPS_MAX)
		return (EINVAL);
	error = cred_begin(&new);
	if (error != 0)
		return (error);
	new->cr_ngroups = uap->size;
	error = copyin(uap->list, new->cr_groups,
	    (size_t)uap->size * sizeof(new->cr_groups[0]));
	return (cred_commit(new, error));
}

int
sys_issetugid(struct sysmsg *sysmsg, const struct issetugid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = (curproc->p_flag & P_SUGID) != 0;
	return (0);
}
