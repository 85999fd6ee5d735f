/* names: LWPs have names: set, asked for, listed, restored. */
#include <string.h>
#include <sys/lwp.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("names");

static struct thread thread;
static volatile int done;

static void
waiter(void *arg)
{
	(void)arg;
	while (done == 0)
		umtx_sleep(&done, 0, 0);
}

static bool
named(lwpid_t tid, const char *name)
{
	static struct kinfo_proc list[10];
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID |
	    KERN_PROC_FLAG_LWP, (int)getpid() };
	size_t size = sizeof(list);
	char buf[40] = "?";

	check(sysctl(mib, 4, list, &size, NULL, 0) == 0, "kern.proc");
	check(lwp_getname(tid, buf, sizeof(buf)) == 0, "lwp_getname");
	for (size_t i = 0; i < size / sizeof(list[0]); i++) {
		if (list[i].kp_tid == tid)
			return (strcmp(list[i].kp_lwpname, name) == 0 &&
			    strcmp(buf, name) == 0);
	}
	return (false);
}

/* A new process and a new program are named after the program. */
static void
fork_and_exec(const char *self)
{
	pid_t pid;

	check(lwp_setname(lwp_gettid(), "mine") == 0, "lwp_setname");
	pid = fork();
	if (pid == 0) {
		check(named(lwp_gettid(), "t-names"), "after fork");
		check(lwp_setname(lwp_gettid(), "mine") == 0, "again");
		execl(self, "another", "second", NULL);
		_exit(1);
	}
	check(wait_exit(pid) == 7, "and after exec");
	check(named(lwp_gettid(), "mine"), "ours is as it was");
}

int
main(int argc, char **argv)
{
	lwpid_t me = lwp_gettid(), it;
	char small[4] = "....";
	char *nowhere = (char *)8;

	if (argc > 1)
		_exit(named(me, "t-names") ? 7 : 1);
	thread_start(&thread, waiter, NULL);
	it = thread.th_tid1;
	check(named(me, "t-names") && named(it, "t-names"), "at first");
	check(lwp_setname(it, "worker") == 0, "lwp_setname");
	check(named(it, "worker") && named(me, "t-names"), "one has a name");
	check(lwp_getname(it, small, sizeof(small)) == 0 &&
	    memcmp(small, "wor", 4) == 0, "cut to the room there is");
	check(lwp_setname(it, "a name that is longer than it may be") == 0 &&
	    named(it, "a name that is l"), "cut to what is kept");
	check(lwp_setname(it, NULL) == 0 && named(it, "t-names"), "restored");
	check_fails(lwp_setname(77, "x"), ESRCH);
	check_fails(lwp_getname(77, small, sizeof(small)), ESRCH);
	check_fails(lwp_setname(me, nowhere), EFAULT);
	check_fails(lwp_getname(me, nowhere, 8), EFAULT);
	check_fails(lwp_getname(me, small, 0), EINVAL);
	check(named(me, "t-names"), "a failure changes nothing");
	done = 1;
	umtx_wakeup(&done, 0);
	thread_join(&thread);
	fork_and_exec(argv[0]);
	pass();
}
