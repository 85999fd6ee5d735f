/*
 * kern_rfork.c -- rfork: fork by parts.
 *
 * With RFPROC its flags say, one by one, what a new process shares with its
 * parent, what it gets a copy of, and what it does without; the work is
 * fork1's.  Without RFPROC there is no new process: the caller itself stops
 * sharing.  docs/rfork.md has the matrix.
 *
 *   sys_rfork     the system call
 *   rfork_self    change the calling process
 */
#include "kernel/fork.h"
#include "kernel/file.h"
#include "kernel/syscall.h"
#include "sysproto.h"
#include "vm/vm_glue.h"

/* The highest kernel bit is the sign: no comparison, only masks. */
int
sys_rfork(struct sysmsg *sysmsg, const struct rfork_args *uap)
{
	struct proc *p2;

	if (uap->flags & RFKERNELONLY)
		return (EINVAL);
	if (uap->flags & RFPROC)
		return (fork_common(sysmsg, uap->flags | RFPGLOCK));
	return (fork1(curlwp, uap->flags, &p2));
}

/* The table that flags ask for, or NULL if p may keep its own. */
static int
self_files(struct proc *p, int flags, struct filedesc **newp)
{
	*newp = NULL;
	if (flags & RFCFDG)
		*newp = fdinit(p);
	else if ((flags & RFFDG) && fdshared(p))	/* D-25 */
		*newp = fdcopy(p, 0);
	else
		return (0);
	return (*newp == NULL ? ENOMEM : 0);
}

/*
 * S3.  The new table is made before the memory is divorced: so a shortage
 * of either leaves everything as it was.
 */
static int
self_change(struct proc *p, int flags)
{
	struct filedesc *new;
	int error;

	if (p->p_nthreads != 1)
		return (EINVAL);
	error = self_files(p, flags, &new);
	if (error != 0)
		return (error);
	error = vm_fork(p, NULL, flags);
	if (error != 0) {
		if (new != NULL)
			fddrop(new);
		return (error);
	}

	/* ---- point of no return ---- */

	if (new != NULL)
		fdfree(p, new);
	return (0);
}

int
rfork_self(struct lwp *lp1, int flags)
{
	struct proc *p = lp1->lwp_proc;
	int error;

	lwkt_gettoken(&p->p_token);
	error = self_change(p, flags);
	lwkt_reltoken(&p->p_token);
	return (error);
}
