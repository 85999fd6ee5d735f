/*
 * T-8.16: job control at the terminal: keys signal the foreground group
 * alone; the background is told off by the rules of its signals.
 *
 * The program leads the session that has the terminal, and types with
 * TIOCSTI; with an argument it asks test_terminal.py to type on the serial
 * line.
 */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.16");

static bool by_serial;

static void
type(const char *keys)
{
	if (by_serial) {
		note("@type %02x %02x", keys[0], keys[1]);
		return;
	}
	for (; *keys != '\0'; keys++)
		check(ioctl(0, TIOCSTI, keys) == 0, "TIOCSTI");
}

/* A child in a group of its own that runs work and exits with its value. */
static pid_t
start(int (*work)(void), bool foreground)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		signal(SIGTTOU, SIG_DFL);
		while (getpgrp() != getpid())
			sleep_ms(10);
		_exit(work());
	}
	check(setpgid(pid, pid) == 0, "setpgid");
	if (foreground)
		check(tcsetpgrp(0, pid) == 0, "tcsetpgrp");
	return (pid);
}

static int
sleeps(void)
{
	sleep_ms(100000);
	return (0);
}

static int
reads(void)
{
	char c;

	return (read(0, &c, 1) == 1 ? c : errno);
}

static int
reads_ignoring(void)
{
	signal(SIGTTIN, SIG_IGN);
	return (reads());
}

static int
reads_blocking(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTTIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return (reads());
}

static void
nothing(int sig)
{
	(void)sig;
}

static int
reads_catching(void)
{
	struct sigaction sa = { .sa_handler = nothing };

	sigaction(SIGTTIN, &sa, NULL);
	return (reads());
}

static int
writes(void)
{
	return (write(1, "", 1) == 1 ? 42 : errno);
}

static int
writes_ignoring(void)
{
	signal(SIGTTOU, SIG_IGN);
	return (writes());
}

static int
takes_terminal(void)
{
	return (tcsetpgrp(0, getpgrp()) == 0 ? 43 : errno);
}

static int
takes_ignoring(void)
{
	signal(SIGTTOU, SIG_IGN);
	return (takes_terminal());
}

static int
changes(void)
{
	struct termios t;

	return (tcgetattr(0, &t) == 0 && tcsetattr(0, TCSANOW, &t) == 0 ?
	    44 : errno);
}

/* => the signal that stopped it */
static int
stopped(pid_t pid)
{
	int status;

	check(waitpid(pid, &status, WUNTRACED) == pid, "waitpid");
	check(WIFSTOPPED(status), "it is stopped");
	return (WSTOPSIG(status));
}

static void
finish(pid_t pid)
{
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed");
}

static void
keys(void)
{
	pid_t back = start(sleeps, false), pid = start(sleeps, true);
	int status;

	check(tcgetpgrp(0) == pid, "tcgetpgrp");
	check(tcgetsid(0) == getsid(0), "tcgetsid");
	sleep_ms(30);
	type("\032");			/* ^Z */
	check(stopped(pid) == SIGTSTP, "^Z stops");
	check(waitpid(back, &status, WUNTRACED | WNOHANG) == 0,
	    "the background goes on");
	check(kill(-pid, SIGCONT) == 0, "SIGCONT");
	check(waitpid(pid, &status, WCONTINUED) == pid, "continued");
	type("\034");			/* ^\ */
	check(wait_exit(pid) == 128 + SIGQUIT, "^\\ kills");
	pid = start(sleeps, true);
	type("\003");			/* ^C */
	check(wait_exit(pid) == 128 + SIGINT, "^C kills");
	check(waitpid(back, &status, WNOHANG) == 0, "the background lives");
	finish(back);
	check(tcsetpgrp(0, getpgrp()) == 0, "the terminal is ours again");
}

static void
background_read(void)
{
	pid_t pid = start(reads, false);

	check(stopped(pid) == SIGTTIN, "a read in the background");
	check(tcsetpgrp(0, pid) == 0, "to the foreground");
	check(kill(-pid, SIGCONT) == 0, "fg");
	type("x\n");
	check(wait_exit(pid) == 'x', "it reads the line");
	check(tcsetpgrp(0, getpgrp()) == 0, "tcsetpgrp");
	check(tcflush(0, TCIFLUSH) == 0, "tcflush");

	pid = start(reads, false);
	check(stopped(pid) == SIGTTIN, "again");
	check(kill(-pid, SIGCONT) == 0, "continued in the background");
	check(stopped(pid) == SIGTTIN, "and stopped once more");
	finish(pid);

	check(wait_exit(start(reads_ignoring, false)) == EIO, "ignored: EIO");
	check(wait_exit(start(reads_blocking, false)) == EIO, "blocked: EIO");
	check(wait_exit(start(reads_catching, false)) == EINTR,
	    "caught: EINTR");
}

static void
background_write(void)
{
	struct termios t;
	pid_t pid;

	check(wait_exit(start(writes, false)) == 42, "without TOSTOP");
	check(tcgetattr(0, &t) == 0, "tcgetattr");
	t.c_lflag |= TOSTOP;
	check(tcsetattr(0, TCSANOW, &t) == 0, "TOSTOP");
	pid = start(writes, false);
	check(stopped(pid) == SIGTTOU, "with TOSTOP");
	check(tcsetpgrp(0, pid) == 0, "to the foreground");
	check(kill(-pid, SIGCONT) == 0, "fg");
	check(wait_exit(pid) == 42, "it writes");
	check(tcsetpgrp(0, getpgrp()) == 0, "tcsetpgrp");
	check(wait_exit(start(writes_ignoring, false)) == 42,
	    "ignored: it may");
	t.c_lflag &= ~(tcflag_t)TOSTOP;
	check(tcsetattr(0, TCSANOW, &t) == 0, "no TOSTOP");
}

static void
background_change(void)
{
	pid_t pid = start(takes_terminal, false);

	check(stopped(pid) == SIGTTOU, "tcsetpgrp in the background");
	check(tcgetpgrp(0) == getpgrp(), "it did not get it");
	finish(pid);
	pid = start(changes, false);
	check(stopped(pid) == SIGTTOU, "tcsetattr in the background");
	finish(pid);
	check(wait_exit(start(takes_ignoring, false)) == 43, "ignored: it may");
	check(tcgetpgrp(0) != getpgrp(), "it got it");
	check(tcsetpgrp(0, getpgrp()) == 0, "back, SIGTTOU ignored");
}

int
main(int argc, char **argv)
{
	struct census before, after;

	(void)argv;
	by_serial = argc > 1;
	check(getsid(0) == getpid(), "this program leads its session");
	check(signal(SIGTTOU, SIG_IGN) != SIG_ERR, "signal");
	check(tcsetpgrp(0, getpgrp()) == 0, "tcsetpgrp");
	census_begin(&before, &after);
	census_take(&before);
	keys();
	background_read();
	background_write();
	background_change();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
