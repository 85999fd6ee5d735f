/*
 * T-4.9: a vfork child has the tid of the LWP that called (D-09), a fork
 * child has tid 1 whoever called.
 */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.9");

#define LWPS	5

static struct thread threads[LWPS];
static volatile lwpid_t child_tid;

static void
fork_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(lwp_gettid() == 1 ? 5 : 6);
	check(wait_exit(pid) == 5, "a fork child is number 1");
}

static void
forker(void *arg)
{
	static volatile int turn;
	lwpid_t tid = lwp_gettid();
	pid_t pid;

	umtx_lock(&turn);
	child_tid = 0;
	pid = vfork();
	if (pid == 0) {
		child_tid = lwp_gettid();
		_exit(kstat("debug.lwptree_check") == 0 ? 7 : 8);
	}
	check(wait_exit(pid) == 7, "vfork");
	check(child_tid == tid, "the caller's tid");
	fork_child();
	umtx_unlock(&turn);
	(void)arg;
}

int
main(void)
{
	for (int i = 0; i < LWPS; i++)
		thread_start(&threads[i], forker, NULL);
	for (int i = 0; i < LWPS; i++) {
		thread_join(&threads[i]);
		check(threads[i].th_tid1 == i + 2, "one after the other");
	}
	forker(NULL);
	pass();
}
