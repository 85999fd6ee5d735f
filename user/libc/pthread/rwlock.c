/*
 * rwlock.c -- many readers or one writer.
 *
 * rw_readers is the state; rw_lock guards it and is held for moments only:
 *
 *        wrlock                    rdlock            rdlock
 *   -1 <-------- 0 nobody has it ----------> 1 reader ------> 2 readers ...
 *      -------->                 <----------         <------
 *        unlock                    unlock            unlock
 *
 * Who cannot have it sleeps while rw_turn stays the same; unlock changes it
 * when somebody sleeps.  A writer that waits keeps new readers out, else
 * readers that overlap could keep it out for ever; but a thread that reads
 * already may read once more, else it would wait for itself.
 */
#include <errno.h>
#include <string.h>

#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

int
pthread_rwlock_init(pthread_rwlock_t *rw, const pthread_rwlockattr_t *attr)
{
	(void)attr;
	memset(rw, 0, sizeof(*rw));
	return (0);
}

int
pthread_rwlock_destroy(pthread_rwlock_t *rw)
{
	return (rw->rw_readers != 0 || rw->rw_sleepers != 0 ? EBUSY : 0);
}

/* rw_lock is held, also on return, but not while asleep. */
static int
take_turn(pthread_rwlock_t *rw, int writer, const struct timespec *until)
{
	int turn = rw->rw_turn, error;

	rw->rw_sleepers++;
	rw->rw_writers += writer;
	__unlock_shared(&rw->rw_lock);
	error = __wait(&rw->rw_turn, turn, CLOCK_REALTIME, until);
	__lock_shared(&rw->rw_lock);
	rw->rw_writers -= writer;
	rw->rw_sleepers--;
	return (error == EINTR ? 0 : error);
}

/* Everybody who sleeps looks again. */
static void
next_turn(pthread_rwlock_t *rw)
{
	int sleepers = rw->rw_sleepers;

	if (sleepers != 0)
		rw->rw_turn++;
	__unlock_shared(&rw->rw_lock);
	if (sleepers != 0)
		__wake(&rw->rw_turn, 0);
}

static int
may_read(const pthread_rwlock_t *rw)
{
	return (rw->rw_readers >= 0 &&
	    (rw->rw_writers == 0 || __self()->pt_rdlocks > 0));
}

int
pthread_rwlock_timedrdlock(pthread_rwlock_t *rw, const struct timespec *until)
{
	int error = 0;

	__lock_shared(&rw->rw_lock);
	if (rw->rw_readers < 0 && rw->rw_owner == __self())
		error = EDEADLK;
	while (error == 0 && !may_read(rw))
		error = take_turn(rw, 0, until);
	if (error == 0) {
		rw->rw_readers++;
		__self()->pt_rdlocks++;
	}
	__unlock_shared(&rw->rw_lock);
	return (error);
}

int
pthread_rwlock_rdlock(pthread_rwlock_t *rw)
{
	return (pthread_rwlock_timedrdlock(rw, NULL));
}

int
pthread_rwlock_tryrdlock(pthread_rwlock_t *rw)
{
	int error = EBUSY;

	__lock_shared(&rw->rw_lock);
	if (may_read(rw)) {
		rw->rw_readers++;
		__self()->pt_rdlocks++;
		error = 0;
	}
	__unlock_shared(&rw->rw_lock);
	return (error);
}

/* A writer that gives up may have been what kept readers out. */
int
pthread_rwlock_timedwrlock(pthread_rwlock_t *rw, const struct timespec *until)
{
	int error = 0;

	__lock_shared(&rw->rw_lock);
	if (rw->rw_readers < 0 && rw->rw_owner == __self())
		error = EDEADLK;
	while (error == 0 && rw->rw_readers != 0)
		error = take_turn(rw, 1, until);
	if (error != 0) {
		next_turn(rw);
		return (error);
	}
	rw->rw_readers = -1;
	rw->rw_owner = __self();
	__unlock_shared(&rw->rw_lock);
	return (0);
}

int
pthread_rwlock_wrlock(pthread_rwlock_t *rw)
{
	return (pthread_rwlock_timedwrlock(rw, NULL));
}

int
pthread_rwlock_trywrlock(pthread_rwlock_t *rw)
{
	int error = EBUSY;

	__lock_shared(&rw->rw_lock);
	if (rw->rw_readers == 0) {
		rw->rw_readers = -1;
		rw->rw_owner = __self();
		error = 0;
	}
	__unlock_shared(&rw->rw_lock);
	return (error);
}

int
pthread_rwlock_unlock(pthread_rwlock_t *rw)
{
	__lock_shared(&rw->rw_lock);
	if (rw->rw_readers == 0 ||
	    (rw->rw_readers < 0 && rw->rw_owner != __self())) {
		__unlock_shared(&rw->rw_lock);
		return (EPERM);
	}
	if (rw->rw_readers < 0) {
		rw->rw_readers = 0;
		rw->rw_owner = NULL;
	} else {
		rw->rw_readers--;
		__self()->pt_rdlocks--;
	}
	if (rw->rw_readers == 0)
		next_turn(rw);
	else
		__unlock_shared(&rw->rw_lock);
	return (0);
}

/* ----------------------------------------------------------- attributes */

int
pthread_rwlockattr_init(pthread_rwlockattr_t *attr)
{
	attr->ra_pshared = PTHREAD_PROCESS_PRIVATE;
	return (0);
}

int
pthread_rwlockattr_destroy(pthread_rwlockattr_t *attr)
{
	(void)attr;
	return (0);
}

int
pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attr, int pshared)
{
	attr->ra_pshared = pshared;
	return (0);
}

int
pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attr, int *pshared)
{
	*pshared = attr->ra_pshared;
	return (0);
}
