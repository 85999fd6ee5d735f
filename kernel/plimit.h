/*
 * plimit.h -- how much a process may use.
 *
 *   p1 -->+----------------+<-- p2      fork shares the limits; the first
 *         | pl_rlimit      |            that changes some gets a copy of its
 *         | pl_refs 2      |            own
 *         +----------------+
 */
#ifndef KERNEL_PLIMIT_H
#define KERNEL_PLIMIT_H

#include "kernel/proc.h"

/* pl_exclusive: whose limits are these? */
#define PL_SHARED	0	/* perhaps of several processes */
#define PL_CHANGED	1	/* of one process, which changed them */
#define PL_THREADED	2	/* of one process with several LWPs: they read
				   without a lock, so it must not move */

/*
 *   A   atomic operations
 *   C   critical section: the clock reads it
 *   P   p_token of the only owner; not written while PL_SHARED
 */
struct plimit {
	struct rlimit pl_rlimit[RLIM_NLIMITS];	/* P  */
	uint32_t pl_refs;			/* A  */
	int pl_exclusive;			/* P  PL_* */
	uint64_t pl_cputicks;			/* C  soft CPU, in ticks */
};

extern struct plimit plimit0;		/* those of process 0 */
extern int maxprocperuid;		/* kern.maxprocperuid */

/* Once, when maxproc is known. */
void plimit_init(void);
/*
 * plimit_fork: the limits that a child of p starts with (S22): the same
 * ones, or a copy if p has several LWPs.
 *
 * => p's p_token held; never blocks; NULL if memory ran out
 * => the caller owns a reference, given back by plimit_drop
 */
struct plimit *plimit_fork(struct proc *p);
void plimit_drop(struct plimit *pl);
/*
 * plimit_lwp_fork: p is to have a second LWP: its limits stay where they
 * are from now on.  0 or ENOMEM; p's p_token held.
 */
int plimit_lwp_fork(struct proc *p);
/* The cpu time of p has reached its soft limit; C, from the clock. */
void plimit_cpu_exceeded(struct proc *p);

/* vm, which the calling process uses or is to use, gets its limits. */
void plimit_set_space(struct vmspace *vm);

/* The soft limit of the calling process. */
static inline uint64_t
plimit_cur(int which)
{
	return ((uint64_t)curproc->p_limit->pl_rlimit[which].rlim_cur);
}

#endif
