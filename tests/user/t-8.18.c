/*
 * T-8.18: a session gets its terminal and loses it: with its leader's end,
 * or by TIOCNOTTY.
 *
 * This program leads the session that has the terminal, gives it up, and
 * another session takes it.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.18");

enum { READER, FRONT, BACK, NMEMBERS };

/* What the members of the other session saw. */
static struct shared {
	volatile int ready;
	volatile int hups[NMEMBERS];
	volatile bool gone;		/* the leader is, they may look */
	volatile bool ended[NMEMBERS];
} *sh;

static volatile int me;

static void
hup(int sig)
{
	(void)sig;
	sh->hups[me]++;
}

static void
ready(int who)
{
	struct sigaction sa = { .sa_handler = hup, .sa_flags = SA_RESTART };

	me = who;
	check(sigaction(SIGHUP, &sa, NULL) == 0, "sigaction");
	sh->ready++;
}

/* Nobody of a session without its leader can use the terminal. */
static void
all_is_lost(void)
{
	struct termios t;
	char c;

	check(read(0, &c, 1) == 0, "the end of the file");
	check_fails(write(1, "x", 1), EIO);
	check_fails(tcgetattr(0, &t), ENOTTY);
	check_fails(tcsetpgrp(0, getpgrp()), ENOTTY);
	check_fails(open("/dev/tty", O_RDWR), ENXIO);
}

static void
member(int who)
{
	char buf[16];

	ready(who);
	/* Asleep when it is taken away: VMIN is 9, and no signal wakes it. */
	if (who == READER && signal(SIGHUP, SIG_IGN) != SIG_ERR)
		check(read(0, buf, 16) == 0, "the sleeper sees the end");
	while (!sh->gone)
		usleep(10000);		/* SIGHUP may end it early */
	all_is_lost();
	sh->ended[who] = true;
	_exit(0);
}

static pid_t
start_member(int who, pid_t group)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		while (getpgrp() == getsid(0))
			sleep_ms(10);
		member(who);
	}
	check(setpgid(pid, group) == 0, "setpgid");
	return (pid);
}

/* The leader of another session. */
static void
leader(void)
{
	struct termios t;
	pid_t front;
	int fd;

	check(setsid() == getpid(), "setsid");
	check_fails(tcgetsid(0), ENOTTY);
	fd = open("/dev/console", O_RDWR | O_NOCTTY);
	check(fd >= 0, "open, O_NOCTTY");
	check_fails(tcgetsid(0), ENOTTY);
	close(fd);
	fd = open("/dev/console", O_RDWR);
	check(fd >= 0 && tcgetsid(fd) == getpid(), "open: it is ours");
	check(tcgetpgrp(fd) == getpgrp(), "we are in the foreground");
	close(fd);
	fd = open("/dev/tty", O_RDWR);
	check(fd >= 0 && tcgetpgrp(fd) == getpgrp(), "/dev/tty");
	close(fd);

	front = start_member(READER, 0);
	check(start_member(FRONT, front) > 0, "another");
	check(start_member(BACK, 0) > 0, "one in the background");
	check(tcsetpgrp(0, front) == 0, "the foreground");
	while (sh->ready < NMEMBERS)
		sleep_ms(10);
	signal(SIGTTOU, SIG_IGN);
	check(tcgetattr(0, &t) == 0, "tcgetattr");
	cfmakeraw(&t);
	t.c_cc[VMIN] = 9;
	check(tcsetattr(0, TCSANOW, &t) == 0, "raw");
	check(ioctl(0, TIOCSTI, "x") == 0, "something unread");
	sleep_ms(20);
	_exit(0);
}

static void
another_session(void)
{
	pid_t pid;
	int n;

	*sh = (struct shared){ 0 };
	check(ioctl(0, TIOCNOTTY) == 0, "we give it up");
	check_fails(tcgetpgrp(0), ENOTTY);
	check_fails(ioctl(0, TIOCNOTTY), ENOTTY);
	check_fails(open("/dev/tty", O_RDWR), ENXIO);
	check(write(1, "", 1) == 1, "but we may write");
	pid = fork();
	if (pid == 0)
		leader();
	while (sh->ready < NMEMBERS)
		sleep_ms(10);
	check_fails(ioctl(0, TIOCSCTTY), EPERM);
	check(wait_exit(pid) == 0, "its leader ends");
	sh->gone = true;
	for (int i = 0; i < NMEMBERS; i++)
		while (!sh->ended[i])
			sleep_ms(10);
	check(sh->hups[FRONT] == 1,
	    "SIGHUP to the foreground group");
	check(sh->hups[BACK] == 0, "and to nobody else");
	check(ioctl(0, TIOCSCTTY) == 0, "it is free");
	check(tcgetpgrp(0) == getpgrp(), "and ours");
	check(ioctl(0, FIONREAD, &n) == 0 && n == 0, "nothing is unread");
	sleep_ms(50);			/* init reaps */
}

static volatile int ints;

static void
on_int(int sig)
{
	(void)sig;
	ints++;
}

/* One process of the session gives it up for itself and its children. */
static void
one_leaves(void)
{
	pid_t pid;

	signal(SIGINT, on_int);
	pid = fork();
	if (pid == 0) {
		check_fails(ioctl(0, TIOCSCTTY), EPERM);
		check(ioctl(0, TIOCNOTTY) == 0, "TIOCNOTTY");
		check_fails(tcgetpgrp(0), ENOTTY);
		pid = fork();
		if (pid == 0) {
			check_fails(tcgetpgrp(0), ENOTTY);
			_exit(0);
		}
		check(wait_exit(pid) == 0, "its child has none either");
		check(ioctl(0, TIOCSTI, "\003") == 0, "^C, by root");
		sleep_ms(20);
		check(ints == 0, "is not for it");
		_exit(0);
	}
	check(wait_exit(pid) == 0, "it ends");
	check(ints == 1, "but for us");
	signal(SIGINT, SIG_DFL);
	check(tcgetpgrp(0) == getpgrp(), "it still is ours");
}

int
main(void)
{
	struct census before, after;
	struct termios sane, t;

	sh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON,
	    -1, 0);
	check(sh != MAP_FAILED, "mmap");
	check(tcgetattr(0, &sane) == 0, "tcgetattr");
	another_session();
	census_begin(&before, &after);
	census_take(&before);
	another_session();
	one_leaves();
	census_take(&after);
	census_same(&before, &after);
	check(tcgetattr(0, &t) == 0, "tcgetattr");
	check(t.c_lflag == sane.c_lflag && t.c_iflag == sane.c_iflag &&
	    t.c_cc[VMIN] == 1, "the settings are fresh");
	pass();
}
