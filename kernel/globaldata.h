/*
 * globaldata.h -- what each cpu has for itself.
 *
 * Reached through mycpu (on x86_64 the GS register).  A field is touched by
 * its own cpu only, inside a critical section or with interrupts off, unless
 * it says otherwise.
 */
#ifndef KERNEL_GLOBALDATA_H
#define KERNEL_GLOBALDATA_H

#include "kernel/kern.h"
#include "kernel/machdep.h"
#include "lib/queue.h"

struct lwp;
struct thread;

#define LWKT_NPRI	32		/* fixed kernel priorities, 0 to 31 */

/* gd_reqflags: what this cpu has been asked to do. */
#define RQF_INTPEND	0x01		/* interrupts wait for crit_exit */
#define RQF_LWKT_RESCHED 0x02		/* a better kernel thread waits */
#define RQF_USER_RESCHED 0x04		/* the user scheduler wants a turn */
#define RQF_AST_SIGNAL	0x08		/* the current LWP has a signal */
#define RQF_AST_MASK	(RQF_LWKT_RESCHED | RQF_USER_RESCHED | RQF_AST_SIGNAL)

TAILQ_HEAD(thread_list, thread);

struct globaldata {
	struct globaldata *gd_self;	/* must be first: GS:0 */
	struct thread *gd_curthread;	/* must be second: GS:8 */
	uint64_t gd_scratch;		/* user rsp during syscall_entry */
	uint64_t gd_kstack;		/* TSS rsp0 of curthread, its td_pcb */
	uint64_t gd_fsbase, gd_gsbase;	/* TLS bases the cpu has loaded */
	uint32_t gd_reqflags;		/* RQF_*, atomic */
	uint32_t gd_ipending;		/* interrupts put off, by irq */
	uint32_t gd_ticks_pending;	/* clock ticks put off */
	int gd_cpuid;
	int gd_intr_nesting;		/* > 0 inside an interrupt handler */
	int gd_spinlocks;		/* spinlocks held by this cpu */

	struct thread_list gd_runq[LWKT_NPRI];
	uint32_t gd_runqmask;		/* bit p: gd_runq[p] is not empty */
	struct thread *gd_idlethread;
	struct thread_list gd_allq;	/* all threads of this cpu */

	/* usched_rr: who may be in user mode on this cpu */
	struct lwp *gd_uschedcp;

	/* counters, summed when read (kernel/kstat.h) */
	uint64_t gd_cnt[40];
};

#define mycpu		cpu_globaldata()
#define curthread	cpu_curthread()

#endif
