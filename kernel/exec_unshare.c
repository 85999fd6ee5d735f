/*
 * exec_unshare.c -- exec: tables that a new program shares with nobody.
 *
 * rfork makes processes that share descriptors or signal actions.  A new
 * program must not change them for the others: it goes on with copies.
 * They are made before the point of no return, for nothing can fail after.
 *
 *   exec_unshare_prepare, _install, _free
 */
#include "kernel/exec.h"
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/signal.h"

/*
 * Other LWPs of p may share its tables with new processes until they are
 * gone; so while there are some, expect the worst.
 */
int
exec_unshare_prepare(struct proc *p, struct exec_private *xp)
{
	xp->xp_late = p->p_nthreads > 1;
	if (p->p_sigacts->ps_ref > 1 || xp->xp_late) {
		xp->xp_sigacts = sigacts_copy(p->p_sigacts);
		if (xp->xp_sigacts == NULL)
			return (ENOMEM);
	}
	if (p->p_fd != NULL && (fdshared(p) || xp->xp_late)) {
		xp->xp_fd = fdcopy(p, 0);
		if (xp->xp_fd == NULL)
			return (ENOMEM);
	}
	return (0);
}

/*
 * The last of our own LWPs may have opened and closed after the copy was
 * made; a newer one is better, if there is memory.
 */
static void
unshare_files(struct proc *p, struct exec_private *xp)
{
	struct filedesc *newer = xp->xp_late ? fdcopy(p, 0) : NULL;

	if (newer != NULL) {
		fddrop(xp->xp_fd);
		xp->xp_fd = newer;
	}
	fdfree(p, xp->xp_fd);
	xp->xp_fd = NULL;
}

void
exec_unshare_install(struct proc *p, struct exec_private *xp)
{
	sigacts_unshare(p, xp->xp_sigacts);
	xp->xp_sigacts = NULL;
	if (fdshared(p))
		unshare_files(p, xp);
}

void
exec_unshare_free(struct exec_private *xp)
{
	if (xp->xp_sigacts != NULL)
		sigacts_drop(xp->xp_sigacts);
	if (xp->xp_fd != NULL)
		fddrop(xp->xp_fd);
}
