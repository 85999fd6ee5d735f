/*
 * kern_lwp.c -- LWPs: what the user calls a thread.
 *
 * Stop 5 of the tour of fork: lwp_fork() copies one LWP into a process and
 * gives it a kernel stack; it enters the process's tree last, when a walker
 * of the tree can follow every pointer in it.
 *
 *   lwp_fork, lwp_unfork    make one; take one apart that never ran
 *   lwp_exit                the end of the calling LWP
 *   lwp_wait, lwp_dispose   wait until it is off its stack; free it
 *   lwp_first, lwp_next     the tree, in the order of tids
 *   lwp_tree_check          prove the tree's invariants
 *
 * Not here: the newborn's stack (arch/x86_64/cpu_fork.c).
 */
#include "kernel/proc.h"
#include "kernel/usched.h"
#include "lib/bits.h"

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
only_lwp_in_proc(struct proc *p)
{
	struct lwp *lp = lwp_of(rb_root(&p->p_lwp_tree));

	KASSERT(p->p_nthreads == 1 && lp != NULL,
	    ("pid %d has %d LWPs, one expected", p->p_pid, p->p_nthreads));
	return (lp);
}

/*
 * The next tid that is free, and into the tree under it, as one step.
 * The wrap is tested before the increment: a signed overflow would be the
 * compiler's to remove (D-08).
 */
static void
lwp_insert(struct proc *p, struct lwp *lp)
{
	lwpid_t tid = p->p_lasttid;

	do {
		tid = tid >= TID_MAX ? 1 : tid + 1;
		lp->lwp_tid = tid;
	} while (rb_insert(&p->p_lwp_tree, &lp->u.lwp_rbnode) != NULL);
	p->p_lasttid = tid;
	p->p_nthreads++;
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
	struct proc *p = lp->lwp_proc;

	rb_remove(&p->p_lwp_tree, &lp->u.lwp_rbnode);
	p->p_nthreads--;
	crfree(lp->lwp_thread->td_ucred);
	lp->lwp_thread->td_ucred = NULL;
	lwkt_free_thread(lp->lwp_thread);
	kfree(lp, M_LWP);
}

/* What lp used goes to its process before lp goes. */
static void
lwp_add_usage(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;
	struct thread *td = lp->lwp_thread;

	p->p_uticks += td->td_uticks;
	p->p_sticks += td->td_sticks;
	p->p_ru.ru_minflt += lp->lwp_ru.ru_minflt;
	p->p_ru.ru_nvcsw += lp->lwp_ru.ru_nvcsw;
	p->p_ru.ru_nivcsw += lp->lwp_ru.ru_nivcsw;
	td->td_uticks = td->td_sticks = 0;
	memset(&lp->lwp_ru, 0, sizeof(lp->lwp_ru));
}

/*
 * So far every LWP is the only one of its process, so its end is always
 * the end of the process: it stays in the tree until wait4 disposes of it.
 */
void
lwp_exit(bool masterexit)
{
	struct lwp *lp = curlwp;
	struct proc *p = lp->lwp_proc;
	struct thread *td = curthread;

	KASSERT(masterexit, ("an LWP other than the last leaves"));
	ASSERT_LWKT_TOKEN_HELD(&p->p_token);
	lp->lwp_flag |= LWP_WEXIT;
	crfree(td->td_ucred);
	td->td_ucred = NULL;
	lwp_add_usage(lp);
	p->p_nthreads--;
	wakeup(&p->p_nthreads);
	lwkt_reltoken(&p->p_token);
	cpu_thread_exit();
}

void
lwp_wait(struct lwp *lp)
{
	while (!lwkt_thread_done(lp->lwp_thread))
		tsleep(lp, 0, "lwpwait", 1);
}

void
lwp_dispose(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;

	KASSERT(lwkt_thread_done(lp->lwp_thread),
	    ("pid %d: an LWP is freed on its stack", p->p_pid));
	rb_remove(&p->p_lwp_tree, &lp->u.lwp_rbnode);
	lwkt_free_thread(lp->lwp_thread);
	kfree(lp, M_LWP);
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
	if (count != p->p_nthreads && (p->p_flag & P_WEXIT) == 0) {
		kprintf("lwp tree: pid %d has %d LWPs, counts %d\n",
		    p->p_pid, count, p->p_nthreads);
		faults++;
	}
	return (faults);
}
