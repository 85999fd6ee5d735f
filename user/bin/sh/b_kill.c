/*
 * b_kill.c -- the builtin kill, and the names of signals.
 */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <strings.h>

#include "user/bin/sh/sh.h"

static const struct {
	const char *name;
	int number;
} signals[] = {
	{ "HUP", SIGHUP }, { "INT", SIGINT }, { "QUIT", SIGQUIT },
	{ "ILL", SIGILL }, { "TRAP", SIGTRAP }, { "ABRT", SIGABRT },
	{ "FPE", SIGFPE }, { "KILL", SIGKILL }, { "BUS", SIGBUS },
	{ "SEGV", SIGSEGV }, { "SYS", SIGSYS }, { "PIPE", SIGPIPE },
	{ "ALRM", SIGALRM }, { "TERM", SIGTERM }, { "URG", SIGURG },
	{ "STOP", SIGSTOP }, { "TSTP", SIGTSTP }, { "CONT", SIGCONT },
	{ "CHLD", SIGCHLD }, { "TTIN", SIGTTIN }, { "TTOU", SIGTTOU },
	{ "IO", SIGIO }, { "XCPU", SIGXCPU }, { "XFSZ", SIGXFSZ },
	{ "VTALRM", SIGVTALRM }, { "PROF", SIGPROF },
	{ "WINCH", SIGWINCH }, { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }
};
#define NSIGNALS	(sizeof(signals) / sizeof(signals[0]))

const char *
signal_name(int sig)
{
	size_t i;

	for (i = 0; i < NSIGNALS; i++)
		if (signals[i].number == sig)
			return (signals[i].name);
	return (NULL);
}

/* "9", "KILL" or "SIGKILL"; "EXIT" is 0; -1 if it is none. */
int
signal_number(const char *s)
{
	long long n;
	size_t i;

	if (parse_number(s, &n))
		return (n >= 0 && n < 128 ? (int)n : -1);
	if (strncasecmp(s, "SIG", 3) == 0)
		s += 3;
	if (strcasecmp(s, "EXIT") == 0)
		return (0);
	for (i = 0; i < NSIGNALS; i++)
		if (strcasecmp(signals[i].name, s) == 0)
			return (signals[i].number);
	return (-1);
}

/* All of them, or the names of numbers; 130 is $? after a SIGINT. */
static int
list_signals(int argc, char **argv)
{
	int i, sig, status = 0;

	for (i = 0; argc == 2 && i < (int)NSIGNALS; i++)
		out("%d %s\n", signals[i].number, signals[i].name);
	for (i = 2; i < argc; i++) {
		long long n;

		sig = parse_number(argv[i], &n) && n > 128 && n < 256 ?
		    (int)n - 128 : signal_number(argv[i]);
		if (sig <= 0 || signal_name(sig) == NULL) {
			warn("kill: %s: no such signal", argv[i]);
			status = 1;
		} else if (isdigit((unsigned char)argv[i][0])) {
			out("%s\n", signal_name(sig));
		} else {
			out("%d\n", sig);
		}
	}
	return (status);
}

/*
 * A stopped job would never see that it is to end, so it goes on as well.
 * From then on it runs, for us too: who waits for it next waits for what
 * becomes of it, not for the stop that is over.
 */
static int
kill_job(struct job *j, int sig)
{
	bool ends = sig == SIGTERM || sig == SIGHUP;
	int error = 0;

	if (sig != SIGCONT)
		error = job_signal(j, sig);
	if (error == 0 && (sig == SIGCONT ||
	    (ends && job_state(j) == JOB_STOPPED)))
		error = job_continue(j);
	return (error);
}

static int
kill_one(const char *spec, int sig)
{
	long long pid;
	struct job *j;
	int error;

	if (spec[0] == '%') {
		j = job_find(spec);
		if (j == NULL) {
			warn("kill: %s: no such job", spec);
			return (1);
		}
		error = kill_job(j, sig);
	} else if (!parse_number(spec, &pid) || pid > 999999999 ||
	    pid < -999999999) {
		warn("kill: %s: not a process", spec);
		return (1);
	} else {
		error = kill((pid_t)pid, sig);
	}
	if (error < 0)
		warn("kill: %s: %s", spec, strerror(errno));
	return (error < 0);
}

static int
kill_usage(void)
{
	warn("usage: kill [-SIGNAL | -s SIGNAL] PID|%%JOB ... | "
	    "kill -l [SIGNAL ...]");
	return (2);
}

/* kill [-SIG | -s SIG] pid ...; kill -l */
int
builtin_kill(int argc, char **argv)
{
	int sig = SIGTERM, i = 1, status = 0;

	if (argc > 1 && strcmp(argv[1], "-l") == 0)
		return (list_signals(argc, argv));
	if (argc > 2 && strcmp(argv[1], "-s") == 0) {
		sig = signal_number(argv[2]);
		i = 3;
	} else if (argc > 1 && argv[1][0] == '-' &&
	    strcmp(argv[1], "--") != 0) {
		sig = signal_number(argv[1] + 1);
		i = 2;
	}
	if (i < argc && strcmp(argv[i], "--") == 0)
		i++;
	if (sig < 0 || i >= argc)
		return (kill_usage());
	for (; i < argc; i++)
		status |= kill_one(argv[i], sig);
	return (status);
}
