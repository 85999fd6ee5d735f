/* T-4.5, T-4.9: a child of five LWPs has one; a vfork child keeps the tid. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.5");

static volatile int go;
static struct thread threads[4], forker;
static volatile lwpid_t vfork_tid;

static void
waiter(void *arg)
{
	(void)arg;
	while (go == 0)
		umtx_sleep(&go, 0, 0);
}

static pid_t
vfork_child(void)
{
	pid_t pid = vfork();

	if (pid != 0)
		return (pid);
	vfork_tid = lwp_gettid();
	_exit(7);
}

static void
fork_here(void *arg)
{
	lwpid_t tid = lwp_gettid(), tids[2];
	pid_t pid = fork();

	(void)arg;
	if (pid == 0) {
		if (lwp_list(tids, 2) != 1 || tids[0] != lwp_gettid())
			_exit(1);
		_exit(kstat("debug.lwptree_check") == 0 ? 6 : 2);
	}
	check(wait_exit(pid) == 6, "the child is alone");
	check(wait_exit(vfork_child()) == 7, "vfork");
	check(tid > 1 && vfork_tid == tid, "a vfork child has our tid");
}

int
main(void)
{
	for (int i = 0; i < 4; i++)
		thread_start(&threads[i], waiter, NULL);
	thread_start(&forker, fork_here, NULL);
	thread_join(&forker);
	go = 1;
	umtx_wakeup(&go, 0);
	for (int i = 0; i < 4; i++)
		thread_join(&threads[i]);
	pass();
}
