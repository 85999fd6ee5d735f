/*
 * barrier.c -- wait until everybody is here.
 *
 *   b_here   0 -> 1 -> 2 ... b_count - 1 sleep while b_turn stays the same;
 *            the last makes b_here 0 again, counts b_turn up, wakes them all
 */
#include <errno.h>

#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

int
pthread_barrier_init(pthread_barrier_t *b, const pthread_barrierattr_t *attr,
    unsigned int count)
{
	(void)attr;
	if (count == 0)
		return (EINVAL);
	b->b_lock = b->b_turn = 0;
	b->b_here = 0;
	b->b_count = count;
	return (0);
}

/* Whoever was told "you are the last" may destroy it at once. */
int
pthread_barrier_destroy(pthread_barrier_t *b)
{
	return (b->b_here != 0 ? EBUSY : 0);
}

int
pthread_barrier_wait(pthread_barrier_t *b)
{
	int turn;

	__lock_shared(&b->b_lock);
	turn = b->b_turn;
	if (++b->b_here == b->b_count) {
		b->b_here = 0;
		__atomic_store_n(&b->b_turn, turn + 1, __ATOMIC_RELEASE);
		__unlock_shared(&b->b_lock);
		__wake(&b->b_turn, 0);
		return (PTHREAD_BARRIER_SERIAL_THREAD);
	}
	__unlock_shared(&b->b_lock);
	while (__atomic_load_n(&b->b_turn, __ATOMIC_ACQUIRE) == turn)
		__wait(&b->b_turn, turn, CLOCK_REALTIME, NULL);
	return (0);
}

/* ----------------------------------------------------------- attributes */

int
pthread_barrierattr_init(pthread_barrierattr_t *attr)
{
	attr->ba_pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

int
pthread_barrierattr_destroy(pthread_barrierattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int pshared)
{
	attr->ba_pshared = pshared;
	return (0);
}

int
pthread_barrierattr_getpshared(const pthread_barrierattr_t *attr,
    int *pshared)
{
	*pshared = attr->ba_pshared;
	return (0);
}
