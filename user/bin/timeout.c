/*
 * timeout -- run a command, but not for longer than that.
 *
 *   timeout [-fp] [-s signal] [-k time] time command [argument ...]
 *
 * When the time is over the command gets SIGTERM, or the signal of -s; with
 * -k SIGKILL too, that much later.  A time is a number of seconds, perhaps
 * with a fraction, or of s, m, h or d; 0 is no limit.
 *
 * The command and its children are a process group of which we are one; the
 * signal goes to all of it, or with -f to the command alone.  Exit status:
 * that of the command, 128 + signal if it was killed; 124 if the time was
 * over (with -p the command's all the same); 125, 126, 127: we failed, the
 * command cannot run, there is none.  Who needed SIGKILL makes it 137, if
 * only because SIGKILL for the group is for us too.
 */
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int foreground, preserve;
static double kill_after = -1;		/* seconds; < 0: never */
static int first_signal = SIGTERM;
static pid_t command;

static void __attribute__((noreturn))
usage(void)
{
	fprintf(stderr, "usage: timeout [-fp] [-s signal] [-k time] time "
	    "command [argument ...]\n");
	exit(125);
}

/* In seconds. */
static double
parse_time(const char *text)
{
	static const char units[] = "smhd";
	static const int seconds[] = { 1, 60, 3600, 86400 };
	const char *unit;
	char *end;
	double value = strtod(text, &end);

	if (end != text && *end != '\0' && end[1] == '\0' &&
	    (unit = strchr(units, *end)) != NULL) {
		value *= seconds[unit - units];
		end++;
	}
	if (end == text || *end != '\0' || !(value >= 0) || value > 1e9)
		errx(125, "%s: not a time", text);
	return (value);
}

static void
send_signal(int sig)
{
	(void)kill(command, sig);
	if (foreground)
		return;
	signal(sig, SIG_IGN);		/* all others of the group */
	(void)kill(0, sig);
}

/* Who is stopped could not end of any signal but SIGKILL. */
static void
send_with_cont(int sig)
{
	send_signal(sig);
	if (sig != SIGKILL && sig != SIGCONT)
		send_signal(SIGCONT);
}

static void
nothing(int sig)
{
	(void)sig;
}

/* Signals that we take one by one: of the command, and for it. */
static void
prepare_signals(sigset_t *set, sigset_t *old)
{
	static const int forwarded[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

	signal(SIGCHLD, nothing);	/* or it would not be kept for us */
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(forwarded) / sizeof(forwarded[0]); i++)
		sigaddset(set, forwarded[i]);
	sigprocmask(SIG_BLOCK, set, old);
	if (!foreground) {
		(void)setpgid(0, 0);
		signal(SIGTTIN, SIG_IGN);
		signal(SIGTTOU, SIG_IGN);
	}
}

static void
start(char **argv, const sigset_t *mask)
{
	int error;

	command = fork();
	if (command < 0)
		err(125, "fork");
	if (command > 0)
		return;
	signal(SIGTTIN, SIG_DFL);
	signal(SIGTTOU, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(argv[0], argv);
	error = errno;
	warn("%s", argv[0]);
	_exit(error == ENOENT ? 127 : 126);
}

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((double)ts.tv_sec + (double)ts.tv_nsec / 1e9);
}

/* The next signal before the time `end`, < 0: for ever; 0: it is over. */
static int
next_signal(const sigset_t *set, double end)
{
	struct timespec ts;
	double left;
	int sig;

	do {
		left = end - now();
		if (end >= 0 && left <= 0)
			return (0);
		ts.tv_sec = (time_t)left;
		ts.tv_nsec = (long)((left - (double)ts.tv_sec) * 1e9);
		sig = sigtimedwait(set, NULL, end < 0 ? NULL : &ts);
	} while (sig < 0 && (errno == EINTR || errno == EAGAIN));
	if (sig < 0)
		err(125, "sigtimedwait");
	return (sig);
}

/* Until the command has ended; *late: the time was over before. */
static int
attend(const sigset_t *set, double limit, int *late)
{
	double end = limit > 0 ? now() + limit : -1;
	int sig, status;

	for (;;) {
		sig = next_signal(set, end);
		if (sig == SIGCHLD) {
			if (waitpid(command, &status, WNOHANG) == command)
				return (status);
		} else if (sig != 0) {
			send_with_cont(sig);
		} else if (*late) {
			send_signal(SIGKILL);
			end = -1;
		} else {
			*late = 1;
			end = kill_after > 0 ? now() + kill_after : -1;
			send_with_cont(first_signal);
		}
	}
}

int
main(int argc, char **argv)
{
	int c, late = 0, status;
	sigset_t set, old;
	double limit;

	while ((c = getopt(argc, argv, "+fk:ps:")) != -1) {
		if (c == 'f')
			foreground = 1;
		else if (c == 'p')
			preserve = 1;
		else if (c == 'k')
			kill_after = parse_time(optarg);
		else if (c != 's')
			usage();
		else if (str2sig(optarg, &first_signal) != 0)
			errx(125, "%s: no such signal", optarg);
	}
	if (argc - optind < 2)
		usage();
	limit = parse_time(argv[optind]);
	prepare_signals(&set, &old);
	start(argv + optind + 1, &old);
	status = attend(&set, limit, &late);
	if (late && !preserve && !(WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGKILL))
		return (124);
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}
