/* T-8.8: masks: nesting, sa_mask, SA_NODEFER, SA_RESETHAND, sigsuspend. */
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.8");

static volatile int depth, deepest, ran, order[8];
static volatile double kept = 1.5;

static void
nest(int sig)
{
	order[ran++ & 7] = sig;
	if (++depth > deepest)
		deepest = depth;
	kept = kept * 3.0;
	if (ran < 3)
		raise(sig);
	depth--;
}

static void
note_sig(int sig)
{
	order[ran++ & 7] = sig;
	if (sig == SIGUSR1)
		raise(SIGUSR2);
	order[ran++ & 7] = -sig;
}

static void
act(int sig, void (*how)(int), int flags, int also)
{
	struct sigaction a, old;

	memset(&a, 0, sizeof(a));
	a.sa_handler = how;
	a.sa_flags = flags;
	if (also != 0)
		sigaddset(&a.sa_mask, also);
	check(sigaction(sig, &a, NULL) == 0, "sigaction");
	check(sigaction(sig, NULL, &old) == 0, "sigaction asks");
	check(old.sa_handler == how && old.sa_flags == flags, "its answer");
}

static void
nesting(void)
{
	act(SIGUSR1, nest, 0, 0);
	raise(SIGUSR1);
	check(ran == 3 && deepest == 1, "blocked while it runs");
	ran = deepest = 0;
	act(SIGUSR1, nest, SA_NODEFER, 0);
	raise(SIGUSR1);
	check(ran == 3 && deepest == 3, "SA_NODEFER");
	ran = 0;
	act(SIGUSR2, note_sig, 0, 0);
	act(SIGUSR1, note_sig, 0, SIGUSR2);
	raise(SIGUSR1);
	check(ran == 4 && order[1] == -SIGUSR1, "sa_mask holds it off");
	ran = 0;
	act(SIGUSR1, note_sig, 0, 0);
	raise(SIGUSR1);
	check(ran == 4 && order[1] == SIGUSR2, "without: at once");
}

/* A handler later on goes back to the mask that is then. */
static void
later(void)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	check(sigprocmask(SIG_SETMASK, &set, &old) == 0, "another mask");
	act(SIGUSR1, note_sig, 0, 0);
	raise(SIGUSR1);
	check(sigprocmask(SIG_SETMASK, &old, &set) == 0, "ask");
	check(sigismember(&set, SIGHUP) == 1 &&
	    sigismember(&set, SIGUSR2) == 0, "it is the mask of now");
	ran = 2;
}

static void
blocking(void)
{
	sigset_t set, old, none;

	sigemptyset(&none);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGKILL);
	check(sigprocmask(SIG_BLOCK, &set, &old) == 0, "block");
	ran = 0;
	raise(SIGUSR2);
	check(ran == 0, "blocked");
	check(sigpending(&set) == 0 && sigismember(&set, SIGUSR2) == 1 &&
	    sigismember(&set, SIGUSR1) == 0, "pending");
	check_fails(sigsuspend(&none), EINTR);
	check(ran == 2, "sigsuspend let it in");
	check(sigprocmask(SIG_SETMASK, NULL, &set) == 0, "ask");
	check(sigismember(&set, SIGUSR2) == 1, "the old mask is back");
	check(sigismember(&set, SIGKILL) == 0, "KILL is never blocked");
	later();
	raise(SIGUSR2);
	check(signal(SIGUSR2, SIG_IGN) == note_sig, "ignore");
	check(sigpending(&set) == 0 && sigismember(&set, SIGUSR2) == 0,
	    "ignoring forgets what waits");
	check(sigprocmask(SIG_SETMASK, &old, NULL) == 0, "unblock");
	check(ran == 2, "nothing came");
	check_fails(sigprocmask(9, &set, NULL), EINVAL);
	check_fails(sigaction(0, NULL, NULL), EINVAL);
	check_fails(sigaction(129, NULL, NULL), EINVAL);
	check(signal(SIGKILL, SIG_IGN) == SIG_ERR, "KILL is never ignored");
	check(signal(SIGSTOP, nest) == SIG_ERR, "nor STOP caught");
}

static void
once(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		ran = 3;
		act(SIGUSR1, nest, SA_RESETHAND, 0);
		raise(SIGUSR1);
		raise(SIGUSR1);
		_exit(0);
	}
	check(wait_exit(pid) == 128 + SIGUSR1, "SA_RESETHAND: only once");
}

static sigjmp_buf env;

static void
jump(int sig)
{
	siglongjmp(env, sig);
}

static void
jumping(void)
{
	sigset_t set;

	act(SIGUSR1, jump, 0, 0);
	if (sigsetjmp(env, 1) == 0)
		raise(SIGUSR1);
	check(sigprocmask(SIG_BLOCK, NULL, &set) == 0, "ask");
	check(sigismember(&set, SIGUSR1) == 0, "siglongjmp unblocks");
}

int
main(void)
{
	nesting();
	blocking();
	once();
	jumping();
	pass();
}
