/*
 * thread.c -- threads for tests, of the system calls alone.
 */
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "tests/user/test.h"

static void
thread_main(void *arg)
{
	struct thread *th = arg;

	th->th_func(th->th_arg);
	extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, (void *)&th->th_ended);
}

void
thread_start(struct thread *th, void (*func)(void *), void *arg)
{
	struct lwp_params params = { thread_main, th, NULL, &th->th_tid1,
	    &th->th_tid2 };

	th->th_func = func;
	th->th_arg = arg;
	th->th_ended = 0;
	th->th_stack = mmap(NULL, THREAD_STACK, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	check(th->th_stack != MAP_FAILED, "a stack");
	params.lwp_stack = th->th_stack + THREAD_STACK;
	check(lwp_create(&params) == 0, "lwp_create");
}

/* After the store it is in the kernel for ever: no stack is needed. */
void
thread_join(struct thread *th)
{
	while (th->th_ended == 0)
		umtx_sleep(&th->th_ended, 0, 0);
	munmap(th->th_stack, THREAD_STACK);
}

void
umtx_lock(volatile int *word)
{
	int expected = 0;

	if (__atomic_compare_exchange_n(word, &expected, 1, 0,
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return;
	while (__atomic_exchange_n(word, 2, __ATOMIC_SEQ_CST) != 0)
		umtx_sleep(word, 2, 0);
}

void
umtx_unlock(volatile int *word)
{
	if (__atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST) == 2)
		umtx_wakeup(word, 1);
}

void
wait_until(volatile int *word, int value)
{
	while (__atomic_load_n(word, __ATOMIC_SEQ_CST) != value)
		usleep(10000);
}

int
lwp_list(lwpid_t *tids, int max)
{
	static struct kinfo_proc list[200];
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID |
	    KERN_PROC_FLAG_LWP, (int)getpid() };
	size_t size = sizeof(list);
	int n;

	check(sysctl(mib, 4, list, &size, NULL, 0) == 0, "kern.proc");
	n = (int)(size / sizeof(list[0]));
	for (int i = 0; i < n && i < max; i++)
		tids[i] = list[i].kp_tid;
	return (n);
}
