/*
 * T-8.17: the settings of the terminal: raw input with VMIN and VTIME, the
 * input and output flags, keys that are moved and switched off, ^S and ^Q,
 * the window's size; what wakes a reader, and whose an unfinished line is.
 * (Echo and editing: tests/host/vfs_devices_test.c.)
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.17");

static struct termios sane;

static void
type(const char *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(ioctl(0, TIOCSTI, &keys[i]) == 0, "TIOCSTI");
}
#define TYPE(keys)	type(keys, sizeof(keys) - 1)

/* A read of at most `most` bytes gives these. */
static void
reads(size_t most, const char *text, size_t n, const char *what)
{
	char buf[64];

	memset(buf, '!', sizeof(buf));
	check(read(0, buf, most) == (ssize_t)n, what);
	check(memcmp(buf, text, n) == 0, what);
	check(buf[n] == '!', what);
}
#define READS(most, text, what)	reads(most, text, sizeof(text) - 1, what)

static void
set(const struct termios *t)
{
	struct termios now;

	check(tcsetattr(0, TCSAFLUSH, t) == 0, "tcsetattr");
	check(tcgetattr(0, &now) == 0, "tcgetattr");
	check(memcmp(&now, t, sizeof(now)) == 0, "as it was set");
}

static int
unread(void)
{
	int n = -1;

	check(ioctl(0, FIONREAD, &n) == 0, "FIONREAD");
	return (n);
}

/* Another process types these, the first after a while, then every 30 ms. */
static pid_t
typist(const char *keys, long first_ms)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid > 0)
		return (pid);
	sleep_ms(first_ms);
	for (; *keys != '\0'; keys++) {
		type(keys, 1);
		sleep_ms(30);
	}
	_exit(0);
}

static void
raw(void)
{
	struct termios t = sane;

	cfmakeraw(&t);
	set(&t);
	TYPE("a\003\r\n\004\032\000\377");
	check(unread() == 8, "eight can be read");
	READS(60, "a\003\r\n\004\032\000\377", "all as typed");
}

/* => milliseconds that a read of 10 took, while a typist typed keys */
static long
timed(const char *keys, long first_ms, int min, int time,
    const char *gives)
{
	struct termios t = sane;
	uint64_t start;
	pid_t pid = 0;
	long took;

	cfmakeraw(&t);
	t.c_cc[VMIN] = (cc_t)min;
	t.c_cc[VTIME] = (cc_t)time;
	set(&t);
	if (keys[0] != '\0')
		pid = typist(keys, first_ms);
	start = now_us();
	reads(10, gives, strlen(gives), "the read gives");
	took = (long)((now_us() - start) / 1000);
	if (pid > 0)
		check(wait_exit(pid) == 0, "the typist ends");
	return (took);
}

static void
min_and_time(void)
{
	struct termios t;
	long ms;

	check(timed("abcd", 30, 3, 0, "abc") >= 90, "three, and no less");
	check(timed("", 0, 0, 0, "") < 10, "nothing, at once");
	ms = timed("", 0, 0, 2, "");
	check(ms >= 190 && ms < 300, "nothing, after two tenths");
	ms = timed("a", 30, 0, 9, "a");
	check(ms >= 30 && ms < 200, "the first one, in time");
	ms = timed("ab", 30, 5, 1, "ab");
	check(ms >= 150 && ms < 300, "a tenth after the last");
	ms = timed("ab", 400, 5, 1, "ab");
	check(ms >= 500 && ms < 700, "as long as it takes for the first");

	/* As much as was asked for is enough. */
	t = sane;
	cfmakeraw(&t);
	t.c_cc[VMIN] = 9;
	set(&t);
	TYPE("xy");
	READS(1, "x", "one of one");
	READS(1, "y", "one of one");
}

static void
input_flags(void)
{
	struct termios t = sane;

	t.c_iflag &= ~(tcflag_t)ICRNL;
	set(&t);
	TYPE("a\rb\n");
	READS(60, "a\rb\n", "CR is itself without ICRNL");
	t.c_iflag |= INLCR;
	set(&t);
	TYPE("a\n\004");
	READS(60, "a\r", "newline is CR with INLCR");
	t.c_iflag |= IGNCR;
	t.c_iflag &= ~(tcflag_t)INLCR;
	set(&t);
	TYPE("a\rb\n");
	READS(60, "ab\n", "CR is dropped with IGNCR");
	t.c_iflag |= ISTRIP;
	set(&t);
	TYPE("\341\n");
	READS(60, "a\n", "seven bits with ISTRIP");
}

static void
moved_keys(void)
{
	struct termios t = sane;

	t.c_cc[VEOF] = 'x';
	t.c_cc[VEOL] = ';';
	t.c_cc[VERASE] = '#';
	t.c_cc[VKILL] = '@';
	t.c_cc[VINTR] = _POSIX_VDISABLE;
	set(&t);
	TYPE("no@ab#c;d\003\004\377x\n");
	READS(60, "ac;", "VEOL ends a line");
	/* What stands for "no key" in c_cc can be typed, too. */
	READS(60, "d\003\004\377", "^C, ^D and \\377 are no keys now");
	READS(60, "\n", "after VEOF");

	set(&sane);
	TYPE("one two \027six\026\003\n");
	READS(60, "one six\003\n", "^W and ^V");
	t = sane;
	t.c_lflag &= ~(tcflag_t)IEXTEN;
	set(&t);
	TYPE("a\027\026b\n");
	READS(60, "a\027\026b\n", "not without IEXTEN");
	t.c_lflag &= ~(tcflag_t)ISIG;
	set(&t);
	TYPE("a\003\032\034\n");
	READS(60, "a\003\032\034\n", "no signals without ISIG");
}

/* When settings change, what becomes of what was typed. */
static void
changes(void)
{
	struct termios t = sane;
	char c;

	set(&sane);
	TYPE("half");
	check(unread() == 0, "no line yet");
	t.c_lflag &= ~(tcflag_t)ICANON;
	check(tcsetattr(0, TCSANOW, &t) == 0, "raw, at once");
	check(unread() == 4, "what was typed stays");
	READS(60, "half", "and can be read");
	TYPE("gone");
	check(tcsetattr(0, TCSAFLUSH, &sane) == 0, "TCSAFLUSH");
	check(unread() == 0, "input is dropped");
	TYPE("gone too\n");
	check(tcflush(0, TCOFLUSH) == 0 && unread() == 9, "TCOFLUSH");
	check(tcflush(0, TCIFLUSH) == 0 && unread() == 0, "TCIFLUSH");
	check(fcntl(0, F_SETFL, O_NONBLOCK) == 0, "O_NONBLOCK");
	check_fails(read(0, &c, 1), EAGAIN);
	check(fcntl(0, F_SETFL, 0) == 0, "and off");
}

static volatile int signals;

static void
count(int sig)
{
	(void)sig;
	signals++;
}

static void
signal_keys(void)
{
	struct termios t = sane;
	struct winsize ws;
	int was;

	signal(SIGINT, count);
	TYPE("ab\003c\n");
	READS(60, "c\n", "^C drops what was typed");
	t.c_lflag |= NOFLSH;
	set(&t);
	TYPE("ab\003c\n");
	READS(60, "abc\n", "but not with NOFLSH");
	check(signals == 2, "two SIGINTs");
	signal(SIGINT, SIG_DFL);
	set(&sane);

	signal(SIGINFO, count);
	TYPE("\024");
	check(signals == 3, "^T is SIGINFO");
	signal(SIGWINCH, count);
	check(ioctl(0, TIOCGWINSZ, &ws) == 0, "TIOCGWINSZ");
	was = ws.ws_row;
	check(ioctl(0, TIOCSWINSZ, &ws) == 0 && signals == 3, "the same size");
	ws.ws_row = 50;
	check(ioctl(0, TIOCSWINSZ, &ws) == 0, "TIOCSWINSZ");
	check(signals == 4, "another size: SIGWINCH");
	ws.ws_row = 0;
	check(ioctl(0, TIOCGWINSZ, &ws) == 0 && ws.ws_row == 50, "as set");
	ws.ws_row = (unsigned short)was;
	check(ioctl(0, TIOCSWINSZ, &ws) == 0, "back");
}

static void
flow(void)
{
	int status;
	pid_t pid;

	set(&sane);
	TYPE("\023");			/* ^S */
	pid = fork();
	if (pid == 0)
		_exit(write(1, ".\n", 2) == 2 ? 0 : 1);
	sleep_ms(50);
	check(waitpid(pid, &status, WNOHANG) == 0, "a writer waits");
	check(fcntl(1, F_SETFL, O_NONBLOCK) == 0, "O_NONBLOCK");
	check_fails(write(1, ".", 1), EAGAIN);
	check(fcntl(1, F_SETFL, 0) == 0, "and off");
	TYPE("x\021");			/* ^Q */
	check(wait_exit(pid) == 0, "it goes on");
	check(tcflow(0, TCOOFF) == 0, "TCOOFF");
	pid = fork();
	if (pid == 0)
		_exit(write(1, ".\n", 2) == 2 ? 0 : 1);
	sleep_ms(50);
	check(waitpid(pid, &status, WNOHANG) == 0, "it waits again");
	check(tcflow(0, TCOON) == 0, "TCOON");
	check(wait_exit(pid) == 0, "it goes on");
	check(tcdrain(0) == 0, "tcdrain");
}

/* Two wait, one line comes: the other does not take it for the end. */
static void
two_readers(void)
{
	pid_t pid[2];
	int total = 0;
	char c;

	set(&sane);
	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit((int)read(0, &c, 1));
	}
	sleep_ms(30);
	TYPE("\n");
	sleep_ms(30);
	TYPE("\n");
	for (int i = 0; i < 2; i++)
		total += wait_exit(pid[i]);
	check(total == 2, "each has read one byte");
}

static void
on_usr1(int sig)
{
	(void)sig;
}

/* A reader that is asleep.  It ends with what read gave, or with errno. */
static pid_t
reader(int sa_flags)
{
	struct sigaction sa = { .sa_handler = on_usr1, .sa_flags = sa_flags };
	char buf[64];
	ssize_t n;
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		check(sigaction(SIGUSR1, &sa, NULL) == 0, "sigaction");
		check(sigaction(SIGINT, &sa, NULL) == 0, "sigaction");
		n = read(0, buf, sizeof(buf));
		_exit(n >= 0 ? (int)n : 100 + errno);
	}
	sleep_ms(30);
	return (pid);
}

static void
asleep(pid_t pid, const char *what)
{
	int status;

	sleep_ms(30);
	check(waitpid(pid, &status, WNOHANG) == 0, what);
}

/* What wakes a reader that sleeps, and what does not. */
static void
sleeping_reader(void)
{
	struct termios t = sane;
	pid_t pid;

	set(&sane);
	pid = reader(0);
	TYPE("abc");
	asleep(pid, "half a line");
	TYPE("\n");
	check(wait_exit(pid) == 4, "newline");
	pid = reader(0);
	TYPE("\004");
	check(wait_exit(pid) == 0, "^D: the end of the file");
	pid = reader(0);
	TYPE("ab\004");
	check(wait_exit(pid) == 2, "^D: the line so far");
	pid = reader(0);
	check(kill(pid, SIGUSR1) == 0, "a signal");
	check(wait_exit(pid) == 100 + EINTR, "EINTR");
	pid = reader(SA_RESTART);
	check(kill(pid, SIGUSR1) == 0, "a signal");
	asleep(pid, "it reads again");
	TYPE("x\n");
	check(wait_exit(pid) == 2, "a line");
	pid = reader(0);
	signal(SIGINT, SIG_IGN);
	TYPE("\003");
	check(wait_exit(pid) == 100 + EINTR, "^C");
	signal(SIGINT, SIG_DFL);

	/* New settings: what it waited for may be there. */
	pid = reader(0);
	TYPE("half");
	asleep(pid, "no line");
	t.c_lflag &= ~(tcflag_t)ICANON;
	check(tcsetattr(0, TCSANOW, &t) == 0, "raw");
	check(wait_exit(pid) == 4, "without lines it is enough");
	t.c_cc[VMIN] = 3;
	set(&t);
	pid = reader(0);
	TYPE("ab");
	asleep(pid, "two are not three");
	t.c_cc[VMIN] = 2;
	check(tcsetattr(0, TCSANOW, &t) == 0, "VMIN");
	check(wait_exit(pid) == 2, "two are enough now");
	set(&sane);
}

/* An unfinished line belongs to who types it, until it is finished. */
static void
unfinished(void)
{
	struct termios t = sane;
	char c;

	set(&sane);
	TYPE("one\ntw");
	check(unread() == 4, "only whole lines count");
	READS(60, "one\n", "only whole lines are read");
	check(fcntl(0, F_SETFL, O_NONBLOCK) == 0, "O_NONBLOCK");
	check_fails(read(0, &c, 1), EAGAIN);
	check(fcntl(0, F_SETFL, 0) == 0, "and off");
	TYPE("\177wo\n");
	READS(60, "two\n", "it can be mended");

	/* What was raw stays readable when lines come back. */
	t.c_lflag &= ~(tcflag_t)ICANON;
	set(&t);
	TYPE("raw");
	check(tcsetattr(0, TCSANOW, &sane) == 0, "lines again");
	TYPE("\177\177\177\177\025line\n");
	READS(60, "rawline\n", "nobody can mend it");
	TYPE("c\026");			/* ^V, and then other settings */
	check(tcsetattr(0, TCSANOW, &sane) == 0, "the same settings");
	TYPE("\177b\n");
	READS(60, "b\n", "^V is forgotten, the next key is one");
}

static void
errors(void)
{
	struct termios t;
	int fds[2];

	check(pipe(fds) == 0, "pipe");
	check_fails(tcgetattr(fds[0], &t), ENOTTY);
	check_fails(tcsetattr(fds[0], TCSANOW, &sane), ENOTTY);
	check_fails(tcgetattr(99, &t), EBADF);
	check_fails(tcsetattr(0, 7, &sane), EINVAL);
	check_fails(tcflush(0, 9), EINVAL);
	check_fails(tcflow(0, 9), EINVAL);
	check_fails(ioctl(0, TIOCGETA, (void *)8), EFAULT);
	check_fails(ioctl(0, TIOCSETA, (void *)8), EFAULT);
	check_fails(ioctl(0, TIOCSWINSZ, (void *)8), EFAULT);
	check_fails(ioctl(0, TIOCSTI, (void *)8), EFAULT);
	check_fails(ioctl(0, TIOCGETA, (void *)0xffff800000000000), EFAULT);
	check_fails(ioctl(0, 0x12345678), ENOTTY);
	check_fails(tcsetpgrp(0, 9999), EPERM);
	check(strcmp(ttyname(0), "/dev/console") == 0, "ttyname");
	check(ttyname(fds[0]) == NULL && !isatty(fds[0]), "no terminal");
}

int
main(void)
{
	check(sizeof(struct termios) == 44, "the layout is BSD's");
	check(tcgetattr(0, &sane) == 0, "tcgetattr");
	check((sane.c_lflag & (ICANON | ECHO | ISIG)) ==
	    (ICANON | ECHO | ISIG), "how it starts");
	raw();
	min_and_time();
	input_flags();
	moved_keys();
	changes();
	signal_keys();
	flow();
	two_readers();
	sleeping_reader();
	unfinished();
	errors();
	check(tcsetattr(0, TCSAFLUSH, &sane) == 0, "back");
	pass();
}
