/*
 * signal.h -- signals inside the kernel.
 *
 * A signal is sent (kern_sig.c), waits in a set of the process or of one
 * LWP, and is taken by an LWP on its way to user mode (kern_sigpost.c): the
 * process dies, stops, or the LWP's user registers are put away on the
 * user's stack and a handler runs (arch/).  See docs/signals.md.
 */
#ifndef KERNEL_SIGNAL_H
#define KERNEL_SIGNAL_H

#include "kernel/abi/signal.h"
#include "kernel/proc.h"

/*
 * What a process does about each signal.  Only the first ps_used signals
 * ever had an action; the arrays beyond are not initialized.
 *   A   atomic operations
 *   C   inside a critical section: interrupt handlers send signals too
 */
struct sigacts {
	uint32_t ps_ref;		/* A  */
	int ps_used;			/* C  signals 1 .. ps_used are valid */
	uintptr_t ps_tramp;		/* C  where handlers return to */
	void (*ps_handler[NSIG - 1])(int);	/* C  */
	sigset_t ps_mask[NSIG - 1];	/* C  */
	uint8_t ps_flags[NSIG - 1];	/* C  SA_* */
};
extern struct sigacts sigacts0;		/* of the kernel's own process */

/* ---------------------------------------------- sets */

static inline void
sigset_add(sigset_t *set, int sig)
{
	set->__bits[(sig - 1) / 32] |= 1u << ((sig - 1) % 32);
}

static inline void
sigset_del(sigset_t *set, int sig)
{
	set->__bits[(sig - 1) / 32] &= ~(1u << ((sig - 1) % 32));
}

static inline bool
sigset_has(const sigset_t *set, int sig)
{
	return ((set->__bits[(sig - 1) / 32] >> ((sig - 1) % 32)) & 1);
}

/* ---------------------------------------------- kern_sigact.c */

/* No alternate stack. */
static inline void
sigstk_disable(stack_t *ss)
{
	ss->ss_sp = NULL;
	ss->ss_size = 0;
	ss->ss_flags = SS_DISABLE;
}

/* For a child: a copy, NULL if memory ran out; or one reference more. */
struct sigacts *sigacts_copy(struct sigacts *from);
struct sigacts *sigacts_share(struct sigacts *ps);
void sigacts_drop(struct sigacts *ps);
/*
 * sigacts_unshare: if others use p's table too, p goes on with spare, which
 * gets the same contents.
 * => spare NULL: known to be ours alone; else the reference is used up
 */
void sigacts_unshare(struct proc *p, struct sigacts *spare);
/* lp blocks exactly set, but for KILL and STOP; what that changes is done. */
void sigmask_set(struct lwp *lp, const sigset_t *set);
/* A new program: what was caught has its default again; nothing is shared. */
void sigacts_exec(struct proc *p);

static inline void
(*sig_handler(const struct proc *p, int sig))(int)
{
	const struct sigacts *ps = p->p_sigacts;

	return (sig <= ps->ps_used ? ps->ps_handler[sig - 1] : SIG_DFL);
}

static inline int
sig_flags(const struct proc *p, int sig)
{
	const struct sigacts *ps = p->p_sigacts;

	return (sig <= ps->ps_used ? ps->ps_flags[sig - 1] : 0);
}

/* ---------------------------------------------- kern_sig.c */

/*
 * ksignal: send sig to a process; lwpsignal: to one LWP of a process.
 *
 * => from interrupt handlers too; does not block
 */
void ksignal(struct proc *p, int sig);		/* the kernel sends it */
void ksignal_info(struct proc *p, int sig, const struct ksiginfo *ksi);
void lwpsignal(struct lwp *lp, int sig);
void lwpsignal_info(struct lwp *lp, int sig, const struct ksiginfo *ksi);
/* sig to parent: its child p did that (CLD_*), with that code or signal. */
void ksignal_child(struct proc *parent, int sig, const struct proc *p,
    int code, int status);
/*
 * The mask that sigsuspend set aside comes back, though no handler runs:
 * another LWP took the signal that ended it, or it is ignored by now.
 */
void sig_oldmask(struct lwp *lp);
/* A signal of the process may have lost who was to take it: choose again. */
void sig_reassign(struct proc *p);
/*
 * ksignal_pgrp: send sig to every member of a group; with checkctty, to
 * those that have a controlling terminal.
 *
 * => blocks until no fork of a member is half done; a reference is held
 */
void ksignal_pgrp(struct pgrp *pg, int sig, bool checkctty);
/* End p's stop, because of sig: SIGCONT, SIGKILL, or 0 if it ends itself. */
void sig_unstop(struct proc *p, int sig);
/* Wake lp if it sleeps interruptibly; if it runs, make it look. */
void sig_notify_lwp(struct lwp *lp);
/* What sig does if nobody said otherwise. */
bool sig_default_ignored(int sig);
bool sig_default_stops(int sig);
/* Would p drop sig if it came now? */
bool sig_ignored(const struct proc *p, int sig);
/* A name like "SIGSEGV" for messages. */
const char *signame(int sig);
/* The parent of p does not want to hear of its children's deaths. */
bool sig_parent_nowait(const struct proc *parent);

/* ---------------------------------------------- kern_sigpost.c */

/* The lowest signal that lp must act on now, 0 if none. */
int sig_lowest_pending(const struct lwp *lp);
static inline int
CURSIG_NOBLOCK(struct lwp *lp)
{
	const uint64_t *p = (const uint64_t *)&lp->lwp_proc->p_siglist;
	const uint64_t *l = (const uint64_t *)&lp->lwp_siglist;

	if (__builtin_expect((p[0] | p[1] | l[0] | l[1]) == 0, 1))
		return (0);
	return (sig_lowest_pending(lp));
}
/*
 * An interruptible sleep: 0 if it may go on, EINTR or ERESTART if a signal
 * ends it.  sig_stops: the next signal only stops us, which is not an end.
 */
int sig_sleep_error(struct lwp *lp);
bool sig_stops(struct lwp *lp);
/*
 * Take sig, which waits for lp or its process, and say in *info who sent it.
 * => false: another LWP was faster
 */
bool sig_take(struct lwp *lp, int sig, siginfo_t *info);
/*
 * Act on sig, which CURSIG_NOBLOCK gave: enter a handler, stop until
 * continued, or die.
 *
 * => the LWP's user registers are complete; does not return if it kills
 */
void postsig(struct lwp *lp, int sig);
/* Stop the process and stay here until it is continued. */
void sig_stop_here(struct lwp *lp);
/* If all LWPs of p have stopped now, its parent hears of it; C. */
void sig_stop_check(struct proc *p);

#endif
