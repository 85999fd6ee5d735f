/* T-8.4: stop and continue, told once each; SIGKILL ends a stopped child. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.4");

static void
stop_and_go(bool sleeping)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			if (sleeping)
				sleep_ms(1000);
	check(pid > 0, "fork");
	sleep_ms(20);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	check(status == (SIGSTOP << 8 | 0x7f), "W_STOPCODE");
	check(waitpid(pid, &status, WUNTRACED | WNOHANG) == 0, "only once");
	check(kill(pid, SIGTERM) == 0, "SIGTERM waits");
	sleep_ms(20);
	check(waitpid(pid, &status, WNOHANG) == 0, "it is stopped");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(wait_exit(pid) == 128 + SIGTERM, "then it dies");
}

static void
continued(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			sleep_ms(1000);
	sleep_ms(20);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(waitpid(pid, &status, WCONTINUED) == pid, "continued");
	check(WIFCONTINUED(status), "status");
	check(waitpid(pid, &status, WCONTINUED | WNOHANG) == 0, "only once");
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped again");
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "it dies all the same");
}

int
main(void)
{
	stop_and_go(false);
	stop_and_go(true);
	continued();
	pass();
}
