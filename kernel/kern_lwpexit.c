/*
 * kern_lwpexit.c -- how LWPs end.
 *
 * Nobody can free the stack it stands on.  The last LWP of a process stays
 * in the tree, and wait4 of the parent disposes of it.  Every other leaves
 * the tree for the list of the dead, where a kernel thread finds it; so an
 * LWP is in the tree or on that list, and one field serves for both.
 *
 *   killalllwps             all but the caller
 *   lwp_exit                the end of the calling LWP
 *   lwp_wait, lwp_dispose   wait until it is off its stack; free it
 *   lwp_reaper_init         the kernel thread that does it for the others
 *   sys_extexit             the system call of a thread that ends
 */
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "sysproto.h"

/* Out of the tree, perhaps still on their stacks; critical section. */
static STAILQ_HEAD(lwp_dead, lwp) dead_lwps =
    STAILQ_HEAD_INITIALIZER(dead_lwps);

/* lp must look, and will find that it has to die. */
static void
lwp_tell_to_die(struct lwp *lp)
{
	crit_enter();
	sigset_add(&lp->lwp_siglist, SIGKILL);
	lp->lwp_flag |= LWP_WEXIT;
	sig_notify_lwp(lp);
	wakeup(&lp->lwp_proc->p_stat);		/* or it is stopped */
	crit_exit();
}

int
killalllwps(bool forexec)
{
	struct lwp *me = curlwp;
	struct proc *p = me->lwp_proc;

	ASSERT_LWKT_TOKEN_HELD(&p->p_token);
	if (p->p_flag & P_WEXIT)
		return (EALREADY);
	p->p_flag |= P_WEXIT;
	me->lwp_flag |= LWP_WEXIT;
	for (struct lwp *lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		if (lp != me)
			lwp_tell_to_die(lp);
	}
	/* Nobody can be added: lwp_create looks at P_WEXIT. */
	while (p->p_nthreads > 1) {
		tsleep_interlock(&p->p_nthreads, 0);
		if (p->p_nthreads > 1)
			tsleep(&p->p_nthreads, PINTERLOCKED, "killlwps", 0);
	}
	if (forexec) {
		p->p_flag &= ~(uint32_t)P_WEXIT;
		me->lwp_flag &= ~(uint32_t)LWP_WEXIT;
		lwp_reset_tid(me);
	}
	return (0);
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
 * Not the last one.  The process may not be freed before the reaper has
 * seen us: our page table is its.
 */
static void
lwp_leave(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;

	PHOLD(p);
	lwp_remove(lp);
	sig_reassign(p);		/* what we were chosen for */
	p->p_usched->release_curproc(lp);
	crit_enter();
	STAILQ_INSERT_TAIL(&dead_lwps, lp, u.lwp_reap);
	wakeup(&dead_lwps);
	crit_exit();
}

void
lwp_exit(bool masterexit)
{
	struct lwp *lp = curlwp;
	struct proc *p = lp->lwp_proc;
	struct thread *td = curthread;

	ASSERT_LWKT_TOKEN_HELD(&p->p_token);
	lwp_wait_holds(lp);
	lp->lwp_flag |= LWP_WEXIT;
	crfree(td->td_ucred);
	td->td_ucred = NULL;
	lwp_add_usage(lp);
	if (masterexit) {
		p->p_nthreads--;
		wakeup(&p->p_nthreads);
		inject_pause(PAUSE_LWP_EXIT);
	} else {
		lwp_leave(lp);
	}
	lwkt_reltoken(&p->p_token);
	cpu_thread_exit();
}

void
lwp_wait(struct lwp *lp)
{
	while (!lwkt_thread_done(lp->lwp_thread))
		tsleep(lp, 0, "lwpwait", 1);
	lwp_wait_holds(lp);
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

/* ---------------------------------------------------------- the reaper */

/* Free the dead ones that are off their stack (D-55). */
static void
reap_lwps(void)
{
	struct lwp *lp, *next;
	struct proc *p;

	crit_enter();
	STAILQ_FOREACH_MUTABLE(lp, &dead_lwps, u.lwp_reap, next) {
		if (!lwkt_thread_done(lp->lwp_thread))
			continue;
		STAILQ_REMOVE(&dead_lwps, lp, lwp, u.lwp_reap);
		p = lp->lwp_proc;
		lwkt_free_thread(lp->lwp_thread);
		kfree(lp, M_LWP);
		PRELE(p);
	}
	crit_exit();
}

static void
lwp_reaper(void *arg)
{
	(void)arg;
	for (;;) {
		reap_lwps();
		tsleep_interlock(&dead_lwps, 0);
		if (STAILQ_EMPTY(&dead_lwps))
			tsleep(&dead_lwps, PINTERLOCKED, "lwpreaper", 0);
		else
			lwkt_yield();
	}
}

void
lwp_reaper_init(void)
{
	kmem_register_drain("dead LWPs", reap_lwps);
	if (kthread_create(lwp_reaper, NULL, NULL, "lwpreaper") != 0)
		panic("no memory for the reaper of LWPs");
}

/* -------------------------------------------------------- system calls */

/*
 * "Am I the last?" and "one less" are one step: nothing between the two
 * can block, for nobody holds us (D-44).
 */
int
sys_extexit(struct sysmsg *sysmsg, const struct extexit_args *uap)
{
	struct lwp *lp = curlwp;
	struct proc *p = lp->lwp_proc;
	int who = uap->how & ~0xffff, what = uap->how & 0xffff;
	int error;

	(void)sysmsg;
	if ((who != EXTEXIT_PROC && who != EXTEXIT_LWP) ||
	    (what != EXTEXIT_SIMPLE && what != EXTEXIT_SETINT))
		return (EINVAL);
	if (what == EXTEXIT_SETINT) {
		error = copyout(&uap->status, uap->addr,
		    sizeof(uap->status));
		if (error != 0)
			return (error);
		/* Who waits for the word; it may be no place for that. */
		(void)umtx_wake(uap->addr, 0);
	}
	if (who == EXTEXIT_LWP) {
		lwkt_gettoken(&p->p_token);
		lwp_wait_holds(lp);
		if (p->p_nthreads > 1)
			lwp_exit(false);
		lwkt_reltoken(&p->p_token);
	}
	exit1(W_EXITCODE(uap->status, 0));
}
