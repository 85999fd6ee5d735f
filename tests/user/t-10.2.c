/* T-10.2: LWPs share their process's limits; a fork among them is apart. */
#include <sys/lwp.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-10.2");

static volatile int go, changed;

static void
changer(void *arg)
{
	struct rlimit lim = { 1234, 5678 };

	(void)arg;
	wait_until(&go, 1);
	check(setrlimit(RLIMIT_FSIZE, &lim) == 0, "setrlimit");
	changed = 1;
	umtx_wakeup(&changed, 0);
	wait_until(&go, 2);
}

int
main(void)
{
	struct thread th;
	struct rlimit lim;
	pid_t pid;

	thread_start(&th, changer, NULL);
	check(kstat("debug.plimit_refs") == 1, "made ours for a second LWP");
	go = 1;
	umtx_wakeup(&go, 0);
	wait_until(&changed, 1);
	check(getrlimit(RLIMIT_FSIZE, &lim) == 0 && lim.rlim_cur == 1234,
	    "the other LWP's change is seen");
	pid = fork();
	if (pid == 0) {
		check(kstat("debug.plimit_refs") == 1, "a copy");
		check(getrlimit(RLIMIT_FSIZE, &lim) == 0 &&
		    lim.rlim_cur == 1234, "of the same limits");
		lim.rlim_cur = 1;
		check(setrlimit(RLIMIT_FSIZE, &lim) == 0, "set");
		_exit(7);
	}
	check(kstat("debug.plimit_refs") == 1, "not shared with the child");
	check(wait_exit(pid) == 7, "child agreed");
	check(getrlimit(RLIMIT_FSIZE, &lim) == 0 && lim.rlim_cur == 1234,
	    "the child's change is its own");
	go = 2;
	umtx_wakeup(&go, 0);
	thread_join(&th);
	pid = fork();
	if (pid == 0)
		_exit(kstat("debug.plimit_refs") == 2 ? 7 : 1);
	check(wait_exit(pid) == 7, "alone again, limits are shared again");
	pass();
}
