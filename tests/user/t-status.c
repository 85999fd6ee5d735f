/*
 * status: ^T: a line about the job in the foreground, and SIGINFO.
 *
 * With an argument it also tells test_terminal.py what the terminal has to
 * show: "@line REGEX" before each ^T, "@none" if nothing may come.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("status");

#define LOAD	"load: 0[.][0-9][0-9]  "
#define TIMES	" [0-9]+[.][0-9][0-9]r [0-9]+[.][0-9][0-9]u " \
	"[0-9]+[.][0-9][0-9]s [1-9][0-9]*k"

static bool telling;
static volatile int signals;

static void
count(int sig)
{
	(void)sig;
	signals++;
}

static void
type(const char *keys)
{
	for (; *keys != '\0'; keys++)
		check(ioctl(0, TIOCSTI, keys) == 0, "TIOCSTI");
}

/* ^T, after which the terminal shows what matches; NULL: nothing. */
static void
press(const char *wanted)
{
	if (telling && wanted != NULL)
		note("@line %s", wanted);
	type("\024");
	sleep_ms(20);
	if (telling && wanted == NULL)
		note("@none");
}

/* What ^T says of a process. */
static void
press_for(pid_t pid, const char *state, const char *times)
{
	char wanted[200];

	snprintf(wanted, sizeof(wanted), LOAD "cmd: t-status %d \\[%s\\]%s",
	    pid, state, times);
	press(wanted);
}

/* A child, a group of its own, in the foreground; it runs work. */
static pid_t
job(void (*work)(void), pid_t group)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		signal(SIGINFO, SIG_DFL);
		if (work != NULL)
			work();
		_exit(0);
	}
	check(setpgid(pid, group) == 0, "setpgid");
	check(tcsetpgrp(0, group != 0 ? group : pid) == 0, "tcsetpgrp");
	return (pid);
}

static void
spin(void)
{
	for (;;)
		continue;
}

static void
sleeper(void)
{
	sleep(1000);
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	check(wait_exit(pid) == 128 + SIGKILL, "the job is ended");
}

static void
states(void)
{
	pid_t one = job(sleeper, 0), two, young;

	sleep_ms(1500);
	press_for(one, "nanosleep", " 1[.]5[0-9]r 0[.]00u 0[.]0[0-9]s "
	    "[1-9][0-9]*k");
	two = job(spin, one);
	check(kill(two, SIGSTOP) == 0, "stop");
	sleep_ms(20);
	press_for(one, "nanosleep", TIMES);	/* before one that stands */
	young = job(sleeper, one);
	check(kill(two, SIGCONT) == 0, "go on");
	sleep_ms(200);
	press_for(two, "running", " 0[.][23][0-9]r 0[.][23][0-9]u 0[.]0[0-9]s "
	    "[1-9][0-9]*k");
	end(two);
	press_for(young, "nanosleep", TIMES);	/* the younger */
	end(young);
	check(kill(one, SIGSTOP) == 0, "stop");
	sleep_ms(20);
	press_for(one, "stopped", TIMES);
	end(one);
	one = job(NULL, 0);
	sleep_ms(20);
	press_for(one, "zombie", " 0[.]0[0-9]r 0[.]00u 0[.]00s [0-9]+k");
	check(wait_exit(one) == 0, "it ended");
	press(LOAD "empty foreground process group");
	check(tcsetpgrp(0, getpgrp()) == 0, "the terminal is ours");
}

/* What is being typed is shown again, and is still there. */
static void
typing(void)
{
	char buf[20];

	/* Both lines are told before: they are told to the terminal too. */
	if (telling)
		note("@line half\n@line " LOAD "cmd: t-status %d "
		    "\\[running\\]" TIMES, getpid());
	type("half\024");
	sleep_ms(20);
	type(" a line\n");
	check(read(0, buf, sizeof(buf)) == 12 &&
	    memcmp(buf, "half a line\n", 12) == 0, "the line is whole");
}

static void
settings(void)
{
	struct termios sane, t;

	check(tcgetattr(0, &sane) == 0, "tcgetattr");
	signals = 0;
	press_for(getpid(), "running", TIMES);
	check(signals == 1, "SIGINFO");
	t = sane;
	t.c_lflag |= NOKERNINFO;
	check(tcsetattr(0, TCSANOW, &t) == 0, "NOKERNINFO");
	press(NULL);
	check(signals == 2, "SIGINFO without a line");
	t = sane;
	t.c_lflag &= ~(tcflag_t)ISIG;
	check(tcsetattr(0, TCSANOW, &t) == 0, "no ISIG");
	press_for(getpid(), "running", TIMES);
	check(signals == 2, "a line without SIGINFO");
	t = sane;
	t.c_lflag &= ~(tcflag_t)IEXTEN;
	check(tcsetattr(0, TCSANOW, &t) == 0, "no IEXTEN");
	if (telling)
		note("@line \\^T");
	type("\024\n");
	check(tcsetattr(0, TCSAFLUSH, &sane) == 0, "as before");
	check(signals == 2, "no key at all");
}

int
main(int argc, char **argv)
{
	struct census before, after;

	(void)argv;
	telling = argc > 1;
	signal(SIGTTOU, SIG_IGN);
	signal(SIGINFO, count);
	states();
	check(signals == 0, "SIGINFO is for the foreground alone");
	census_begin(&before, &after);
	states();
	census_take(&after);
	census_same(&before, &after);
	typing();
	settings();
	pass();
}
