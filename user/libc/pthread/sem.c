/*
 * sem.c -- a number of things to hand out; who finds none waits.
 *
 *   s_value     how many there are; who finds 0 sleeps while it is 0
 *   s_waiters   how many sleep or are about to: post need not wake nobody
 *
 * Who waits counts itself first and looks at the value then, who posts
 * counts the value up first and looks at the waiters then: one of the two
 * sees the other.
 */
#include <semaphore.h>

#include <errno.h>

#include "user/libc/pthread/impl.h"

static int
fail(int error)
{
	errno = error;
	return (-1);
}

int
sem_init(sem_t *sem, int pshared, unsigned int value)
{
	(void)pshared;			/* the kernel knows the word itself */
	if (value > SEM_VALUE_MAX)
		return (fail(EINVAL));
	sem->s_value = (int)value;
	sem->s_waiters = 0;
	return (0);
}

int
sem_destroy(sem_t *sem)
{
	return (sem->s_waiters != 0 ? fail(EBUSY) : 0);
}

static int
take(sem_t *sem)
{
	int value = __atomic_load_n(&sem->s_value, __ATOMIC_SEQ_CST);

	while (value > 0) {
		if (__atomic_compare_exchange_n(&sem->s_value, &value,
		    value - 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return (1);
	}
	return (0);
}

int
sem_trywait(sem_t *sem)
{
	return (take(sem) ? 0 : fail(EAGAIN));
}

int
sem_timedwait(sem_t *sem, const struct timespec *until)
{
	int error = 0;

	if (take(sem))
		return (0);
	__atomic_add_fetch(&sem->s_waiters, 1, __ATOMIC_SEQ_CST);
	while (error == 0 && !take(sem))
		error = __wait(&sem->s_value, 0, CLOCK_REALTIME, until);
	__atomic_sub_fetch(&sem->s_waiters, 1, __ATOMIC_SEQ_CST);
	return (error != 0 ? fail(error) : 0);
}

int
sem_wait(sem_t *sem)
{
	return (sem_timedwait(sem, NULL));
}

int
sem_post(sem_t *sem)
{
	int value = __atomic_load_n(&sem->s_value, __ATOMIC_SEQ_CST);

	do {
		if (value == SEM_VALUE_MAX)
			return (fail(EOVERFLOW));
	} while (!__atomic_compare_exchange_n(&sem->s_value, &value,
	    value + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	if (__atomic_load_n(&sem->s_waiters, __ATOMIC_SEQ_CST) != 0)
		__wake(&sem->s_value, 1);
	return (0);
}

int
sem_getvalue(sem_t *sem, int *value)
{
	*value = sem->s_value;
	return (0);
}
