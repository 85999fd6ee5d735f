/* T-2.7: rfork with RFSIGSHARE: one table of signal actions. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.7");

static volatile int handled;		/* not shared */

static void
handler(int sig)
{
	handled = sig;
}

/* Same address in both, for the child is a copy of us. */
static void
child_sets_handler(int flags, int sig)
{
	pid_t pid = rfork(flags);

	check(pid >= 0, "rfork");
	if (pid == 0) {
		signal(sig, handler);
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
}

/* => the handler that the child finds for SIGUSR2 */
static bool
child_has_handler(int flags, int sig)
{
	pid_t pid = rfork(flags);
	struct sigaction act;

	if (pid == 0) {
		if (sigaction(sig, NULL, &act) != 0)
			_exit(2);
		_exit(act.sa_handler == handler ? 0 : 1);
	}
	return (wait_exit(pid) == 0);
}

/* A new program must not take the parent's handlers away. */
static void
exec_unshares(const char *self)
{
	static char name[] = "t-2.7", again[] = "again";
	char *const argv[] = { name, again, NULL };
	struct sigaction act;
	pid_t pid = rfork(RFPROC | RFFDG | RFSIGSHARE);

	check(pid >= 0, "rfork");
	if (pid == 0) {
		execv(self, argv);
		_exit(127);
	}
	check(wait_exit(pid) == 0, "the new program");
	check(sigaction(SIGUSR1, NULL, &act) == 0 &&
	    act.sa_handler == handler, "exec in the child left us ours");
}

int
main(int argc, char **argv)
{
	struct census before, after;
	struct sigaction act;

	if (argc == 2) {
		sigaction(SIGUSR1, NULL, &act);
		signal(SIGUSR2, SIG_IGN);
		_exit(act.sa_handler == SIG_DFL ? 0 : 1);
	}
	census_begin(&before, &after);
	census_take(&before);
	child_sets_handler(RFPROC | RFFDG | RFSIGSHARE, SIGUSR1);
	check(handled == 0, "nothing yet");
	check(kill(getpid(), SIGUSR1) == 0, "kill");
	check(handled == SIGUSR1, "the child's handler ran in the parent");

	/* As fork does it, and not so. */
	child_sets_handler(RFPROC | RFFDG, SIGUSR2);
	child_sets_handler(RFPROC, SIGUSR2);
	check(sigaction(SIGUSR2, NULL, &act) == 0 &&
	    act.sa_handler == SIG_DFL, "without the flag it is a copy");
	check(child_has_handler(RFPROC | RFFDG, SIGUSR1), "of what we had");

	exec_unshares(argv[0]);
	check(sigaction(SIGUSR2, NULL, &act) == 0 &&
	    act.sa_handler == SIG_DFL, "nor did it give us its own");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
