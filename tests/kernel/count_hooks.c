/*
 * count_hooks.c -- hooks that are registered in every test kernel.
 *
 * They count forks and exits where a program can read it, and say no, or
 * sleep, when a program wants that: sysctl debug.atfork_count and its
 * neighbours.
 */
#include "kernel/hooks.h"
#include "kernel/proc.h"

int atfork_count, atexit_count, atfork_veto, atfork_sleep;

static int
count_fork(struct proc *p1, struct proc *p2, int flags)
{
	int veto = atfork_veto, nap = atfork_sleep;

	KASSERT(p2->p_stat == SIDL && p2->p_nthreads == 1 &&
	    p2->p_pptr == NULL && (flags & RFPROC),
	    ("pid %d: a fork hook sees no finished, hidden child",
	    p1->p_pid));
	atfork_count++;
	atfork_veto = atfork_sleep = 0;
	if (nap != 0)
		tsleep(&atfork_sleep, 0, "hooknap", nap);
	return (veto);
}

static void
count_exit(struct proc *p)
{
	KASSERT(p == curproc && p->p_stat == SACTIVE && p->p_fd != NULL,
	    ("pid %d: an exit hook is called too late", p->p_pid));
	atexit_count++;
}

void
count_hooks_init(void)
{
	if (at_fork(count_fork) != 0 || at_exit(count_exit) != 0)
		panic("no memory for the hooks that count");
}
