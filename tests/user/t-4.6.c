/* T-4.6: what was sent to one LWP is inherited by nobody (D-11). */
#include <signal.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.6");

static struct thread thread;

static bool
pending(int sig)
{
	sigset_t set;

	return (sigpending(&set) == 0 && sigismember(&set, sig) == 1);
}

static void
other(void *arg)
{
	(void)arg;
	check(!pending(SIGUSR1), "not in another LWP's set");
	check(pending(SIGUSR2), "but what the process got");
}

static pid_t
vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(pending(SIGUSR1) || pending(SIGUSR2) ? 8 : 7);
	return (pid);
}

int
main(void)
{
	sigset_t set;
	pid_t pid;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	check(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "blocked");
	check(lwp_kill(-1, lwp_gettid(), SIGUSR1) == 0, "to this LWP");
	check(kill(getpid(), SIGUSR2) == 0, "to the process");
	check(pending(SIGUSR1) && pending(SIGUSR2), "both wait");
	pid = fork();
	if (pid == 0) {
		if (pending(SIGUSR1) || pending(SIGUSR2))
			_exit(8);
		sigprocmask(SIG_UNBLOCK, &set, NULL);
		_exit(7);
	}
	check(wait_exit(pid) == 7, "the child starts with none");
	check(wait_exit(vfork_child()) == 7, "nor does a vfork child");
	thread_start(&thread, other, NULL);
	thread_join(&thread);
	check(pending(SIGUSR1) && pending(SIGUSR2), "both wait still");
	check(signal(SIGUSR1, SIG_IGN) != SIG_ERR &&
	    signal(SIGUSR2, SIG_IGN) != SIG_ERR, "ignored");
	check(!pending(SIGUSR1) && !pending(SIGUSR2), "so they are gone");
	pass();
}
