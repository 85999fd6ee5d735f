/*
 * T-8.19: ^C in a storm of forks: of the foreground group nobody escapes,
 * not even who was half born.
 *
 * Types with TIOCSTI; with an argument it asks test_terminal.py to type on
 * the serial line, whose interrupts come in the middle of a fork too.
 */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.19");

#define ROUNDS	40
#define ALIVE	8			/* children of each member */

/* Children that live until killed; the oldest makes room for the next. */
static void
storm(void)
{
	pid_t pid[ALIVE];

	for (unsigned i = 0;; i++) {
		if (i >= ALIVE) {
			kill(pid[i % ALIVE], SIGKILL);
			waitpid(pid[i % ALIVE], NULL, 0);
		}
		pid[i % ALIVE] = fork();
		if (pid[i % ALIVE] == 0)
			for (;;)
				sleep(1000);
	}
}

static void
one_round(bool by_serial, unsigned round)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		check(setpgid(0, 0) == 0, "setpgid");
		signal(SIGTTOU, SIG_IGN);
		check(tcsetpgrp(0, getpid()) == 0, "tcsetpgrp");
		if (fork() == 0)
			storm();
		storm();
	}
	usleep(30000 + 997 * (round % 20));
	if (by_serial)
		note("@type 03 00");
	else
		check(ioctl(0, TIOCSTI, "\003") == 0, "^C");
	check(wait_exit(pid) == 128 + SIGINT, "^C kills the leader");
	/* All are dead by now, though init may have to reap them yet. */
	sleep_ms(30);
	check_fails(kill(-pid, 0), ESRCH);
}

int
main(int argc, char **argv)
{
	struct census before, after;

	(void)argv;
	signal(SIGTTOU, SIG_IGN);
	one_round(argc > 1, 0);
	check(tcsetpgrp(0, getpgrp()) == 0, "tcsetpgrp");
	sleep_ms(100);
	census_begin(&before, &after);
	census_take(&before);
	for (unsigned i = 0; i < ROUNDS; i++)
		one_round(argc > 1, i);
	check(tcsetpgrp(0, getpgrp()) == 0, "tcsetpgrp");
	sleep_ms(100);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
