/* T-1.6: SA_RESTART: the interrupted call goes on; without it: EINTR. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.6");

static volatile int ran;

static void
handler(int sig)
{
	ran += sig == SIGUSR1;
}

static void
interrupted(int flags)
{
	struct sigaction act;
	int fds[2];
	pid_t pid;
	char c = 0;

	memset(&act, 0, sizeof(act));
	act.sa_handler = handler;
	act.sa_flags = flags;
	check(sigaction(SIGUSR1, &act, NULL) == 0, "sigaction");
	check(pipe(fds) == 0, "pipe");
	ran = 0;
	pid = fork();
	if (pid == 0) {
		sleep_ms(50);
		kill(getppid(), SIGUSR1);
		sleep_ms(50);
		_exit(write(fds[1], "x", 1) != 1);
	}
	check(pid > 0, "fork");
	if ((flags & SA_RESTART) == 0)
		check_fails(read(fds[0], &c, 1), EINTR);
	else
		check(read(fds[0], &c, 1) == 1 && c == 'x', "the data");
	check(ran == 1, "the handler ran once");
	check(wait_exit(pid) == 0, "child");
	close(fds[0]);
	close(fds[1]);
}

int
main(void)
{
	interrupted(SA_RESTART);
	interrupted(0);
	pass();
}
