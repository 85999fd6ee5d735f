/*
 * kern_lwp.c -- LWPs: what the user calls a thread.
 *
 * Stop 5 of the tour of fork: lwp_fork() copies one LWP into a process and
 * gives it a kernel stack; it enters the process's tree last, when a walker
 * of the tree can follow every pointer in it.
 *
 *   lwp_fork, lwp_unfork    make one; take one apart that never ran
 *   sys_lwp_create          a thread for the caller's process
 *   LWPHOLD, LWPRELE        keep one in the tree and in memory
 *   lwp_first, lwp_next     the tree, in the order of tids
 *   lwp_find                the one with that tid
 *   lwp_tree_check          prove the tree's invariants; test kernels do so
 *                           by themselves (lwp_tree_prove)
 *
 * Not here: how LWPs end (kern_lwpexit.c), the newborn's stack
 * (arch/x86_64/cpu_fork.c).
 */
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "lib/bits.h"
#include "sysproto.h"

MALLOC_DEFINE(M_LWP, "lwp");

#define TID_MAX	0x3FFFFFFF

static int
lwp_cmp(const struct rb_node *a, const struct rb_node *b)
{
	lwpid_t ta = container_of(a, struct lwp, u.lwp_rbnode)->lwp_tid;
	lwpid_t tb = container_of(b, struct lwp, u.lwp_rbnode)->lwp_tid;

	return (ta < tb ? -1 : ta > tb);
}

static int
lwp_keycmp(const void *key, const struct rb_node *b)
{
	lwpid_t tid = *(const lwpid_t *)key;
	lwpid_t tb = container_of(b, struct lwp, u.lwp_rbnode)->lwp_tid;

	return (tid < tb ? -1 : tid > tb);
}

void
lwp_init_tree(struct proc *p)
{
	rb_init(&p->p_lwp_tree, lwp_cmp, lwp_keycmp);
	p->p_nthreads = 0;
	p->p_lasttid = 0;
}

static struct lwp *
lwp_of(struct rb_node *node)
{
	return (node == NULL ? NULL :
	    container_of(node, struct lwp, u.lwp_rbnode));
}

struct lwp *
lwp_first(struct proc *p)
{
	return (lwp_of(rb_first(&p->p_lwp_tree)));
}

struct lwp *
lwp_next(struct lwp *lp)
{
	return (lwp_of(rb_next(&lp->u.lwp_rbnode)));
}

struct lwp *
lwp_find(struct proc *p, lwpid_t tid)
{
	ASSERT_LWKT_TOKEN_HELD(&p->p_token);
	return (lwp_of(rb_lookup(&p->p_lwp_tree, &tid)));
}

struct lwp *
only_lwp_in_proc(struct proc *p)
{
	struct lwp *lp = lwp_of(rb_root(&p->p_lwp_tree));

	KASSERT(p->p_nthreads == 1 && lp != NULL,
	    ("pid %d has %d LWPs, one expected", p->p_pid, p->p_nthreads));
	return (lp);
}

static void
lwp_tree_report(void *arg, const char *what, const struct rb_node *node)
{
	const struct proc *p = arg;

	(void)node;
	kprintf("lwp tree: pid %d: %s\n", p->p_pid, what);
}

/* What only we can know: tids, owners, the count; rb_check proves the rest. */
int
lwp_tree_check(struct proc *p)
{
	int faults = rb_check(&p->p_lwp_tree, lwp_tree_report, p);
	int count = 0;

	for (struct lwp *lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		count++;
		if (lp->lwp_tid >= 1 && lp->lwp_tid <= TID_MAX &&
		    lp->lwp_proc == p && lp->lwp_thread != NULL &&
		    lp->lwp_thread->td_lwp == lp)
			continue;
		kprintf("lwp tree: pid %d tid %d is not whole\n", p->p_pid,
		    lp->lwp_tid);
		faults++;
	}
	/* The last one stays until it is waited for, but counts no more. */
	if (count != p->p_nthreads && (count != 1 || p->p_nthreads != 0)) {
		kprintf("lwp tree: pid %d has %d LWPs, counts %d\n",
		    p->p_pid, count, p->p_nthreads);
		faults++;
	}
	return (faults);
}

#ifdef KERNEL_TEST
/*
 * After every change.  It takes as long as the tree is large: above 64 LWPs
 * only after every 64th change, so that a thousand do not cost a million.
 * The caller is in a critical section, and has p_token.
 */
static void
lwp_tree_prove(struct proc *p)
{
	static unsigned changes;	/* a rough count: no lock of its own */

	if (p->p_nthreads > 64 && ++changes % 64 != 0)
		return;
	KASSERT(lwp_tree_check(p) == 0,
	    ("the LWP tree of pid %d is broken, see above", p->p_pid));
}
#else
static inline void
lwp_tree_prove(struct proc *p)
{
	(void)p;
}
#endif

/*
 * The next tid that is free, and into the tree under it, as one step.
 * The wrap is tested before the increment: a signed overflow would be the
 * compiler's to remove (D-08).
 */
static void
lwp_insert(struct proc *p, struct lwp *lp)
{
	lwpid_t tid = p->p_lasttid;

	crit_enter();			/* the terminal's signals walk it */
	do {
		tid = tid >= TID_MAX ? 1 : tid + 1;
		lp->lwp_tid = tid;
	} while (rb_insert(&p->p_lwp_tree, &lp->u.lwp_rbnode) != NULL);
	p->p_lasttid = tid;
	p->p_nthreads++;
	lwp_tree_prove(p);
	crit_exit();
}

void
lwp_remove(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;

	KASSERT(lp->lwp_lock == 0, ("a held LWP leaves the tree"));
	crit_enter();
	rb_remove(&p->p_lwp_tree, &lp->u.lwp_rbnode);
	if (--p->p_nthreads <= 1)
		wakeup(&p->p_nthreads);
	lwp_tree_prove(p);
	sig_stop_check(p);		/* the others may all be stopped */
	crit_exit();
}

void
lwp_reset_tid(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;

	if (only_lwp_in_proc(p)->lwp_tid == 1)
		return;
	lwp_wait_holds(lp);
	lwp_remove(lp);
	p->p_lasttid = 0;
	lwp_insert(p, lp);
}

void
LWPHOLD(struct lwp *lp)
{
	__atomic_add_fetch(&lp->lwp_lock, 1, __ATOMIC_SEQ_CST);
}

void
LWPRELE(struct lwp *lp)
{
	if (__atomic_sub_fetch(&lp->lwp_lock, 1, __ATOMIC_SEQ_CST) == 0)
		wakeup(&lp->lwp_lock);
}

void
lwp_wait_holds(struct lwp *lp)
{
	while (__atomic_load_n(&lp->lwp_lock, __ATOMIC_SEQ_CST) != 0) {
		tsleep_interlock(&lp->lwp_lock, 0);
		if (__atomic_load_n(&lp->lwp_lock, __ATOMIC_SEQ_CST) != 0)
			tsleep(&lp->lwp_lock, PINTERLOCKED, "lwphold", 0);
	}
}

/* A thread for lp2: kernel stack, name, credentials, how it leaves a cpu. */
static struct thread *
lwp_alloc_thread(struct lwp *lp2, struct proc *destproc)
{
	struct thread *td2 = lwkt_alloc_thread(LWKT_THREAD_STACK);

	if (td2 == NULL)
		return (NULL);
	td2->td_proc = destproc;
	td2->td_lwp = lp2;
	td2->td_switch = cpu_heavy_switch;
	td2->td_ucred = crhold(destproc->p_ucred);	/* D-26 */
	lwkt_setpri(td2, TDPRI_KERN_USER);
	lwkt_set_comm(td2, destproc->p_comm);
	return (td2);
}

struct lwp *
lwp_fork(struct lwp *origlp, struct proc *destproc, int flags)
{
	struct lwp *lp2;

	ASSERT_LWKT_TOKEN_HELD(&destproc->p_token);
	lp2 = kmalloc(sizeof(*lp2), M_LWP, M_ZERO);
	if (lp2 == NULL)
		return (NULL);
	lp2->lwp_proc = destproc;
	lp2->lwp_vmspace = destproc->p_vmspace;
	lp2->lwp_stat = LSRUN;
	memcpy((char *)lp2 + offsetof(struct lwp, lwp_startcopy),
	    (const char *)origlp + offsetof(struct lwp, lwp_startcopy),
	    offsetof(struct lwp, lwp_endcopy) -
	    offsetof(struct lwp, lwp_startcopy));
	lp2->lwp_cpumask &= usched_mastermask;
	if (lp2->lwp_cpumask == 0)
		lp2->lwp_cpumask = usched_mastermask;
	/* Two LWPs on one alternate stack would destroy it (D-10). */
	if (flags & RFMEM)
		sigstk_disable(&lp2->lwp_sigstk);

	lp2->lwp_thread = lwp_alloc_thread(lp2, destproc);
	if (lp2->lwp_thread == NULL) {
		kfree(lp2, M_LWP);
		return (NULL);
	}
	cpu_fork(origlp, lp2, flags);			/* stop 6 */

	/* The clock interrupt uses what the scheduler sets up here. */
	crit_enter();
	lp2->lwp_cpbase = ticks;
	destproc->p_usched->heuristic_forking(origlp, lp2);
	crit_exit();

	/* One memory, one set of tids: a vfork child keeps ours (D-09). */
	if (flags & RFPPWAIT)
		destproc->p_lasttid = origlp->lwp_tid - 1;

	/*
	 * Into the tree last.  Whoever walks p_lwp_tree may now find lp2
	 * and will follow lwp_thread, so the stack must be there (D-06).
	 */
	lwp_insert(destproc, lp2);
	return (lp2);
}

void
lwp_unfork(struct lwp *lp)
{
	lwp_wait_holds(lp);			/* D-04 */
	lwp_remove(lp);
	crfree(lp->lwp_thread->td_ucred);
	lp->lwp_thread->td_ucred = NULL;
	lwkt_free_thread(lp->lwp_thread);
	kfree(lp, M_LWP);
}

/*
 * lp2 is in the tree: other LWPs may have decided meanwhile that it must
 * die.  Then it is taken apart here and they are told (D-07).
 */
static int
lwp_prepare(struct lwp *lp2, const struct lwp_params *params)
{
	lwpid_t tid = lp2->lwp_tid;
	int error;

	error = inject_failure("copy to the new stack") ? EFAULT :
	    cpu_prepare_lwp(lp2, params);	/* D-01 */
	if (error == 0 && params->lwp_tid1 != NULL)
		error = inject_failure("copy to tid1") ? EFAULT :
		    copyout(&tid, params->lwp_tid1, sizeof(tid));
	if (error == 0 && params->lwp_tid2 != NULL)
		error = inject_failure("copy to tid2") ? EFAULT :
		    copyout(&tid, params->lwp_tid2, sizeof(tid));
	if (error == 0 && (lp2->lwp_proc->p_flag & P_WEXIT))
		error = EINTR;
	return (error);
}

static int
lwp_create(struct lwp *lp1, const struct lwp_params *params)
{
	struct proc *p = lp1->lwp_proc;
	struct lwp *lp2;
	int error;

	if (p->p_flag & P_WEXIT)
		return (EINTR);
	inject_pause(PAUSE_LWP_CREATE);
	if (plimit_lwp_fork(p) != 0)
		return (ENOMEM);
	lp2 = lwp_fork(lp1, p, RFPROC | RFMEM);
	if (lp2 == NULL)
		return (ENOMEM);
	error = lwp_prepare(lp2, params);
	if (error != 0) {
		lwp_unfork(lp2);
		return (error);
	}
	p->p_usched->resetpriority(lp2);
	crit_enter();
	if (p->p_stat == SSTOP)		/* like those that proc_stop found */
		sigset_add(&lp2->lwp_siglist, SIGSTOP);
	lp2->lwp_stat = LSRUN;
	p->p_usched->setrunqueue(lp2);
	crit_exit();
	return (0);
}

int
sys_lwp_create(struct sysmsg *sysmsg, const struct lwp_create_args *uap)
{
	struct lwp *lp1 = curlwp;
	struct lwp_params params;
	int error;

	(void)sysmsg;
	error = inject_failure("copy of the parameters") ? EFAULT :
	    copyin(uap->params, &params, sizeof(params));
	if (error != 0)
		return (error);
	lwkt_gettoken(&lp1->lwp_proc->p_token);
	error = lwp_create(lp1, &params);
	lwkt_reltoken(&lp1->lwp_proc->p_token);
	return (error);
}
