/*
 * impl.h -- the inside of a thread of the C library.
 *
 * A thread's memory is one piece; %fs:0 of the running thread finds it:
 *
 *   low    +----------------+  pt_area
 *          | guard          |  PROT_NONE: a stack too deep is a SIGSEGV
 *          +----------------+
 *          | stack          |  grows down
 *          |                |
 *          +----------------+  <- where the new LWP starts
 *          | thread-local   |  a copy of .tdata, then zeroes (user.ld)
 *          | variables      |
 *          +----------------+  <- %fs points here
 *          | struct pthread |  its first word is its own address
 *   high   +----------------+  pt_area + pt_areasize
 *
 * The first thread has the last two in the bss, and the kernel's stack.
 */
#ifndef LIBC_PTHREAD_IMPL_H
#define LIBC_PTHREAD_IMPL_H

#include <pthread.h>
#include <stddef.h>
#include <sys/types.h>

#include "lib/queue.h"

#define TLS_ALIGN	64		/* user.ld says the same */
#define STACK_DEFAULT	(64 * 1024ul)	/* guard not counted */
#define GUARD_DEFAULT	4096ul
#define NAME_SIZE	16

/*
 * pt_state, of a thread that ends and of who wants its result:
 *
 *               ends                     join, detach
 *   JOINABLE ---------> EXITED: who joins or detaches frees the memory
 *      | detach
 *      v        ends
 *   DETACHED ---------> frees it itself: puts it on the list of unused
 *                       stacks, where nobody takes it before pt_ended is set
 */
enum thread_state { JOINABLE, DETACHED, EXITED };

/*
 * Who may touch a field: I set before the thread runs; O the thread itself;
 * L holder of __threads_lock; A atomic.
 */
struct pthread {
	struct pthread *pt_self;	/* I  must be first: %fs:0 */
	lwpid_t pt_tid;			/* I  stored by lwp_create */
	int pt_state;			/* A  enum thread_state */
	volatile int pt_ended;		/* A  the kernel's, by extexit: 1 when
					      the stack is used no more */
	int pt_joiner;			/* A  1: somebody joins */
	void *(*pt_func)(void *);	/* I  */
	void *pt_arg;			/* I  */
	void *pt_result;		/* O  until it has ended */
	struct __cleanup *pt_cleanup;	/* O  pthread_cleanup_push */
	void **pt_values;		/* O  of pthread_setspecific */
	int pt_rdlocks;			/* O  rwlocks held for reading */
	char *pt_area;			/* I  NULL: not ours to unmap */
	size_t pt_areasize;		/* I  */
	size_t pt_guard;		/* I  */
	TAILQ_ENTRY(pthread) pt_link;	/* L  all threads, or unused stacks */
};
TAILQ_HEAD(__threads, pthread);

/* Every thread that has not ended, and how many (thread.c). */
extern volatile int __threads_lock;
extern struct __threads __threads;
extern int __nthreads;

static inline struct pthread *
__self(void)
{
	struct pthread *t;

	__asm__("movq %%fs:0, %0" : "=r" (t));
	return (t);
}

/* ---- tls.c ---- */

extern struct pthread __first_thread;
/* The first thread's variables and its pointer to them; called by crt0. */
void __tls_start(void);
/* The bytes that thread-local variables take below a struct pthread. */
size_t __tls_bytes(void);
/* They get the values they start with. */
void __tls_fill(struct pthread *t);
/* t is the calling thread from now on. */
void __tls_set(struct pthread *t);

/* ---- stack.c ---- */

/*
 * __stack_get: memory for a thread, all fields zero but those of the memory.
 * *top is where its stack begins.
 *
 * => NULL if there is no memory
 */
struct pthread *__stack_get(const pthread_attr_t *attr, void **top);
/* It is used no more, or will be unused as soon as pt_ended is set. */
void __stack_put(struct pthread *t);
/* The lock of the unused stacks, for fork. */
extern volatile int __stack_lock;

/* ---- key.c ---- */

/* The destructors of the calling thread's values. */
void __key_destroy(struct pthread *t);

/* ---- wait.c ---- */

/*
 * __wait: sleep while *word is value, until that time of that clock (NULL:
 * no limit).
 *
 * => 0: look again; ETIMEDOUT; EINTR: a signal came; EINVAL: *until is no
 *    time.  errno is left alone
 */
int __wait(volatile int *word, int value, clockid_t clock,
    const struct timespec *until);
/* Wake one sleeper if count is 1, else all; errno is left alone. */
void __wake(volatile int *word, int count);

/* ---- fork.c ---- */

pid_t __thread_fork(void);

#endif
