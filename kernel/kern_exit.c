/*
 * kern_exit.c -- the end of a process, seen from inside.
 *
 * exit1() gives back everything the process has, in an order that lets
 * nobody look at something freed, and leaves a zombie: pid, status, usage,
 * the last LWP's stack, and the root page table it still runs on.  wait4
 * (kern_wait.c) takes those.
 *
 *   sys_exit, exit1    the system call; everything
 */
#include "kernel/file.h"
#include "kernel/fork.h"
#include "kernel/hooks.h"
#include "kernel/pargs.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/tty.h"
#include "kernel/usched.h"
#include "kernel/vnode.h"
#include "sysproto.h"
#include "vm/vm_map.h"

int
sys_exit(struct sysmsg *sysmsg, const struct exit_args *uap)
{
	(void)sysmsg;
	exit1(W_EXITCODE(uap->rval, 0));
}

/* Orphans go to init, and it must look whether some are dead already. */
static void
exit_give_children_to_init(struct proc *p)
{
	struct proc *child;
	bool any = false;

	while ((child = LIST_FIRST(&p->p_children)) != NULL) {
		child->p_sigparent = SIGCHLD;
		if (nstopped == 0)
			proc_reparent(child, initproc);
		else
			jobc_leave_child(child);
		any = true;
	}
	if (any)
		wakeup(initproc);
}

/*
 * The leader of a session goes, and its terminal with it: nobody may find it
 * there any more.
 */
static void
exit_session(struct proc *p)
{
	struct session *sess;
	bool leader;

	lwkt_gettoken(&proc_token);
	sess = p->p_pgrp->pg_session;
	leader = sess->s_leader == p;
	lwkt_reltoken(&proc_token);
	if (!leader)
		return;
	/* A leader changes its session no more, so that it stays there. */
	if (sess->s_ttyp != NULL)
		tty_leader_exit(sess);
	lwkt_gettoken(&proc_token);
	sess->s_leader = NULL;
	lwkt_reltoken(&proc_token);
}

/* What can be given back while the parent does not know yet. */
static void
exit_release(struct proc *p)
{
	fdfree(p, NULL);
	vn_text_drop(p->p_textvp);
	p->p_textvp = NULL;
	vmspace_exit_begin(p->p_vmspace);
	vfork_release(p);
	exit_session(p);
}

/* "Your child is dead"; p_xstat says how it died. */
static void
exit_signal(struct proc *parent, const struct proc *p)
{
	int sig = WTERMSIG(p->p_xstat);

	if (sig != 0)
		ksignal_child(parent, p->p_sigparent, p, CLD_KILLED, sig);
	else
		ksignal_child(parent, p->p_sigparent, p, CLD_EXITED,
		    WEXITSTATUS(p->p_xstat));
}

/*
 * A parent that wants no zombies: init gets ours.  The old parent may wait
 * for its last child, which it now never had (D-49).
 */
static void
exit_leave_parent(struct proc *p)
{
	struct proc *parent = p->p_pptr;

	if (!sig_parent_nowait(parent))
		return;
	p->p_sigparent = SIGCHLD;
	proc_reparent(p, initproc);
	exit_signal(parent, p);
	wakeup(parent);
}

void
exit1(int status)
{
	struct lwp *lp = curlwp;
	struct proc *p = lp->lwp_proc;
	struct proc *parent;

	lwkt_gettoken(&p->p_token);
	if (killalllwps(false) != 0)
		lwp_exit(false);	/* another one ends us all */
	if (p == initproc)
		panic("init (pid 1) ended: exit code %d, signal %d",
		    WEXITSTATUS(status), WTERMSIG(status));
	if (p->p_peers != NULL && p->p_leader == p)
		peers_end(p);
	p->p_xstat = status;
	if (exit_nhooks != 0)
		exit_hooks_run(p);
	if (p->p_stat == SSTOP)
		sig_unstop(p, 0);	/* its other LWPs had stopped */
	itimer_exit(p);
	memset(&p->p_siglist, 0, sizeof(p->p_siglist));
	exit_release(p);
	exit_give_children_to_init(p);
	proc_wait_holds(p);

	/* ---- from here on the parent's wait4 may find us ---- */

	proc_move_to_zombies(p);
	if (p->p_leader != p)
		peers_leave(p);
	if (nstopped != 0 && jobc_outside(p))
		jobc_lost(p->p_pgrp);
	exit_leave_parent(p);
	parent = p->p_pptr;
	exit_signal(parent, p);
	wakeup(parent);
	p->p_usched->release_curproc(lp);
	lwp_exit(true);
}
