/*
 * random.c -- pseudo-random numbers: the same seed, the same numbers.
 *
 * A linear congruential generator of 64 bits whose upper bits are used, the
 * lower ones being much less random.
 */
#include <stdint.h>
#include <stdlib.h>

static uint64_t state = 1;

static uint64_t
next_state(uint64_t s)
{
	return (s * 6364136223846793005u + 1442695040888963407u);
}

int
rand(void)
{
	state = next_state(state);
	return ((int)(state >> 33));
}

void
srand(unsigned int seed)
{
	state = seed;
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
