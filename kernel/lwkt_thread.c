/*
 * lwkt_thread.c -- threads come and go.
 *
 * A thread is a structure and a guarded kernel stack.  Those of LWPs are
 * made by lwp_fork() and freed by wait4; those of the kernel end in
 * kthread_exit(), and since nobody can free the stack it stands on, a thread
 * called the reaper does it for them.
 *
 *   lwkt_init, lwkt_start              the first thread; the next two
 *   lwkt_alloc_thread, _free_thread
 *   kthread_create, kthread_exit
 *   lwkt_thread_done                   may it be freed?
 *
 * Not here: who runs (lwkt_sched.c), stacks (lwkt_stack.c).
 */
#include "kernel/thread.h"
#include "vm/vm_page.h"

MALLOC_DEFINE(M_THREAD, "thread");

/* Dead kernel threads; critical section. */
static struct thread_list dead_threads =
    TAILQ_HEAD_INITIALIZER(dead_threads);

static void
thread_setup(struct globaldata *gd, struct thread *td, uintptr_t stack,
    size_t stack_size)
{
	td->td_gd = gd;
	td->td_kstack = stack;
	td->td_kstack_size = stack_size;
	td->td_pri = TDPRI_KERN_DAEMON;
	cpu_thread_init(td);
	crit_enter();
	TAILQ_INSERT_TAIL(&gd->gd_allq, td, td_allq);
	crit_exit();
}

/* The thread that runs already; it will be that of process 0. */
void
lwkt_init(struct globaldata *gd, struct thread *td0, uintptr_t stack,
    size_t stack_size)
{
	for (int pri = 0; pri < LWKT_NPRI; pri++)
		TAILQ_INIT(&gd->gd_runq[pri]);
	TAILQ_INIT(&gd->gd_allq);
	thread_setup(gd, td0, stack, stack_size);
	td0->td_switch = cpu_heavy_switch;
	td0->td_flags = TDF_RUNNING;
	lwkt_set_comm(td0, "kernel");
	lwkt_schedule(td0);
}

struct thread *
lwkt_alloc_thread(size_t stack_size)
{
	struct thread *td;
	uintptr_t stack;

	KASSERT(stack_size == LWKT_THREAD_STACK,
	    ("kernel stack of %lu bytes", (unsigned long)stack_size));
	td = kmalloc(sizeof(*td), M_THREAD, 0);
	if (td == NULL)
		return (NULL);
	memset(td, 0, offsetof(struct thread, td_toks));
	stack = kstack_alloc();
	if (stack == 0) {
		kfree(td, M_THREAD);
		return (NULL);
	}
	td->td_critcount = 1;		/* dropped by its first code */
	thread_setup(mycpu, td, stack, stack_size);
	return (td);
}

void
lwkt_free_thread(struct thread *td)
{
	KASSERT((td->td_flags & (TDF_RUNNING | TDF_RUNQ | TDF_TSLEEPQ)) == 0,
	    ("thread %s is freed, but its flags are %x", td->td_comm,
	    td->td_flags));
	KASSERT(td->td_ntoks == 0, ("thread %s dies with token %s",
	    td->td_comm, td->td_toks[0]->t_name));
	crit_enter();
	TAILQ_REMOVE(&td->td_gd->gd_allq, td, td_allq);
	crit_exit();
	kstack_free(td->td_kstack);
	kfree(td, M_THREAD);
}

uint64_t
lwkt_thread_count(void)
{
	struct thread *td;
	uint64_t n = 0;

	crit_enter();
	TAILQ_FOREACH(td, &mycpu->gd_allq, td_allq)
		n++;
	crit_exit();
	return (n);
}

bool
lwkt_thread_done(const struct thread *td)
{
	return ((td->td_flags & (TDF_EXITING | TDF_RUNNING)) == TDF_EXITING);
}

void
lwkt_set_comm(struct thread *td, const char *name)
{
	strlcpy(td->td_comm, name, sizeof(td->td_comm));
}

/* ------------------------------------------------------ kernel threads */

int
kthread_create(void (*func)(void *), void *arg, struct thread **tdp,
    const char *name)
{
	struct thread *td = lwkt_alloc_thread(LWKT_THREAD_STACK);

	if (td == NULL)
		return (ENOMEM);
	lwkt_set_comm(td, name);
	cpu_set_thread_handler(td, func, arg);
	if (tdp != NULL)
		*tdp = td;
	lwkt_schedule(td);
	return (0);
}

void
kthread_exit(void)
{
	struct thread *td = curthread;

	KASSERT(td->td_ntoks == 0, ("thread %s ends with token %s",
	    td->td_comm, td->td_toks[0]->t_name));
	crit_enter();
	lwkt_deschedule_self(td);
	TAILQ_INSERT_TAIL(&dead_threads, td, td_threadq);
	wakeup(&dead_threads);
	cpu_thread_exit();
}

/* Free the dead ones that are off their stack. */
static void
reap_dead(void)
{
	struct thread *td, *next;

	crit_enter();
	TAILQ_FOREACH_MUTABLE(td, &dead_threads, td_threadq, next) {
		if (!lwkt_thread_done(td))
			continue;
		TAILQ_REMOVE(&dead_threads, td, td_threadq);
		lwkt_free_thread(td);
	}
	crit_exit();
}

static void
reaper(void *arg)
{
	(void)arg;
	for (;;) {
		reap_dead();
		tsleep_interlock(&dead_threads, 0);
		if (TAILQ_EMPTY(&dead_threads))
			tsleep(&dead_threads, PINTERLOCKED, "reaper", 0);
		else
			lwkt_yield();
	}
}

/*
 * What the cpu does when nothing is to be done.  Pages are zeroed ahead of
 * need, one for each time something happened: a cpu that has been idle for
 * long has enough of them, and halts.
 */
static void
idle(void *arg)
{
	struct globaldata *gd = mycpu;

	(void)arg;
	for (;;) {
		vm_page_zero_idle();
		cpu_disable_intr();
		if (gd->gd_runqmask == 0)
			cpu_idle_halt();
		else
			cpu_enable_intr();
		if (gd->gd_runqmask != 0)
			lwkt_switch();
	}
}

void
lwkt_start(void)
{
	struct thread *td;

	/* In this order: the dead give their stacks to the stacks' cache. */
	kstack_init();
	kmem_register_drain("dead threads", reap_dead);
	td = lwkt_alloc_thread(LWKT_THREAD_STACK);
	if (td == NULL || kthread_create(reaper, NULL, NULL, "reaper") != 0)
		panic("no memory for the first threads");
	lwkt_set_comm(td, "idle");
	td->td_pri = TDPRI_IDLE_THREAD;
	cpu_set_thread_handler(td, idle, NULL);
	mycpu->gd_idlethread = td;
}
