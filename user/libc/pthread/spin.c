/*
 * spin.c -- a lock without a queue: 0 free, 1 taken.
 *
 * To spin helps only while the holder runs on another cpu; where there is
 * one cpu it must be given to the holder.
 */
#include <errno.h>
#include <sched.h>

#include "user/libc/pthread/impl.h"

int
pthread_spin_init(pthread_spinlock_t *s, int pshared)
{
	(void)pshared;
	*s = 0;
	return (0);
}

int
pthread_spin_destroy(pthread_spinlock_t *s)
{
	return (*s != 0 ? EBUSY : 0);
}

int
pthread_spin_trylock(pthread_spinlock_t *s)
{
	return (__atomic_exchange_n(s, 1, __ATOMIC_ACQUIRE) != 0 ? EBUSY : 0);
}

int
pthread_spin_lock(pthread_spinlock_t *s)
{
	while (pthread_spin_trylock(s) != 0)
		sched_yield();
	return (0);
}

int
pthread_spin_unlock(pthread_spinlock_t *s)
{
	__atomic_store_n(s, 0, __ATOMIC_RELEASE);
	return (0);
}
