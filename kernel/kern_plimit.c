/*
 * kern_plimit.c -- limits: shared by fork, copied by whoever changes them.
 *
 *   plimit_fork, plimit_drop        a reference for a child; one less
 *   plimit_lwp_fork                 before there is a second LWP
 *   plimit_own                      before a change: the limits are ours
 *   plimit_set_space                those on memory, for vm/
 *   sys_getrlimit, sys_setrlimit    the system calls
 *   plimit_cpu_exceeded             SIGXCPU, and in the end SIGKILL
 *
 * Where they are enforced: processes in fork (kern_proccnt.c), descriptors
 * in fd_reserve, file sizes in vn_write, memory in vm/ (vm_set_limits), cpu
 * time at the clock tick (kern_clock.c).
 */
#include "kernel/file.h"
#include "kernel/plimit.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "sysproto.h"
#include "vm/vm_map.h"

MALLOC_DEFINE(M_PLIMIT, "plimit");

#define CPU_GRACE	5	/* seconds from the hard limit to SIGKILL */

struct plimit plimit0 = { .pl_refs = 1, .pl_cputicks = UINT64_MAX };
int maxprocperuid;

/* No limit may be above this; RLIM_INFINITY where there is no such end. */
static rlim_t
system_maximum(int which)
{
	switch (which) {
	case RLIMIT_DATA:
		return ((rlim_t)(USER_HEAP_END - USER_MIN));
	case RLIMIT_STACK:
		return ((rlim_t)USER_STACK_MAX);
	case RLIMIT_NOFILE:
		return (FD_LIMIT);
	case RLIMIT_NPROC:
		return (maxprocperuid);
	default:
		return (RLIM_INFINITY);
	}
}

void
plimit_init(void)
{
	maxprocperuid = maxproc / 4 < 128 ? maxproc / 2 : maxproc / 4;
	for (int i = 0; i < RLIM_NLIMITS; i++) {
		plimit0.pl_rlimit[i].rlim_cur = system_maximum(i);
		plimit0.pl_rlimit[i].rlim_max = system_maximum(i);
	}
}

/* One reference, of one process. */
static struct plimit *
plimit_copy(const struct plimit *from, int exclusive)
{
	struct plimit *pl = kmalloc(sizeof(*pl), M_PLIMIT, 0);

	if (pl == NULL)
		return (NULL);
	memcpy(pl->pl_rlimit, from->pl_rlimit, sizeof(pl->pl_rlimit));
	pl->pl_cputicks = from->pl_cputicks;
	pl->pl_refs = 1;
	pl->pl_exclusive = exclusive;
	return (pl);
}

void
plimit_drop(struct plimit *pl)
{
	if (__atomic_sub_fetch(&pl->pl_refs, 1, __ATOMIC_ACQ_REL) == 0)
		kfree(pl, M_PLIMIT);
}

struct plimit *
plimit_fork(struct proc *p)
{
	struct plimit *pl = p->p_limit;

	if (__builtin_expect(pl->pl_exclusive != PL_SHARED, 0)) {
		if (pl->pl_exclusive == PL_THREADED && p->p_nthreads > 1)
			return (plimit_copy(pl, PL_SHARED));
		pl->pl_exclusive = PL_SHARED;
	}
	__atomic_add_fetch(&pl->pl_refs, 1, __ATOMIC_RELAXED);
	return (pl);
}

/* p's limits become its own, at least as exclusive as that; or ENOMEM. */
static int
plimit_own(struct proc *p, int exclusive)
{
	struct plimit *old = p->p_limit, *new;

	if (old->pl_exclusive >= exclusive)
		return (0);
	if (__atomic_load_n(&old->pl_refs, __ATOMIC_ACQUIRE) == 1) {
		old->pl_exclusive = exclusive;
		return (0);
	}
	new = plimit_copy(old, exclusive);
	if (new == NULL)
		return (ENOMEM);
	p->p_limit = new;
	plimit_drop(old);
	return (0);
}

int
plimit_lwp_fork(struct proc *p)
{
	return (plimit_own(p, PL_THREADED));
}

void
plimit_set_space(struct vmspace *vm)
{
	vm_set_limits(vm, plimit_cur(RLIMIT_STACK), plimit_cur(RLIMIT_DATA),
	    plimit_cur(RLIMIT_AS));
}

/* -------------------------------------------------------- system calls */

int
sys_getrlimit(struct sysmsg *sysmsg, const struct getrlimit_args *uap)
{
	struct rlimit lim;

	(void)sysmsg;
	if (uap->which < 0 || uap->which >= RLIM_NLIMITS)
		return (EINVAL);
	lwkt_gettoken(&curproc->p_token);
	lim = curproc->p_limit->pl_rlimit[uap->which];
	lwkt_reltoken(&curproc->p_token);
	return (copyout(&lim, uap->rlp, sizeof(lim)));
}

/* What a user asked for, within what can be. */
static void
rlimit_clamp(struct rlimit *lim, int which)
{
	rlim_t most = system_maximum(which);
	rlim_t least = which == RLIMIT_NPROC ? 1 : 0;

	if (lim->rlim_max < 0 || lim->rlim_max > most)
		lim->rlim_max = most;
	if (lim->rlim_cur < 0 || lim->rlim_cur > lim->rlim_max)
		lim->rlim_cur = lim->rlim_max;
	if (lim->rlim_max < least)
		lim->rlim_max = least;
	if (lim->rlim_cur < least)
		lim->rlim_cur = least;
}

/* Seconds in ticks; no limit is more than there will ever be. */
static uint64_t
limit_ticks(rlim_t seconds)
{
	return (seconds > INT64_MAX / hz ? UINT64_MAX :
	    (uint64_t)seconds * (uint64_t)hz);
}

/* The limit is ours; who looks at it in another form learns of it. */
static void
rlimit_apply(struct proc *p, int which, const struct rlimit *lim)
{
	struct plimit *pl = p->p_limit;

	pl->pl_rlimit[which] = *lim;
	if (which == RLIMIT_CPU) {
		crit_enter();
		pl->pl_cputicks = limit_ticks(lim->rlim_cur);
		p->p_flag &= ~(uint32_t)P_XCPU;
		crit_exit();
	}
	if (which == RLIMIT_STACK || which == RLIMIT_DATA ||
	    which == RLIMIT_AS)
		plimit_set_space(p->p_vmspace);
}

int
sys_setrlimit(struct sysmsg *sysmsg, const struct setrlimit_args *uap)
{
	struct proc *p = curproc;
	struct rlimit lim, *old;
	int error;

	(void)sysmsg;
	if (uap->which < 0 || uap->which >= RLIM_NLIMITS)
		return (EINVAL);
	error = copyin(uap->rlp, &lim, sizeof(lim));
	if (error != 0)
		return (error);
	rlimit_clamp(&lim, uap->which);
	lwkt_gettoken(&p->p_token);
	old = &p->p_limit->pl_rlimit[uap->which];
	if ((lim.rlim_cur > old->rlim_max || lim.rlim_max > old->rlim_max) &&
	    curthread->td_ucred->cr_uid != 0)
		error = EPERM;
	else
		error = plimit_own(p, PL_CHANGED);
	if (error == 0)
		rlimit_apply(p, uap->which, &lim);
	lwkt_reltoken(&p->p_token);
	return (error);
}

/* ------------------------------------------------------------- cpu time */

void
plimit_cpu_exceeded(struct proc *p)
{
	uint64_t hard = limit_ticks(
	    p->p_limit->pl_rlimit[RLIMIT_CPU].rlim_max);

	if (hard != UINT64_MAX &&
	    p->p_cputicks >= hard + (uint64_t)(CPU_GRACE * hz)) {
		ksignal(p, SIGKILL);
	} else if ((p->p_flag & P_XCPU) == 0) {
		p->p_flag |= P_XCPU;
		ksignal(p, SIGXCPU);
	}
}
