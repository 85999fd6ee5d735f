/*
 * hooks.h -- functions that want to know of every new process, and of every
 * end.
 */
#ifndef KERNEL_HOOKS_H
#define KERNEL_HOOKS_H

#include "kernel/kern.h"

struct proc;

/*
 * A fork hook is called for each fork, vfork and rfork of a process, in the
 * order of registration, when the child is complete and before anybody can
 * find it.
 *
 * => flags are fork1's; p1's and p2's tokens are held, it may block
 * => 0, or an errno: the fork fails with that and p2 is taken apart; hooks
 *    before this one have seen a child that was never born, those after it
 *    are not called
 */
typedef int fork_hook(struct proc *p1, struct proc *p2, int flags);
/* An exit hook: p, the caller's process, ends; its status is known. */
typedef void exit_hook(struct proc *p);

/*
 * at_fork, at_exit: call fn from now on.
 * => 0; EEXIST: it is registered already; ENOMEM; EBUSY: the caller is a
 *    hook of that list
 * rm_at_fork, rm_at_exit: call fn no more.
 * => 1; 0: it was not registered, or the caller is a hook of that list: no
 *    hook may leave the list while it is being walked (D-16)
 *
 * => may block: until hooks that run have ended
 */
int at_fork(fork_hook *fn);
int rm_at_fork(fork_hook *fn);
int at_exit(exit_hook *fn);
int rm_at_exit(exit_hook *fn);

/* How many there are: without any, a fork pays for this look and no more. */
extern int fork_nhooks, exit_nhooks;
/* Call all of them; 0 or the errno of the first that said no. */
int fork_hooks_run(struct proc *p1, struct proc *p2, int flags);
void exit_hooks_run(struct proc *p);

#ifdef KERNEL_TEST
/* Hooks of the test kernel, tests/kernel/count_hooks.c. */
void count_hooks_init(void);
extern int atfork_count, atexit_count;	/* calls since boot */
extern int atfork_veto;		/* errno for the next fork, 0: none */
extern int atfork_sleep;	/* ticks that the next fork sleeps, 0: none */
/* Bugs to be found by the debugger, tests/kernel/plant.c. */
void plant_init(void);
extern int planted_bug;		/* what the next fork does wrong, 0: nothing */
#endif

#endif
