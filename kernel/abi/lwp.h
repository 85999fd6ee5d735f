/*
 * abi/lwp.h -- the arguments of lwp_create(2) and extexit(2).
 */
#ifndef ABI_LWP_H
#define ABI_LWP_H

#include "kernel/abi/types.h"

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
