/*
 * mutex.c -- one thread at a time.
 *
 * m_word is a lock of the kind that lock.h draws: 0 free, 1 taken, 2 taken
 * and somebody may sleep.  Without rivals neither lock nor unlock enters the
 * kernel.  The recursive and the errorcheck type also note who has it.
 */
#include <errno.h>
#include <string.h>

#include "user/libc/pthread/impl.h"

int
pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *attr)
{
	memset(m, 0, sizeof(*m));
	if (attr != NULL)
		m->m_type = attr->ma_type;
	return (0);
}

int
pthread_mutex_destroy(pthread_mutex_t *m)
{
	return (m->m_word != 0 ? EBUSY : 0);
}

static int
try(pthread_mutex_t *m)
{
	int expected = 0;

	return (__atomic_compare_exchange_n(&m->m_word, &expected, 1, 0,
	    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
}

/* 0 if it is ours now; `again` is the error for who has it already. */
static int
lock_again(pthread_mutex_t *m, int again)
{
	if (m->m_type == PTHREAD_MUTEX_NORMAL || m->m_owner != __self())
		return (again);
	if (m->m_type == PTHREAD_MUTEX_ERRORCHECK)
		return (again == EBUSY ? EBUSY : EDEADLK);
	m->m_depth++;
	return (0);
}

static void
note_owner(pthread_mutex_t *m)
{
	m->m_depth = 1;
	m->m_owner = __self();
}

int
pthread_mutex_trylock(pthread_mutex_t *m)
{
	if (!try(m))
		return (lock_again(m, EBUSY));
	note_owner(m);
	return (0);
}

int
pthread_mutex_timedlock(pthread_mutex_t *m, const struct timespec *until)
{
	int error;

	if (!try(m)) {
		error = lock_again(m, -1);
		if (error != -1)
			return (error);
		while (__atomic_exchange_n(&m->m_word, 2,
		    __ATOMIC_ACQUIRE) != 0) {
			error = __wait(&m->m_word, 2, CLOCK_REALTIME, until);
			if (error != 0 && error != EINTR)
				return (error);
		}
	}
	note_owner(m);
	return (0);
}

int
pthread_mutex_lock(pthread_mutex_t *m)
{
	return (pthread_mutex_timedlock(m, NULL));
}

int
pthread_mutex_unlock(pthread_mutex_t *m)
{
	if (m->m_type != PTHREAD_MUTEX_NORMAL) {
		if (m->m_word == 0 || m->m_owner != __self())
			return (EPERM);
		if (--m->m_depth > 0)
			return (0);
	}
	m->m_owner = NULL;
	if (__atomic_exchange_n(&m->m_word, 0, __ATOMIC_RELEASE) == 2)
		__wake(&m->m_word, 1);
	return (0);
}

/* ----------------------------------------------------------- attributes */

int
pthread_mutexattr_init(pthread_mutexattr_t *attr)
{
	memset(attr, 0, sizeof(*attr));
	return (0);
}

int
pthread_mutexattr_destroy(pthread_mutexattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_mutexattr_settype(pthread_mutexattr_t *attr, int type)
{
	if (type != PTHREAD_MUTEX_NORMAL && type != PTHREAD_MUTEX_RECURSIVE &&
	    type != PTHREAD_MUTEX_ERRORCHECK)
		return (EINVAL);
	attr->ma_type = type;
	return (0);
}

int
pthread_mutexattr_gettype(const pthread_mutexattr_t *attr, int *type)
{
	*type = attr->ma_type;
	return (0);
}

/* The kernel knows a word by its memory: sharing needs nothing more. */
int
pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int pshared)
{
	attr->ma_pshared = pshared;
	return (0);
}

int
pthread_mutexattr_getpshared(const pthread_mutexattr_t *attr, int *pshared)
{
	*pshared = attr->ma_pshared;
	return (0);
}
