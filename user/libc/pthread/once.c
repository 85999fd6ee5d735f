/*
 * once.c -- the first who comes calls the function, all wait until it is
 * done.
 *
 *   0 not yet --> 1 being called --> 3 done
 *                      | somebody waits
 *                      v
 *                 2 being called, sleepers --> 3 done: wake all
 */
#include "user/libc/pthread/impl.h"

#define ONCE_NEW	0
#define ONCE_CALLED	1
#define ONCE_SLEEPERS	2
#define ONCE_DONE	3

static int
change(pthread_once_t *once, int from, int to)
{
	return (__atomic_compare_exchange_n(&once->o_word, &from, to, 0,
	    __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE));
}

int
pthread_once(pthread_once_t *once, void (*func)(void))
{
	if (change(once, ONCE_NEW, ONCE_CALLED)) {
		func();
		if (__atomic_exchange_n(&once->o_word, ONCE_DONE,
		    __ATOMIC_RELEASE) == ONCE_SLEEPERS)
			__wake(&once->o_word, 0);
		return (0);
	}
	while (__atomic_load_n(&once->o_word, __ATOMIC_ACQUIRE) != ONCE_DONE) {
		change(once, ONCE_CALLED, ONCE_SLEEPERS);
		__wait(&once->o_word, ONCE_SLEEPERS, CLOCK_REALTIME, NULL);
	}
	return (0);
}
