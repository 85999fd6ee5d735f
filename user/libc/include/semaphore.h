/*
 * semaphore.h -- counting semaphores without a name.
 *
 * => 0, or -1 and errno
 */
#ifndef _SEMAPHORE_H
#define _SEMAPHORE_H

#include <time.h>

#define SEM_VALUE_MAX	0x7fffffff

typedef struct {
	volatile int s_value, s_waiters;
} sem_t;

/* With pshared the semaphore may lie in memory that processes share. */
int sem_init(sem_t *sem, int pshared, unsigned int value);
int sem_destroy(sem_t *sem);
/* sem_wait, sem_timedwait: EINTR if a handler ran; ETIMEDOUT */
int sem_wait(sem_t *sem);
int sem_trywait(sem_t *sem);
int sem_timedwait(sem_t *sem, const struct timespec *until);
int sem_post(sem_t *sem);
int sem_getvalue(sem_t *sem, int *value);

#endif
