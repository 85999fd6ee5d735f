/*
 * fork.c -- fork in a program with threads.
 *
 * The child has a copy of all memory but only the thread that forked.  A
 * lock that another thread held would stay locked for ever, and what it
 * guards be half done.  So the library's locks are taken before the call
 * and released after it, on both sides; the stacks of the threads that the
 * child does not have become unused ones.
 *
 *   pthread_atfork   what a program wants to do around fork
 *   __thread_fork    what fork calls instead of the system call
 *
 * The lock of a FILE may be held for as long as somebody types: it is not
 * waited for, the child just takes it to be free (stdio/lock.c).
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "user/libc/libc.h"
#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

struct handler {
	void (*h_prepare)(void);
	void (*h_parent)(void);
	void (*h_child)(void);
	TAILQ_ENTRY(handler) h_link;
};

static TAILQ_HEAD(handlers, handler) handlers =
    TAILQ_HEAD_INITIALIZER(handlers);
static volatile int handlers_lock;

int
pthread_atfork(void (*prepare)(void), void (*parent)(void),
    void (*child)(void))
{
	struct handler *h = malloc(sizeof(*h));

	if (h == NULL)
		return (ENOMEM);
	h->h_prepare = prepare;
	h->h_parent = parent;
	h->h_child = child;
	__lock(&handlers_lock);
	TAILQ_INSERT_TAIL(&handlers, h, h_link);
	__unlock(&handlers_lock);
	__fork_hook = __thread_fork;
	return (0);
}

/* The library's locks, in the order in which they may be nested. */
static volatile int *const locks[] = {
	&handlers_lock,
	&__threads_lock,
	&__stack_lock,
	&__atexit_lock,
	&__rand_lock,
	&__env_lock,
	&__files_lock,
	&__malloc_lock,
};
#define NLOCKS	(sizeof(locks) / sizeof(locks[0]))

static void
lock_all(void)
{
	for (size_t i = 0; i < NLOCKS; i++)
		__lock(locks[i]);
}

static void
unlock_all(void)
{
	for (size_t i = NLOCKS; i > 0; i--)
		__unlock(locks[i - 1]);
}

/* The caller is alone now: nobody stands on the other stacks. */
static void
forget_others(void)
{
	struct pthread *me = __self(), *t;

	me->pt_tid = lwp_gettid();
	while ((t = TAILQ_FIRST(&__threads)) != NULL) {
		TAILQ_REMOVE(&__threads, t, pt_link);
		if (t == me)
			continue;
		t->pt_ended = 1;
		__stack_put(t);
	}
	TAILQ_INSERT_TAIL(&__threads, me, pt_link);
	__nthreads = 1;
}

pid_t
__thread_fork(void)
{
	struct handler *h;
	int saved;
	pid_t pid;

	TAILQ_FOREACH_REVERSE(h, &handlers, handlers, h_link) {
		if (h->h_prepare != NULL)
			h->h_prepare();
	}
	lock_all();
	pid = __sys_fork();
	saved = errno;
	unlock_all();
	if (pid == 0 && __libc_threaded) {
		__stdio_alone();
		__exit_alone();
		forget_others();
	}
	TAILQ_FOREACH(h, &handlers, h_link) {
		if (pid == 0 && h->h_child != NULL)
			h->h_child();
		if (pid != 0 && h->h_parent != NULL)
			h->h_parent();
	}
	errno = saved;
	return (pid);
}
