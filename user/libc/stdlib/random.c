/*
 * random.c -- pseudo-random numbers: the same seed, the same numbers.
 *
 * A linear congruential generator of 64 bits whose upper bits are used, the
 * lower ones being much less random.
 */
#include <stdint.h>
#include <stdlib.h>

#include "user/libc/libc.h"
#include "user/libc/lock.h"

/* Guards state: two threads would else get the same number. */
volatile int __rand_lock;
static uint64_t state = 1;

static uint64_t
next_state(uint64_t s)
{
	return (s * 6364136223846793005u + 1442695040888963407u);
}

int
rand(void)
{
	uint64_t s;

	__lock(&__rand_lock);
	s = state = next_state(state);
	__unlock(&__rand_lock);
	return ((int)(s >> 33));
}

void
srand(unsigned int seed)
{
	__lock(&__rand_lock);
	state = seed;
	__unlock(&__rand_lock);
}

long
random(void)
{
	return (rand());
}

void
srandom(unsigned int seed)
{
	srand(seed);
}

int
rand_r(unsigned int *seed)
{
	uint64_t s = next_state(next_state(*seed));

	*seed = (unsigned int)(s >> 32);
	return ((int)(s >> 33));
}
