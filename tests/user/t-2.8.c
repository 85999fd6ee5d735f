/* T-2.8: rfork with RFLINUXTHPN: the child's end is told by SIGUSR1. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.8");

static volatile int usr1, chld;

static void
on_usr1(int sig)
{
	(void)sig;
	usr1++;
}

static void
on_chld(int sig)
{
	(void)sig;
	chld++;
}

static pid_t
start(int flags)
{
	pid_t pid = rfork(RFPROC | RFFDG | flags);

	check(pid >= 0, "rfork");
	if (pid == 0) {
		sleep_ms(50);
		_exit(4);
	}
	return (pid);
}

int
main(void)
{
	struct census before, after;
	pid_t plain, linux_like;
	int status;

	check(signal(SIGUSR1, on_usr1) != SIG_ERR &&
	    signal(SIGCHLD, on_chld) != SIG_ERR, "handlers");
	census_begin(&before, &after);
	census_take(&before);
	linux_like = start(RFLINUXTHPN);
	check_fails(waitpid(linux_like, NULL, 0), ECHILD);
	check_fails(wait4(-1, NULL, WNOHANG, NULL), ECHILD);
	while (usr1 == 0)
		usleep(10000);
	check(usr1 == 1 && chld == 0, "SIGUSR1 came, SIGCHLD did not");
	check_fails(waitpid(linux_like, NULL, 0), ECHILD);
	check(wait4(linux_like, &status, WLINUXCLONE, NULL) == linux_like &&
	    WIFEXITED(status) && WEXITSTATUS(status) == 4,
	    "wait4 with WLINUXCLONE reaps it");

	plain = start(0);
	check_fails(wait4(plain, &status, WLINUXCLONE, NULL), ECHILD);
	while (chld == 0)
		usleep(10000);
	check(chld == 1 && usr1 == 1, "a plain child: SIGCHLD");
	check(wait_exit(plain) == 4, "a plain wait");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
