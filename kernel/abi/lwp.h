/*
 * abi/lwp.h -- the arguments of lwp_create(2) and the flags of rfork(2).
 */
#ifndef ABI_LWP_H
#define ABI_LWP_H

#include "kernel/abi/types.h"

#define RFNAMEG		(1 << 0)	/* accepted and ignored */
#define RFENVG		(1 << 1)	/* accepted and ignored */
#define RFFDG		(1 << 2)	/* copy the descriptor table */
#define RFNOTEG		(1 << 3)	/* accepted and ignored */
#define RFPROC		(1 << 4)	/* a new process; else change self */
#define RFMEM		(1 << 5)	/* share the address space */
#define RFNOWAIT	(1 << 6)	/* the child belongs to init */
#define RFCNAMEG	(1 << 10)	/* accepted and ignored */
#define RFCENVG		(1 << 11)	/* accepted and ignored */
#define RFCFDG		(1 << 12)	/* an empty descriptor table */
#define RFTHREAD	(1 << 13)	/* join the caller's peer group */
#define RFSIGSHARE	(1 << 14)	/* share the signal actions */
#define RFLINUXTHPN	(1 << 16)	/* SIGUSR1 instead of SIGCHLD */
#define RFPGLOCK	(1 << 30)	/* kernel only */
#define RFPPWAIT	((int)(1u << 31)) /* kernel only */
#define RFKERNELONLY	(RFPGLOCK | RFPPWAIT)

/* extexit(2): who ends, and what it does before */
#define EXTEXIT_SIMPLE	0		/* nothing */
#define EXTEXIT_SETINT	1		/* store the status as an int */
#define EXTEXIT_PROC	(0 << 16)	/* the whole process */
#define EXTEXIT_LWP	(1 << 16)	/* the caller, if not the last */

struct lwp_params {
	void (*lwp_func)(void *);	/* where the new LWP starts */
	void *lwp_arg;			/* its only argument */
	void *lwp_stack;		/* top of its stack */
	lwpid_t *lwp_tid1;		/* the new tid is stored here ... */
	lwpid_t *lwp_tid2;		/* ... and here; either may be NULL */
};

#endif
