/*
 * sys/pthreadtypes.h -- the types of <pthread.h>, which other headers name.
 *
 * All zero is a good start for each of them but the barrier; what the words
 * mean is told in user/libc/pthread/, a file for each.
 */
#ifndef _SYS_PTHREADTYPES_H
#define _SYS_PTHREADTYPES_H

typedef struct pthread *pthread_t;
typedef unsigned int pthread_key_t;

typedef struct {
	unsigned long a_stacksize;	/* 0: as usual */
	unsigned long a_guardsize;
	void *a_stack;			/* lowest byte, NULL: ours */
	int a_noguard, a_detached;
} pthread_attr_t;

typedef struct {
	volatile int m_word;
	int m_type;
	pthread_t m_owner;
	unsigned int m_depth;
} pthread_mutex_t;
typedef struct {
	int ma_type, ma_pshared;
} pthread_mutexattr_t;

typedef struct {
	volatile int c_turn, c_waiters;
	int c_clock;
} pthread_cond_t;
typedef struct {
	int ca_clock, ca_pshared;
} pthread_condattr_t;

typedef struct {
	volatile int rw_lock, rw_turn;
	int rw_readers;			/* -1: a writer */
	int rw_sleepers, rw_writers;	/* that wait; writers of them */
	pthread_t rw_owner;
} pthread_rwlock_t;
typedef struct {
	int ra_pshared;
} pthread_rwlockattr_t;

typedef struct {
	volatile int b_lock, b_turn;
	unsigned int b_count, b_here;
} pthread_barrier_t;
typedef struct {
	int ba_pshared;
} pthread_barrierattr_t;

typedef volatile int pthread_spinlock_t;
typedef struct {
	volatile int o_word;
} pthread_once_t;

#endif
