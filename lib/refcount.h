/*
 * lib/refcount.h -- counts of references.
 *
 * Whoever takes the last reference away destroys the object; nobody may
 * take a reference who does not hold one (or a lock that keeps one there).
 */
#ifndef LIB_REFCOUNT_H
#define LIB_REFCOUNT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct refcount {
	uint32_t rc_count;		/* atomic */
} refcount_t;

static inline void
refcount_init(refcount_t *rc, uint32_t count)
{
	__atomic_store_n(&rc->rc_count, count, __ATOMIC_RELAXED);
}

static inline void
refcount_acquire(refcount_t *rc)
{
	__atomic_fetch_add(&rc->rc_count, 1, __ATOMIC_RELAXED);
}

/*
 * refcount_release: give up one reference.
 *
 * => true: it was the last; all that others did with the object before they
 *    let go is visible to us
 */
static inline bool
refcount_release(refcount_t *rc)
{
	return (__atomic_sub_fetch(&rc->rc_count, 1, __ATOMIC_ACQ_REL) == 0);
}

static inline uint32_t
refcount_value(const refcount_t *rc)
{
	return (__atomic_load_n(&rc->rc_count, __ATOMIC_RELAXED));
}

#endif
