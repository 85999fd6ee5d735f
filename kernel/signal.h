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
int CURSIG_NOBLOCK(struct lwp *lp);
/* Act on sig: does not return if it kills. */
void postsig(int sig);
/* A name like "SIGSEGV" for messages. */
const char *signame(int sig);

#endif
