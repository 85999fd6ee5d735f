/*
 * kassert_catch.h -- a test may want to see an assertion fail and live on.
 *
 *	if (KASSERT_FIRES(lwkt_reltoken(&wrong)))
 *		...it did
 *
 * A failing KASSERT jumps out of the statement.  What the statement had
 * taken until then (critical sections, tokens, spinlocks counted by the
 * cpu) is given up; anything else is the test's business.  Test kernels only.
 */
#ifndef KERNEL_KASSERT_CATCH_H
#define KERNEL_KASSERT_CATCH_H

#ifdef KERNEL_TEST

#include <stdbool.h>

/* For __builtin_setjmp: frame, address to go on at, stack. */
extern void *kassert_jump[5];
/*
 * kassert_catch_begin: remember what is held now, and catch.
 * kassert_catch_end: stop catching; if one fired, give up what was taken
 * since.
 */
void kassert_catch_begin(void);
void kassert_catch_end(bool fired);
/* The text of the assertion that fired last. */
const char *kassert_caught_text(void);

#define KASSERT_FIRES(statement) __extension__ ({			\
	volatile bool kc_fired = true;				\
	kassert_catch_begin();						\
	if (__builtin_setjmp(kassert_jump) == 0) {			\
		statement;						\
		kc_fired = false;					\
	}								\
	kassert_catch_end(kc_fired);					\
	kc_fired;							\
})

#endif
#endif
