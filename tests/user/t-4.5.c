/*
 * T-4.5: a child of five LWPs has one, on its alternate stack; an LWP made by
 * lwp_create, and a vfork child, have no alternate stack (D-10).
 */
#include <signal.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.5");

static volatile int go;
static struct thread threads[4], forker;
static unsigned char altstack[SIGSTKSZ];

/* Is that the alternate stack?  NULL: none. */
static bool
altstack_is(void *sp)
{
	stack_t ss;

	if (sigaltstack(NULL, &ss) != 0)
		return (false);
	if (sp == NULL)
		return (ss.ss_flags == SS_DISABLE && ss.ss_size == 0);
	return (ss.ss_flags == 0 && ss.ss_sp == sp &&
	    ss.ss_size == sizeof(altstack));
}

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
	_exit(altstack_is(NULL) ? 7 : 8);
}

static void
fork_here(void *arg)
{
	stack_t ss = { altstack, sizeof(altstack), 0, 0 };
	lwpid_t tids[2];
	pid_t pid;

	(void)arg;
	check(altstack_is(NULL), "a new LWP has none");
	check(sigaltstack(&ss, NULL) == 0 && altstack_is(altstack), "set");
	pid = fork();
	if (pid == 0) {
		if (lwp_list(tids, 2) != 1 || tids[0] != lwp_gettid())
			_exit(1);
		if (!altstack_is(altstack))
			_exit(3);
		_exit(kstat("debug.lwptree_check") == 0 ? 6 : 2);
	}
	check(wait_exit(pid) == 6, "the child is alone");
	check(wait_exit(vfork_child()) == 7, "vfork");
	check(altstack_is(altstack), "ours is as it was");
}

int
main(void)
{
	stack_t ss = { altstack, sizeof(altstack), 0, 0 };

	check(sigaltstack(&ss, NULL) == 0, "sigaltstack");
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
