/*
 * lock.h -- what keeps threads out of each other's way inside the library.
 *
 * The word of a lock:
 *
 *            lock               another wants it
 *   0 free -------> 1 taken -----------------------> 2 taken, somebody sleeps
 *     ^                | unlock                        | unlock: wake one
 *     +----------------+-------------------------------+
 *
 * A program with one thread pays for a look at __libc_threaded and a store.
 */
#ifndef LIBC_LOCK_H
#define LIBC_LOCK_H

#include <sys/types.h>

/* 1 from the first pthread_create on. */
extern int __libc_threaded;
/* What fork does around the call when there are threads; else NULL. */
extern pid_t (*__fork_hook)(void);

/* The slow halves of the two below. */
void __lock_wait(volatile int *word);
void __lock_wake(volatile int *word);

/* In memory that processes share; one thread is no excuse there. */
static inline void
__lock_shared(volatile int *word)
{
	int expected = 0;

	if (!__atomic_compare_exchange_n(word, &expected, 1, 0,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		__lock_wait(word);
}

static inline void
__unlock_shared(volatile int *word)
{
	if (__atomic_exchange_n(word, 0, __ATOMIC_RELEASE) == 2)
		__lock_wake(word);
}

static inline void
__lock(volatile int *word)
{
	if (!__libc_threaded)
		*word = 1;
	else
		__lock_shared(word);
}

static inline void
__unlock(volatile int *word)
{
	if (!__libc_threaded)
		*word = 0;
	else
		__unlock_shared(word);
}

#endif
