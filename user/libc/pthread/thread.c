/*
 * thread.c -- the life of a thread.
 *
 *   pthread_create    memory (stack.c), then an LWP that begins in start()
 *   pthread_exit      handlers, values, then extexit: the kernel sets pt_ended
 *   pthread_join      waits for pt_ended, frees the memory
 *   pthread_detach    nobody will join
 *
 * impl.h draws the memory and the states.  The process ends when its last
 * thread does, with status 0, or when any thread calls exit.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/lwp.h>

#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

volatile int __threads_lock;
struct __threads __threads = TAILQ_HEAD_INITIALIZER(__threads);
int __nthreads;

pthread_t
pthread_self(void)
{
	return (__self());
}

int
pthread_equal(pthread_t a, pthread_t b)
{
	return (a == b);
}

/*
 * The first code of a new LWP.  It has its creator's thread pointer still:
 * no thread-local variable, errno neither, may be used before __tls_set.
 */
static void
start(void *arg)
{
	struct pthread *t = arg;

	__tls_set(t);
	pthread_exit(t->pt_func(t->pt_arg));
}

static void
enter_list(struct pthread *t)
{
	TAILQ_INSERT_TAIL(&__threads, t, pt_link);
	__nthreads++;
}

/* => how many are left */
static int
leave_list(struct pthread *t)
{
	int left;

	__lock(&__threads_lock);
	TAILQ_REMOVE(&__threads, t, pt_link);
	left = --__nthreads;
	__unlock(&__threads_lock);
	return (left);
}

/* From one thread to two: locks are real from now on, and fork is ours. */
static void
first_create(void)
{
	struct pthread *me = __self();

	me->pt_tid = lwp_gettid();
	enter_list(me);
	__fork_hook = __thread_fork;
	__libc_threaded = 1;
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*func)(void *), void *arg)
{
	static const pthread_attr_t usual;
	struct lwp_params params = { start, NULL, NULL, NULL, NULL };
	int saved = errno, error = 0;
	struct pthread *t;

	if (attr == NULL)
		attr = &usual;
	if (!__libc_threaded)
		first_create();
	t = __stack_get(attr, &params.lwp_stack);
	if (t == NULL) {
		errno = saved;
		return (EAGAIN);
	}
	__tls_fill(t);
	t->pt_func = func;
	t->pt_arg = arg;
	t->pt_state = attr->a_detached ? DETACHED : JOINABLE;
	params.lwp_arg = t;
	params.lwp_tid1 = &t->pt_tid;
	__lock(&__threads_lock);
	enter_list(t);
	__unlock(&__threads_lock);

	*thread = t;			/* it may be gone when we return */
	if (lwp_create(&params) < 0) {
		leave_list(t);
		t->pt_ended = 1;
		__stack_put(t);
		error = EAGAIN;
	}
	errno = saved;
	return (error);
}

static int
change_state(struct pthread *t, int from, int to)
{
	return (__atomic_compare_exchange_n(&t->pt_state, &from, to, 0,
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
}

void
pthread_exit(void *result)
{
	struct pthread *t = __self();

	while (t->pt_cleanup != NULL)
		__cleanup_pop(1);
	__key_destroy(t);
	t->pt_result = result;
	if (!__libc_threaded || leave_list(t) == 0)
		exit(0);
	if (!change_state(t, JOINABLE, EXITED))
		__stack_put(t);
	/* The stack may be another's as soon as the kernel has set the word. */
	extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, (void *)&t->pt_ended);
	abort();
}

int
pthread_join(pthread_t t, void **result)
{
	if (t == __self())
		return (EDEADLK);
	if (t->pt_state == DETACHED ||
	    __atomic_exchange_n(&t->pt_joiner, 1, __ATOMIC_SEQ_CST) != 0)
		return (EINVAL);
	while (__atomic_load_n(&t->pt_ended, __ATOMIC_ACQUIRE) == 0)
		__wait(&t->pt_ended, 0, CLOCK_REALTIME, NULL);
	if (result != NULL)
		*result = t->pt_result;
	__stack_put(t);
	return (0);
}

int
pthread_detach(pthread_t t)
{
	if (t->pt_joiner != 0)
		return (EINVAL);
	if (change_state(t, JOINABLE, DETACHED))
		return (0);
	if (t->pt_state == DETACHED)
		return (EINVAL);
	__stack_put(t);			/* it ended before */
	return (0);
}

void
__cleanup_push(struct __cleanup *cl)
{
	struct pthread *t = __self();

	cl->cl_next = t->pt_cleanup;
	t->pt_cleanup = cl;
}

/* Off the list before the call: it may call pthread_exit itself. */
void
__cleanup_pop(int run)
{
	struct pthread *t = __self();
	struct __cleanup *cl = t->pt_cleanup;

	t->pt_cleanup = cl->cl_next;
	if (run)
		cl->cl_func(cl->cl_arg);
}
