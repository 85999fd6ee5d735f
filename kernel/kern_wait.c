/*
 * kern_wait.c -- the end of a process, seen from its parent.
 *
 *   sys_wait4, kern_wait   find a dead child, tell about it, reap it
 *   wait_stopped           a child stopped or went on: told once
 *   wait_reap              what a zombie still had (spec 8.3)
 */
#include "kernel/pargs.h"
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
	LIST_REMOVE(child, p_sibling);
	pgrp_leave(child);
	crfree(child->p_ucred);
	pargs_drop(child->p_args);
	sigacts_drop(child->p_sigacts);
	vmspace_exit_end(child->p_vmspace);
	pid_drop(child->p_pid);
	kfree(child, M_PROC);
	__atomic_sub_fetch(&nprocs, 1, __ATOMIC_SEQ_CST);
}

/* Report and reap a zombie; the parent's token is held. */
static void
wait_zombie(struct proc *parent, struct proc *child, int *status,
    struct rusage *ru, pid_t *res)
{
	child->p_flag |= P_REAPING;
	*res = child->p_pid;
	*status = child->p_xstat;
	rusage_finish(child);
	*ru = child->p_ru;
	rusage_add(ru, &child->p_cru);
	rusage_add(&parent->p_cru, ru);
	parent->p_usched->heuristic_exiting(curlwp, child);
	wait_reap(parent, child);
}

/* A stop or a continue that nobody was told about yet. */
static bool
wait_stopped(struct proc *child, int options, int *status)
{
	if (child->p_stat == SSTOP && (options & WUNTRACED) &&
	    (child->p_flag & P_WAITED) == 0) {
		child->p_flag |= P_WAITED;
		*status = W_STOPCODE(child->p_xstat);
		return (true);
	}
	if ((child->p_flag & P_CONTINUED) && (options & WCONTINUED) &&
	    child->p_stat != SZOMB) {
		child->p_flag &= ~(uint32_t)P_CONTINUED;
		*status = SIGCONT;
		return (true);
	}
	return (false);
}

int
kern_wait(pid_t pid, int *status, int options, struct rusage *ru,
    pid_t *res)
{
	struct proc *parent = curproc;
	struct proc *child;
	int matches, error = 0;

	if (options & ~WAIT_OPTIONS)
		return (EINVAL);
	lwkt_gettoken(&parent->p_token);
	for (;;) {
		matches = 0;
		LIST_FOREACH(child, &parent->p_children, p_sibling) {
			if (!wait_matches(child, pid, options))
				continue;
			matches++;
			if (child->p_stat == SZOMB &&
			    (child->p_flag & P_REAPING) == 0)
				break;
			if (wait_stopped(child, options, status)) {
				*res = child->p_pid;
				memset(ru, 0, sizeof(*ru));
				goto out;
			}
		}
		if (child != NULL) {
			wait_zombie(parent, child, status, ru, res);
			break;
		}
		*res = 0;
		if (matches == 0)
			error = ECHILD;
		if (error != 0 || (options & WNOHANG))
			break;
		error = tsleep(parent, PCATCH, "wait", 0);
		if (error != 0)
			break;
	}
out:
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
