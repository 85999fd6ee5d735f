/*
 * thread.h -- kernel threads (LWKT): a stack and a place to continue.
 *
 * The lower of two layers.  LWKT schedules threads on a cpu by fixed
 * priority; the user scheduler (usched.h) decides which single LWP of a cpu
 * may be in user mode.  A user LWP is a thread that takes part in both.
 */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include "kernel/globaldata.h"
#include "kernel/kern.h"
#include "kernel/machdep.h"
#include "lib/queue.h"

struct lwp;
struct pcb;
struct proc;
struct ucred;

/*
 * A token serialises threads only while they run: it is let go whenever its
 * holder blocks and taken again before the holder goes on.  Recursive; must
 * be released in reverse order.  After any call that may block, whatever the
 * token protects must be looked at again.
 */
struct lwkt_token {
	struct thread *t_owner;		/* atomic */
	int t_count;			/* depth of the owner's holds */
	uint64_t t_collisions;		/* taken while another slept with it */
	const char *t_name;
	int t_away;			/* C  holds of threads off the cpu */
};
#define LWKT_TOKEN_INITIALIZER(name)	{ NULL, 0, 0, name, 0 }
#define LWKT_MAXTOKENS	32

#define MAXCOMLEN	16		/* a program's name */

/* td_flags */
#define TDF_RUNNING		0x0001	/* its stack or page table is in use */
#define TDF_RUNQ		0x0002
#define TDF_TSLEEPQ		0x0080	/* on a sleep queue */
#define TDF_TIMEOUT		0x8000	/* the sleep's time ran out */
#define TDF_TSLEEP_DESCHEDULED	0x20000
#define TDF_SINTR		0x40000	/* sleeping, a signal may wake it */
#define TDF_EXITING		0x400000

/* Fixed priorities; the higher runs first. */
#define TDPRI_IDLE_THREAD	0
#define TDPRI_IDLE_WORK		1
#define TDPRI_USER_SCHEDULER	2
#define TDPRI_USER_IDLE		4
#define TDPRI_USER_NORM		6
#define TDPRI_USER_REAL		8
#define TDPRI_KERN_USER		10
#define TDPRI_KERN_DAEMON	12
#define TDPRI_SOFT_TIMER	16
#define TDPRI_EXITING		19
#define TDPRI_MAX		31

/*
 * Who may touch a field:
 *   I   set when the thread is made, never changed after
 *   C   inside a critical section of its cpu
 *   O   only the thread itself, or its creator before it first runs
 */
struct thread {
	TAILQ_ENTRY(thread) td_threadq;	/* C  run queue */
	TAILQ_ENTRY(thread) td_sleepq;	/* C  sleep queue of td_wchan */
	TAILQ_ENTRY(thread) td_allq;	/* C  all threads of the cpu */
	struct pcb *td_pcb;		/* I  top of the kernel stack */
	uintptr_t td_sp;		/* O  a switchframe: go on there */
	void (*td_switch)(struct thread *ntd);	/* O  how it leaves */
	void (*td_release)(struct thread *td);	/* O  before it blocks */
	struct globaldata *td_gd;	/* I  its cpu */
	struct proc *td_proc;		/* I  NULL for a kernel thread */
	struct lwp *td_lwp;		/* I  NULL for a kernel thread */
	struct ucred *td_ucred;		/* O  of this kernel entry */
	uint32_t td_flags;		/* C  TDF_* */
	int td_pri;			/* C  TDPRI_* */
	int td_critcount;		/* O  depth of critical sections */
	const volatile void *td_wchan;	/* C  what it sleeps on */
	int td_wdomain;			/* C  PDOMAIN_* */
	const char *td_wmesg;		/* C  why, for ps and hang reports */
	uintptr_t td_kstack;		/* I  lowest byte of the stack */
	size_t td_kstack_size;		/* I  */
	int td_ntoks;			/* O  */
	uint64_t td_uticks;		/* C  clock ticks in user mode */
	uint64_t td_sticks;		/* C  clock ticks in the kernel */
	char td_comm[MAXCOMLEN + 1];	/* O  */
	/* Last, because a new thread's are not zeroed: td_ntoks says it. */
	struct lwkt_token *td_toks[LWKT_MAXTOKENS]; /* O  tokens held */
};

MALLOC_DECLARE(M_THREAD);

#define LWKT_THREAD_STACK	(4 * 4096)

/* ---------------------------------------------- lwkt_thread.c */

/* Set up the boot cpu's block and make the running code its first thread. */
void lwkt_init(struct globaldata *gd, struct thread *td0, uintptr_t stack,
    size_t stack_size);
/*
 * lwkt_start: kernel stacks can be had; the idle thread and the reaper of
 * dead kernel threads exist.  Once, when there is memory; panics if not.
 */
void lwkt_start(void);
/*
 * lwkt_alloc_thread: a thread with a guarded stack, critcount 1, priority
 * TDPRI_KERN_DAEMON, on no queue but its cpu's list of all threads.
 *
 * => never blocks; NULL if memory ran out
 * => the caller sets td_switch and what runs on it (cpu_fork or
 *    cpu_set_thread_handler), then lwkt_schedule()s it
 */
struct thread *lwkt_alloc_thread(size_t stack_size);
/*
 * lwkt_free_thread: take a thread off the list of all threads and free its
 * stack and itself.  It never ran, or it is TDF_EXITING and off the cpu.
 */
void lwkt_free_thread(struct thread *td);
/* Threads alive on this cpu (census). */
uint64_t lwkt_thread_count(void);
/* A kernel thread that runs func(arg), scheduled at once; 0 or ENOMEM. */
int kthread_create(void (*func)(void *), void *arg, struct thread **tdp,
    const char *name);
void kthread_exit(void) __attribute__((noreturn));

void lwkt_set_comm(struct thread *td, const char *name);
void lwkt_setpri(struct thread *td, int pri);
/* Change the priority of the running thread; may make it eligible to yield. */
void lwkt_setpri_self(int pri);
/* On the run queue of its cpu; ask for a reschedule if it outranks us. */
void lwkt_schedule(struct thread *td);
/* Off the run queue; the caller switches. */
void lwkt_deschedule_self(struct thread *td);
void lwkt_deschedule(struct thread *td);
/*
 * lwkt_switch: let the best runnable thread run; returns when it is our turn.
 *
 * => not from an interrupt handler, no spinlock held
 * => tokens are let go meanwhile and all held again on return
 */
void lwkt_switch(void);
void lwkt_yield(void);		/* to threads of the same priority */
/*
 * splz: run the handlers that were put off.  A better thread is let run by
 * acquire_curproc, the last thing before user mode.
 */
void splz(void);

/*
 * crit_enter() and crit_exit() (kern.h) without a call, for who knows its
 * thread already.
 */
static inline void
crit_enter_quick(struct thread *td)
{
	td->td_critcount++;
}

static inline void
crit_exit_quick(struct thread *td)
{
	KASSERT(td->td_critcount > 0, ("crit_exit without crit_enter"));
	if (--td->td_critcount == 0 && __builtin_expect((__atomic_load_n(
	    &mycpu->gd_reqflags, __ATOMIC_RELAXED) & RQF_INTPEND) != 0, 0))
		splz();
}

#ifdef CPU_CURTHREAD_INLINE
#define crit_enter()	crit_enter_quick(curthread)
#define crit_exit()	crit_exit_quick(curthread)
#endif

/* Is td dead and off its stack, so that it can be freed (row 72)? */
bool lwkt_thread_done(const struct thread *td);
void need_lwkt_resched(void);
void need_user_resched(void);

/* ---------------------------------------------- kernel stacks: lwkt_stack.c */

/* Guarded stack of LWKT_THREAD_STACK bytes, 0 if memory ran out; cached. */
uintptr_t kstack_alloc(void);
void kstack_free(uintptr_t stack);
void kstack_init(void);
uint64_t kstack_count(void);		/* in use, those in the cache not */
/* Is va inside the unmapped page below some kernel stack? */
bool kstack_is_guard(uintptr_t va);

/* ---------------------------------------------- lwkt_token.c */

void lwkt_token_init(struct lwkt_token *tok, const char *name);
void lwkt_gettoken(struct lwkt_token *tok);	/* may block */
bool lwkt_trytoken(struct lwkt_token *tok);
void lwkt_reltoken(struct lwkt_token *tok);	/* last taken first */
bool lwkt_token_held(const struct lwkt_token *tok);
#define ASSERT_LWKT_TOKEN_HELD(tok) \
	KASSERT(lwkt_token_held(tok), ("token %s not held", (tok)->t_name))
/* For the switch: drop what td holds; take it again, all or nothing. */
void lwkt_relalltokens(struct thread *td);
bool lwkt_getalltokens(struct thread *td);

/* ---------------------------------------------- kern_synch.c */

#define PCATCH		0x0100		/* a signal ends the sleep */
#define PINTERLOCKED	0x0400		/* tsleep_interlock() was called */
#define PDOMAIN_MASK	0xffff0000
#define PDOMAIN_UMTX	0x00010000
#define PDOMAIN_LOCK	0x00020000	/* ident is a struct lock */

/*
 * tsleep: sleep on ident until wakeup(ident), timo ticks (0: no limit) or,
 * with PCATCH, a signal.
 *
 * => 0, EWOULDBLOCK (time ran out), EINTR or ERESTART (signal)
 * => tokens are let go while asleep; no spinlock may be held
 */
int tsleep(const volatile void *ident, int flags, const char *wmesg,
    int timo);
/* Queue on ident without sleeping yet: a wakeup from now on is not lost. */
void tsleep_interlock(const volatile void *ident, int flags);
/* Sleep with a spinlock held: it is released while asleep, held again after. */
int ssleep(const volatile void *ident, struct spinlock *spin, int flags,
    const char *wmesg, int timo);
void wakeup(const volatile void *ident);	/* all; from interrupts too */
void wakeup_one(const volatile void *ident);
void wakeup_domain(const volatile void *ident, int domain);
void wakeup_domain_one(const volatile void *ident, int domain);
/* Take td off its sleep queue and run it (timeout, signal); C. */
void tsleep_abort(struct thread *td);
void tsleep_init(void);

/* ------------------------------------------ kern_clock.c, kern_timeout.c */

extern int hz;				/* ticks a second: 100 */
extern volatile uint64_t ticks;		/* since boot; clock interrupt only */

/*
 * A callout: func(arg) once, after some ticks, in a critical section of the
 * clock's soft interrupt.  It must not block.
 */
struct callout {
	TAILQ_ENTRY(callout) c_entry;
	uint64_t c_tick;		/* due */
	void (*c_func)(void *arg);
	void *c_arg;
	bool c_armed;
};
void callout_init(struct callout *c);
void callout_reset(struct callout *c, int ticks, void (*func)(void *),
    void *arg);
/* Not armed and not running on return. */
void callout_stop(struct callout *c);
/* Ticks that last at least that long (kern_time.c). */
struct timespec;
uint64_t ticks_of_timespec(const struct timespec *ts);
void callout_softclock(void);		/* from the clock interrupt */
uint64_t callout_count(void);		/* armed now (census) */
void clock_init(void);
/* At most one true per interval: for messages on the console. */
bool ppsratecheck(uint64_t *last_tick, int *count, int max_per_second);

#endif
