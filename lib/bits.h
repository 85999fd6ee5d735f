/*
 * lib/bits.h -- rounding, smallest and largest, single bits, and the step
 * from a member back to its structure.
 */
#ifndef LIB_BITS_H
#define LIB_BITS_H

#include <stddef.h>
#include <stdint.h>

/* Elements of an array. */
#define nitems(array)		(sizeof(array) / sizeof((array)[0]))

/* How many pieces of size y hold x; x rounded up or down to a multiple. */
#define howmany(x, y)		(((x) + ((y) - 1)) / (y))
#define roundup(x, y)		(howmany(x, y) * (y))
#define rounddown(x, y)		(((x) / (y)) * (y))
/* The same for powers of two. */
#define roundup2(x, y)		(((x) + ((y) - 1)) & ~((y) - 1))
#define rounddown2(x, y)	((x) & ~((y) - 1))

/* Both arguments have the same type; each is evaluated once. */
#define min(a, b) ({							\
	__typeof__(a) min_a = (a);					\
	__typeof__(b) min_b = (b);					\
	(void)(&min_a == &min_b);					\
	min_a < min_b ? min_a : min_b;					\
})
#define max(a, b) ({							\
	__typeof__(a) max_a = (a);					\
	__typeof__(b) max_b = (b);					\
	(void)(&max_a == &max_b);					\
	max_a > max_b ? max_a : max_b;					\
})

/* The structure of this type whose member this pointer points to. */
#define container_of(ptr, type, member) \
	((type *)(void *)((char *)(ptr) - offsetof(type, member)))

/* Number of the lowest or highest one bit, counted from 1; 0 if none. */
static inline int
bit_ffs64(uint64_t x)
{
	return (x == 0 ? 0 : __builtin_ctzll(x) + 1);
}

static inline int
bit_fls64(uint64_t x)
{
	return (x == 0 ? 0 : 64 - __builtin_clzll(x));
}

#endif
