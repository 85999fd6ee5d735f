/*
 * cond.c -- waiting until another thread says that something has changed.
 *
 * c_turn counts signals.  Who waits reads it while it still has the mutex,
 * lets the mutex go, and sleeps as long as c_turn is what it read: a signal
 * in between changes the word, so it is not missed.
 *
 *   waiter                            signaller
 *   turn = c_turn
 *   unlock ........................>  lock, change something, unlock
 *   sleep while c_turn == turn  <...  c_turn++, wake
 *   lock
 *
 * A wakeup may be for nothing (a signal handler ran, another was faster):
 * callers look again in a loop, as POSIX tells them to.
 */
#include <errno.h>
#include <string.h>

#include "user/libc/pthread/impl.h"

int
pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *attr)
{
	memset(c, 0, sizeof(*c));
	c->c_clock = attr != NULL ? attr->ca_clock : CLOCK_REALTIME;
	return (0);
}

int
pthread_cond_destroy(pthread_cond_t *c)
{
	return (c->c_waiters != 0 ? EBUSY : 0);
}

int
pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m,
    const struct timespec *until)
{
	int turn, error;

	__atomic_add_fetch(&c->c_waiters, 1, __ATOMIC_SEQ_CST);
	turn = __atomic_load_n(&c->c_turn, __ATOMIC_SEQ_CST);
	error = pthread_mutex_unlock(m);
	if (error == 0) {
		error = __wait(&c->c_turn, turn, c->c_clock, until);
		pthread_mutex_lock(m);
	}
	__atomic_sub_fetch(&c->c_waiters, 1, __ATOMIC_SEQ_CST);
	return (error == EINTR ? 0 : error);
}

int
pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
	return (pthread_cond_timedwait(c, m, NULL));
}

/* Nobody waits: then there is nothing to do, and no call of the kernel. */
static int
next_turn(pthread_cond_t *c, int count)
{
	if (__atomic_load_n(&c->c_waiters, __ATOMIC_SEQ_CST) != 0) {
		__atomic_add_fetch(&c->c_turn, 1, __ATOMIC_SEQ_CST);
		__wake(&c->c_turn, count);
	}
	return (0);
}

int
pthread_cond_signal(pthread_cond_t *c)
{
	return (next_turn(c, 1));
}

int
pthread_cond_broadcast(pthread_cond_t *c)
{
	return (next_turn(c, 0));
}

/* ----------------------------------------------------------- attributes */

int
pthread_condattr_init(pthread_condattr_t *attr)
{
	attr->ca_clock = CLOCK_REALTIME;
	attr->ca_pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

int
pthread_condattr_destroy(pthread_condattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return (EINVAL);
	attr->ca_clock = (int)clock;
	return (0);
}

int
pthread_condattr_getclock(const pthread_condattr_t *attr, clockid_t *clock)
{
	*clock = (clockid_t)attr->ca_clock;
	return (0);
}

int
pthread_condattr_setpshared(pthread_condattr_t *attr, int pshared)
{
	attr->ca_pshared = pshared;
	return (0);
}

int
pthread_condattr_getpshared(const pthread_condattr_t *attr, int *pshared)
{
	*pshared = attr->ca_pshared;
	return (0);
}
