/*
 * T-9.4: signals over exec: what was caught has its default again, what was
 * ignored stays ignored, mask and pending signals are kept.
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.4");

#define SAY	9		/* a descriptor of the new program */

static char altstack[MINSIGSTKSZ];

static void
handler(int sig)
{
	(void)sig;
}

static bool
action_is(int sig, void (*wanted)(int))
{
	struct sigaction act;

	return (sigaction(sig, NULL, &act) == 0 && act.sa_handler == wanted &&
	    act.sa_flags == 0);
}

/* Blocked and pending: TERM kills, CHLD is nothing unless it is caught. */
static void
before_exec(void)
{
	struct sigaction act = { .sa_handler = handler,
	    .sa_flags = SA_RESTART | SA_ONSTACK };
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) };
	sigset_t set;

	check(sigaction(SIGUSR1, &act, NULL) == 0, "USR1 is caught");
	act.sa_flags = SA_NOCLDWAIT | SA_NOCLDSTOP;
	check(sigaction(SIGCHLD, &act, NULL) == 0, "CHLD is caught");
	check(signal(SIGHUP, SIG_IGN) != SIG_ERR, "HUP is ignored");
	check(sigaltstack(&ss, NULL) == 0, "an alternate stack");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	check(sigprocmask(SIG_SETMASK, &set, NULL) == 0, "three are blocked");
	check(kill(getpid(), SIGTERM) == 0 && kill(getpid(), SIGCHLD) == 0,
	    "two are pending");
}

static void
masks(void)
{
	sigset_t set;

	check(sigprocmask(SIG_BLOCK, NULL, &set) == 0, "mask");
	check(sigismember(&set, SIGUSR2) && sigismember(&set, SIGTERM) &&
	    sigismember(&set, SIGCHLD) && !sigismember(&set, SIGUSR1),
	    "the mask is kept");
	check(sigpending(&set) == 0, "pending");
	check(sigismember(&set, SIGTERM), "a pending signal is kept");
	check(!sigismember(&set, SIGCHLD),
	    "but not one that is nothing by default");
}

/*
 * The new program.  In the end, and not before it has said so, it dies of
 * what was pending all the time.
 */
static void
after_exec(void)
{
	stack_t ss;
	sigset_t set;
	pid_t pid;

	check(action_is(SIGUSR1, SIG_DFL), "caught: the default again");
	check(action_is(SIGCHLD, SIG_DFL), "without its flags");
	check(action_is(SIGHUP, SIG_IGN), "ignored: still ignored");
	check(raise(SIGHUP) == 0, "and really so");
	masks();
	check(sigaltstack(NULL, &ss) == 0 && (ss.ss_flags & SS_DISABLE),
	    "no alternate stack");
	pid = fork();
	if (pid == 0)
		_exit(3);
	check(wait_exit(pid) == 3, "children can be waited for again");
	check(write(SAY, "x", 1) == 1, "say so");
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	check(false, "the pending SIGTERM should have killed");
}

int
main(int argc, char **argv)
{
	static char name[] = "t-9.4", again[] = "again";
	char *const again_argv[] = { name, again, NULL };
	int end[2];
	char c;
	pid_t pid;

	if (argc == 2)
		after_exec();
	check(pipe(end) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		check(dup2(end[1], SAY) == SAY, "dup2");
		before_exec();
		execv(argv[0], again_argv);
		_exit(127);
	}
	close(end[1]);
	check(pid > 0 && read(end[0], &c, 1) == 1, "all of that held");
	check(wait_exit(pid) == 128 + SIGTERM, "until SIGTERM");
	pass();
}
