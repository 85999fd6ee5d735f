/*
 * abi/rfork.h -- the flags of rfork(2): what a child shares, copies, or
 * does without.  See docs/rfork.md.
 */
#ifndef ABI_RFORK_H
#define ABI_RFORK_H

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

#endif
