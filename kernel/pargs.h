/*
 * pargs.h -- the arguments of a program, kept for ps.
 *
 * Made by exec, shared by fork through a count.
 */
#ifndef KERNEL_PARGS_H
#define KERNEL_PARGS_H

#include <stdint.h>

/* A: atomic, I: never changed */
struct pargs {
	uint32_t ar_ref;	/* A  */
	uint32_t ar_length;	/* I  bytes of ar_args, NULs included */
	char ar_args[];		/* I  strings one after the other */
};

struct pargs *pargs_ref(struct pargs *pa);	/* NULL stays NULL */
void pargs_drop(struct pargs *pa);		/* NULL is ignored */

#endif
