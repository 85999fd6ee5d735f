/* T-8.5: SIGCHLD; SA_NOCLDSTOP; no zombies for who wants none (D-49). */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.5");

static volatile int count;

static void
handler(int sig)
{
	count += sig == SIGCHLD;
}

static void
act(void (*how)(int), int flags)
{
	struct sigaction a;

	memset(&a, 0, sizeof(a));
	a.sa_handler = how;
	a.sa_flags = flags;
	check(sigaction(SIGCHLD, &a, NULL) == 0, "sigaction");
}

static void
counted(int flags, int more)
{
	int status;
	pid_t pid;

	act(handler, SA_RESTART | flags);
	count = 0;
	pid = fork();
	if (pid == 0)
		for (;;)
			sleep_ms(1000);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	sleep_ms(20);
	check(count == more, "SIGCHLD for the stop");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(waitpid(pid, &status, WCONTINUED) == pid, "continued");
	sleep_ms(20);
	check(count == 2 * more, "SIGCHLD for the continue");
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(waitpid(pid, &status, 0) == pid, "dead");
	sleep_ms(20);
	check(count == 2 * more + 1, "SIGCHLD for the death");
}

static void
nozombie(void (*how)(int), int flags)
{
	uint64_t start;
	pid_t pid;
	int i;

	act(how, flags);
	for (i = 0; i < 3; i++) {
		pid = fork();
		if (pid == 0) {
			sleep_ms(20 * (i + 1));
			_exit(0);
		}
		check(pid > 0, "fork");
	}
	start = now_us();
	check_fails(waitpid(-1, NULL, 0), ECHILD);
	check(now_us() - start > 40000, "wait4 waited for the last");
	act(SIG_DFL, 0);
}

int
main(void)
{
	counted(0, 1);
	counted(SA_NOCLDSTOP, 0);
	nozombie(SIG_DFL, SA_NOCLDWAIT);
	nozombie(SIG_IGN, 0);
	pass();
}
