/*
 * kern_wait.c -- the end of a process, seen from its parent.
 *
 *   sys_wait4, kern_wait   find a dead child, tell about it, reap it
 *   wait_find              a child that is dead, stopped, or went on
 *   wait_reap              what a zombie still had (row 73)
 */
#include "kernel/fork.h"
#include "kernel/pargs.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/resource.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "sysproto.h"
#include "vm/vm_map.h"

#define WAIT_OPTIONS	(WNOHANG | WUNTRACED | WCONTINUED | WLINUXCLONE)

/* Does wait4(pid, ..., options) mean child? */
static bool
wait_matches(struct proc *child, pid_t pid, int options)
{
	if (child->p_stat == SIDL)
		return (false);
	if (pid > 0 && child->p_pid != pid)
		return (false);
	if (pid == 0 && child->p_pgrp != curproc->p_pgrp)
		return (false);
	if (pid < -1 && (child->p_pgrp == NULL ||
	    child->p_pgrp->pg_id != -pid))
		return (false);
	return ((child->p_sigparent != SIGCHLD) ==
	    ((options & WLINUXCLONE) != 0));
}

/*
 * Take apart what exit1 left.  Only one LWP may do this (D-47): P_REAPING
 * was set by the caller before anything could block.
 */
static void
wait_reap(struct proc *parent, struct proc *child)
{
	struct lwp *lp = lwp_first(child);

	lwp_wait(lp);
	proc_wait_holds(child);
	lwp_dispose(lp);

	proc_remove_zombie(child);
	pgrp_leave(child);
	proc_uncount_uid(child->p_ucred);
	crfree(child->p_ucred);
	pargs_drop(child->p_args);
	sigacts_drop(child->p_sigacts);
	plimit_drop(child->p_limit);
	vmspace_exit_end(child->p_vmspace);
	pid_drop(child->p_pid);
	kfree(child, M_PROC);
	proc_uncount();
}

/* Report and reap a zombie; the parent's token is held. */
static void
wait_zombie(struct proc *parent, struct proc *child, int *status,
    struct rusage *ru, pid_t *res)
{
	child->p_flag |= P_REAPING;
	inject_pause(PAUSE_WAIT);
	*res = child->p_pid;
	*status = child->p_xstat;
	rusage_finish(child);
	*ru = child->p_ru;
	rusage_add(ru, &child->p_cru);
	rusage_add(&parent->p_cru, ru);
	parent->p_usched->heuristic_exiting(curlwp, child);
	wait_reap(parent, child);
	/* Who saw it being reaped went on waiting for it: it may be alone. */
	if (parent->p_nthreads > 1)
		wakeup(parent);
}

/* A stop or a continue that nobody was told about yet. */
static bool
wait_stopped(const struct proc *child, int options)
{
	if (child->p_stat == SSTOP)
		return ((options & WUNTRACED) != 0 &&
		    (child->p_flag & P_WAITED) == 0 &&
		    child->p_nstopped == child->p_nthreads);
	return ((options & WCONTINUED) != 0 &&
	    (child->p_flag & P_CONTINUED) != 0);
}

/* It is told once. */
static void
wait_tell(struct proc *child, int *status, struct rusage *ru, pid_t *res)
{
	if (child->p_stat == SSTOP) {
		child->p_flag |= P_WAITED;
		*status = W_STOPCODE(child->p_xstat);
	} else {
		child->p_flag &= ~(uint32_t)P_CONTINUED;
		*status = SIGCONT;
	}
	*res = child->p_pid;
	memset(ru, 0, sizeof(*ru));		/* all of it (D-46) */
}

/*
 * A child that wait4 has to tell about, or NULL; *any: some child matches.
 * If no child is dead, the first that lives and matches ends the search,
 * unless stops matter: with many children, wait4 must not look at them all.
 */
static struct proc *
wait_find(struct proc *parent, pid_t pid, int options, bool *any)
{
	bool quick = parent->p_nzombies == 0 &&
	    (options & (WUNTRACED | WCONTINUED)) == 0;
	struct proc *child;

	*any = false;
	LIST_FOREACH(child, &parent->p_children, p_sibling) {
		if (!wait_matches(child, pid, options))
			continue;
		*any = true;
		if (quick)
			return (NULL);
		if (child->p_stat == SZOMB) {
			if ((child->p_flag & P_REAPING) == 0)
				return (child);
		} else if (wait_stopped(child, options)) {
			return (child);
		}
	}
	return (NULL);
}

int
kern_wait(pid_t pid, int *status, int options, struct rusage *ru,
    pid_t *res)
{
	struct proc *parent = curproc;
	struct proc *child;
	int error = 0;
	bool any;

	if (options & ~WAIT_OPTIONS)
		return (EINVAL);
	*res = 0;
	lwkt_gettoken(&parent->p_token);
	for (;;) {
		child = wait_find(parent, pid, options, &any);
		if (child != NULL)
			break;
		if (!any)
			error = ECHILD;
		if (error != 0 || (options & WNOHANG))
			break;
		error = tsleep(parent, PCATCH, "wait", 0);
		if (error != 0)
			break;
	}
	if (child != NULL && child->p_stat == SZOMB)
		wait_zombie(parent, child, status, ru, res);
	else if (child != NULL)
		wait_tell(child, status, ru, res);
	lwkt_reltoken(&parent->p_token);
	return (error);
}

int
sys_wait4(struct sysmsg *sysmsg, const struct wait4_args *uap)
{
	struct rusage ru;
	pid_t pid = 0;
	int status = 0;
	int error;

	error = kern_wait(uap->pid, &status, uap->options, &ru, &pid);
	if (error != 0)
		return (error);
	sysmsg->sysmsg_result = pid;
	if (pid == 0)
		return (0);
	if (uap->status != NULL)
		error = copyout(&status, uap->status, sizeof(status));
	if (error == 0 && uap->rusage != NULL)
		error = copyout(&ru, uap->rusage, sizeof(ru));
	return (error);
}
