/*
 * usched.h -- the user scheduler's interface (rows 70, 71).
 *
 * On each cpu at most one LWP, the "current process" of that cpu, may be in
 * user mode.  A user scheduler decides which.  usched_rr is the one we ship.
 */
#ifndef KERNEL_USCHED_H
#define KERNEL_USCHED_H

#include "kernel/proc.h"

#define ESTCPUFREQ	50		/* schedulerclock() calls a second */

struct usched {
	const char *name;
	/*
	 * On return lp is this cpu's current process.  May block.  Gives
	 * others a turn first if a user reschedule is wanted.
	 */
	void (*acquire_curproc)(struct lwp *lp);
	/* If lp is current it no longer is; the next one is scheduled. */
	void (*release_curproc)(struct lwp *lp);
	/*
	 * lp is LSRUN and on no queue.  Afterwards the caller owns it no
	 * more: it may run at once.
	 */
	void (*setrunqueue)(struct lwp *lp);
	/* Clock interrupt, ESTCPUFREQ times a second, lp was running. */
	void (*schedulerclock)(struct lwp *lp);
	/* Recompute lp's priority; it may be queued. */
	void (*resetpriority)(struct lwp *lp);
	/* lwp_rtprio was changed: the same, and lp moves if it must. */
	void (*changeclass)(struct lwp *lp);
	/* In lwp_fork, in a critical section: initialise lp2's state. */
	void (*heuristic_forking)(struct lwp *lp1, struct lwp *lp2);
	/* wait4 reports dead child p to lp. */
	void (*heuristic_exiting)(struct lwp *lp, struct proc *p);
	/* lp wants to let others run (sched_yield). */
	void (*yield)(struct lwp *lp);
};

/*
 * lwp_class: the lower goes first.  Realtime LWPs have their priority,
 * 0 to 31; idle ones RR_IDLE plus theirs.
 */
#define RR_NORMAL		100
#define RR_IDLE			200

extern const struct usched usched_rr;
/*
 * usched_rr_load: how many LWPs are in user mode or on the way, or wait for
 * their turn, now.
 *
 * => from interrupt handlers too; never blocks
 */
unsigned usched_rr_load(void);
extern int usched_rr_interval;		/* quantum, in ESTCPUFREQ ticks */
extern uint64_t usched_mastermask;	/* cpus for user programs */

/*
 * lwkt_passive_release: installed as td_release at each entry from user
 * mode; runs only if the thread switches: priority to KERN_USER, and
 * somebody else may become current.
 */
void lwkt_passive_release(struct thread *td);
/* Before user mode again: priority back to USER_NORM. */
static inline void
lwkt_passive_recover(struct thread *td)
{
	td->td_release = NULL;
	if (td->td_pri != TDPRI_USER_NORM)
		lwkt_setpri_self(TDPRI_USER_NORM);
}

#endif
