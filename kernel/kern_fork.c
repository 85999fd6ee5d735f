/*
 * kern_fork.c -- making processes.
 *
 * fork is one piece of work: fork1() builds a complete child that nobody
 * runs yet, or undoes all of it; start_forked_proc() lets it run.  Each step
 * that can fail has a stage, and fork_unwind() is the same list backwards.
 *
 *   sys_fork                    the system call (stop 2 of the tour)
 *   fork1, fork_unwind          build a child; take one apart (stop 3)
 *   fork_publish                let the world find it: cannot fail
 *   start_forked_proc           put it on the run queue (stop 7)
 *
 * Not here: vfork and rfork (kern_vfork.c, kern_rfork.c), memory
 * (vm/vm_glue.c), LWPs (kern_lwp.c), the child's kernel stack
 * (arch/x86_64/cpu_fork.c).  See docs/tour-of-fork.md.
 */
#include "kernel/file.h"
#include "kernel/fork.h"
#include "kernel/hooks.h"
#include "kernel/pargs.h"
#include "kernel/plimit.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "kernel/vnode.h"
#include "sysproto.h"
#include "vm/vm_glue.h"
#include "vm/vm_map.h"

/* How far fork1() has come: everything up to here must be undone. */
enum fork_stage {
	FORK_NOTHING,
	FORK_COUNTED,		/* among all processes (S5, S6) */
	FORK_UID,		/* among those of the user (S7) */
	FORK_PROC,		/* p2, and what it holds of p1 */
	FORK_PID,		/* its pid is reserved */
	FORK_SIGACTS,		/* what it does about signals (S18) */
	FORK_FILES,		/* its descriptor table */
	FORK_LIMITS,		/* what it may use (S22) */
	FORK_MEMORY,		/* its address space */
	FORK_LWP,		/* its only LWP, with a kernel stack */
	FORK_HOOKS		/* nobody has said no */
};

int
fork_common(struct sysmsg *sysmsg, int flags)
{
	struct lwp *lp1 = curlwp;
	struct proc *p2;
	int error;

	error = fork1(lp1, flags, &p2);
	if (error != 0)
		return (error);

	/* Once started, the child may be gone before we look again (D-18). */
	sysmsg->sysmsg_fds[0] = p2->p_pid;
	sysmsg->sysmsg_fds[1] = 0;
	start_forked_proc(lp1, p2);
	return (0);
}

int
sys_fork(struct sysmsg *sysmsg, const struct fork_args *uap)
{
	(void)uap;
	return (fork_common(sysmsg, FORK_FLAGS));
}

/*
 * S4: hold off signals to our group while the child is not yet a member.
 * A ^C is then seen before (and restarts both) or finds both (after).
 */
static int
fork_lock_group(struct lwp *lp1, int flags, struct pgrp **pgp)
{
	*pgp = NULL;
	if ((flags & RFPGLOCK) == 0)
		return (0);
	*pgp = pgrp_lock(lp1->lwp_proc, LK_SHARED);
	return (*pgp != NULL && CURSIG_NOBLOCK(lp1) != 0 ? ERESTART : 0);
}

/* S8 to S20: a process structure with what it shares with its parent. */
static struct proc *
fork_alloc_proc(struct proc *p1, int flags)
{
	struct proc *p2 = kmalloc(sizeof(*p2), M_PROC, 0);

	if (p2 == NULL)
		return (NULL);
	memset(p2, 0, offsetof(struct proc, p_endzero));
	lwp_init_tree(p2);
	LIST_INIT(&p2->p_children);
	lwkt_token_init(&p2->p_token, "proc");
	lwkt_gettoken(&p2->p_token);	/* ours until fork1 returns (D-12) */
	p2->p_stat = SIDL;
	p2->p_leader = p2;
	p2->p_lock = 1;			/* given up by start_forked_proc */
	memcpy((char *)p2 + offsetof(struct proc, p_startcopy),
	    (const char *)p1 + offsetof(struct proc, p_startcopy),
	    offsetof(struct proc, p_endcopy) -
	    offsetof(struct proc, p_startcopy));
	p2->p_flag = p1->p_flag & (P_SUGID | P_CONTROLT);
	if (flags & RFPPWAIT)
		p2->p_flag |= P_PPWAIT;
	p2->p_ucred = crhold(curthread->td_ucred);
	p2->p_args = pargs_ref(p1->p_args);
	p2->p_sigparent = SIGCHLD;
	/* But init waits for plain children only (D-21). */
	if ((flags & RFLINUXTHPN) && (flags & RFNOWAIT) == 0)
		p2->p_sigparent = SIGUSR1;
	p2->p_textvp = p1->p_textvp;
	vn_text_ref(p2->p_textvp);
	p2->p_start = cpu_nanouptime();
	p2->p_acflag = AFORK;
	return (p2);
}

static void
fork_free_proc(struct proc *p2)
{
	vn_text_drop(p2->p_textvp);
	pargs_drop(p2->p_args);
	crfree(p2->p_ucred);
	lwkt_reltoken(&p2->p_token);
	kfree(p2, M_PROC);
}

/* S21: a copy of the descriptors, an empty table, or the same table. */
static int
fork_files(struct proc *p1, struct proc *p2, int flags)
{
	if ((flags & RFCFDG) || p1->p_fd == NULL)
		p2->p_fd = fdinit(p1);
	else if (flags & RFFDG)
		p2->p_fd = fdcopy(p1, FD_CLOFORK);
	else
		p2->p_fd = fdshare(p1);
	return (p2->p_fd == NULL ? ENOMEM : 0);
}

/* Undo everything up to stage, the last thing first. */
static void
fork_unwind(struct proc *p2, enum fork_stage stage)
{
	switch (stage) {
	case FORK_HOOKS:		/* they have nothing to give back */
	case FORK_LWP:
		lwp_unfork(only_lwp_in_proc(p2));
		__attribute__((fallthrough));
	case FORK_MEMORY:
		vmspace_drop(p2->p_vmspace);
		__attribute__((fallthrough));
	case FORK_LIMITS:
		plimit_drop(p2->p_limit);
		__attribute__((fallthrough));
	case FORK_FILES:
		fdfree(p2, NULL);
		__attribute__((fallthrough));
	case FORK_SIGACTS:
		sigacts_drop(p2->p_sigacts);
		__attribute__((fallthrough));
	case FORK_PID:
		pid_drop(p2->p_pid);
		__attribute__((fallthrough));
	case FORK_PROC:
		fork_free_proc(p2);
		__attribute__((fallthrough));
	case FORK_UID:
		proc_uncount_uid(curthread->td_ucred);
		__attribute__((fallthrough));
	case FORK_COUNTED:
		proc_uncount();
		__attribute__((fallthrough));
	case FORK_NOTHING:
		break;
	}
}

/* S33: how many of which kind, by the exact flags. */
static void
fork_count_kind(struct proc *p1, struct proc *p2, int flags)
{
	uint64_t pages = p2->p_vmspace->vm_dsize + p2->p_vmspace->vm_ssize;
	enum kstat kind = V_RFORKS, page_kind = V_RFORKPAGES;

	if (p1 == &proc0) {
		kind = V_KTHREADS;
		page_kind = V_KTHREADPAGES;
	} else if (flags == FORK_FLAGS) {
		kind = V_FORKS;
		page_kind = V_FORKPAGES;
	} else if (flags == VFORK_FLAGS) {
		kind = V_VFORKS;
		page_kind = V_VFORKPAGES;
	}
	mycpu->gd_cnt[kind]++;
	mycpu->gd_cnt[page_kind] += pages;
}

/* Where p2 is found from now on.  Nothing here can fail. */
static void
fork_publish(struct proc *p1, struct proc *p2, int flags)
{
	struct proc *parent = (flags & RFNOWAIT) ? initproc : p1;
	proc_add_allproc(p2);			/* S11: list and pid hash */
	pgrp_join_fork(p1, p2);			/* S25: group signals find it */
	proc_add_child(parent, p2);		/* S26: wait4 of the parent */
	if (flags & RFTHREAD)
		peers_join(p1, p2);		/* S9 */
	fork_count_kind(p1, p2, flags);
}

/* S5 to S7: is there room for one process more, and for one of the user? */
static int
fork_admit(struct proc *p1, enum fork_stage *stagep)
{
	const struct ucred *cr = curthread->td_ucred;
	int error;

	error = proc_count(cr);
	if (error != 0)
		return (error);
	*stagep = FORK_COUNTED;

	error = proc_count_uid(cr, p1->p_limit);
	if (error != 0)
		return (error);
	*stagep = FORK_UID;
	return (0);
}

/* The steps of a fork that can fail; *stagep says how far they came. */
static int
fork_build(struct lwp *lp1, int flags, struct proc **p2p,
    enum fork_stage *stagep)
{
	struct proc *p1 = lp1->lwp_proc;
	struct proc *p2;
	int error;

	error = fork_admit(p1, stagep);
	if (error != 0)
		return (error);

	*p2p = p2 = fork_alloc_proc(p1, flags);
	if (p2 == NULL)
		return (ENOMEM);
	*stagep = FORK_PROC;

	p2->p_pid = pid_reserve();
	if (p2->p_pid == -1)
		return (EAGAIN);
	*stagep = FORK_PID;

	p2->p_sigacts = (flags & RFSIGSHARE) ? sigacts_share(p1->p_sigacts) :
	    sigacts_copy(p1->p_sigacts);
	if (p2->p_sigacts == NULL)
		return (ENOMEM);
	*stagep = FORK_SIGACTS;

	error = fork_files(p1, p2, flags);
	if (error != 0)
		return (error);
	*stagep = FORK_FILES;

	p2->p_limit = plimit_fork(p1);
	if (p2->p_limit == NULL)
		return (ENOMEM);
	*stagep = FORK_LIMITS;

	error = vm_fork(p1, p2, flags);		/* stop 4 of the tour */
	if (error != 0)
		return (error);
	*stagep = FORK_MEMORY;

	if (lwp_fork(lp1, p2, flags) == NULL)	/* stop 5 of the tour */
		return (ENOMEM);
	*stagep = FORK_LWP;

	if (inject_failure("hooks"))
		return (EPERM);
	if (fork_nhooks != 0) {			/* S34 */
		error = fork_hooks_run(p1, p2, flags);
		if (error != 0)
			return (error);
	}
	*stagep = FORK_HOOKS;
	return (0);
}

int
fork1(struct lwp *lp1, int flags, struct proc **procp)
{
	struct proc *p1 = lp1->lwp_proc;
	struct proc *p2 = NULL;
	struct pgrp *pg;
	enum fork_stage stage = FORK_NOTHING;
	int error;

	*procp = NULL;
	if ((flags & (RFFDG | RFCFDG)) == (RFFDG | RFCFDG))
		return (EINVAL);
	if ((flags & RFPROC) == 0)
		return (rfork_self(lp1, flags));

	lwkt_gettoken(&p1->p_token);
	error = fork_lock_group(lp1, flags, &pg);
	if (error == 0)
		error = fork_build(lp1, flags, &p2, &stage);
	if (error != 0) {
		fork_unwind(p2, stage);
		goto out;
	}

	/* ---- point of no return ---- */

	fork_publish(p1, p2, flags);
	lwkt_reltoken(&p2->p_token);
	*procp = p2;
out:
	if (pg != NULL)
		pgrp_unlock(pg);
	lwkt_reltoken(&p1->p_token);
	return (error);
}

void
start_forked_proc(struct lwp *lp1, struct proc *p2)
{
	struct lwp *lp2 = only_lwp_in_proc(p2);

	KASSERT(p2->p_stat == SIDL, ("pid %d was started before", p2->p_pid));
	lwkt_gettoken(&p2->p_token);
	p2->p_usched->resetpriority(lp2);
	crit_enter();
	p2->p_stat = SACTIVE;
	lp2->lwp_stat = LSRUN;
	p2->p_usched->setrunqueue(lp2);
	crit_exit();
	lwkt_reltoken(&p2->p_token);
	if (p2->p_flag & P_PPWAIT)
		vfork_wait(lp1->lwp_proc, p2);
	PRELE(p2);
}
