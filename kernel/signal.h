/*
 * signal.h -- signals inside the kernel.
 *
 * For now a signal is a death: what cannot be caught is either ignored by
 * default or kills.  Looked for on the way to user mode (userret.c) and in
 * interruptible sleeps.
 */
#ifndef KERNEL_SIGNAL_H
#define KERNEL_SIGNAL_H

#include "kernel/abi/signal.h"
#include "kernel/proc.h"

/*
 * ksignal: send sig to a process; ksignal_pgrp: to every member of a group.
 *
 * => from interrupt handlers too; does not block
 */
void ksignal(struct proc *p, int sig);
void ksignal_pgrp(struct pgrp *pg, int sig);
/* The lowest signal that lp must act on now, 0 if none. */
int sig_lowest_pending(const sigset_t *set);
static inline int
CURSIG_NOBLOCK(struct lwp *lp)
{
	const sigset_t *set = &lp->lwp_proc->p_siglist;

	/* Another LWP ends the process, or replaces its program. */
	if (__builtin_expect((lp->lwp_siglist.__bits[0] &
	    1u << (SIGKILL - 1)) != 0, 0))
		return (SIGKILL);
	if (__builtin_expect((set->__bits[0] | set->__bits[1] |
	    set->__bits[2] | set->__bits[3]) == 0, 1))
		return (0);
	return (sig_lowest_pending(set));
}
/* Act on sig: does not return if it kills. */
void postsig(int sig);
/* A name like "SIGSEGV" for messages. */
const char *signame(int sig);

#endif
