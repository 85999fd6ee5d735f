/*
 * b_jobs.c -- builtins about processes: kill, wait, jobs.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

static const struct {
	const char *name;
	int number;
} signals[] = {
	{ "HUP", SIGHUP }, { "INT", SIGINT }, { "QUIT", SIGQUIT },
	{ "ILL", SIGILL }, { "TRAP", SIGTRAP }, { "ABRT", SIGABRT },
	{ "FPE", SIGFPE }, { "KILL", SIGKILL }, { "BUS", SIGBUS },
	{ "SEGV", SIGSEGV }, { "SYS", SIGSYS }, { "PIPE", SIGPIPE },
	{ "ALRM", SIGALRM }, { "TERM", SIGTERM }, { "STOP", SIGSTOP },
	{ "TSTP", SIGTSTP }, { "CONT", SIGCONT }, { "CHLD", SIGCHLD },
	{ "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }
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

/* "9", "KILL" or "SIGKILL"; -1 if it is none. */
static int
signal_number(const char *s)
{
	long long n;
	size_t i;

	if (parse_number(s, &n))
		return (n >= 0 && n <= 128 ? (int)n : -1);
	if (strncmp(s, "SIG", 3) == 0)
		s += 3;
	for (i = 0; i < NSIGNALS; i++)
		if (strcmp(signals[i].name, s) == 0)
			return (signals[i].number);
	return (-1);
}

static int
list_signals(void)
{
	size_t i;

	for (i = 0; i < NSIGNALS; i++)
		out("%d %s\n", signals[i].number, signals[i].name);
	return (0);
}

static int
kill_usage(void)
{
	warn("usage: kill [-SIGNAL | -s SIGNAL] PID|%%JOB ... | kill -l");
	return (2);
}

/* kill [-SIG | -s SIG] pid ...; kill -l */
int
builtin_kill(int argc, char **argv)
{
	int sig = SIGTERM, i = 1, status = 0;
	pid_t pid;

	if (argc == 2 && strcmp(argv[1], "-l") == 0)
		return (list_signals());
	if (argc > 2 && strcmp(argv[1], "-s") == 0) {
		sig = signal_number(argv[2]);
		i = 3;
	} else if (argc > 1 && strcmp(argv[1], "--") == 0) {
		i = 2;
	} else if (argc > 1 && argv[1][0] == '-') {
		sig = signal_number(argv[1] + 1);
		i = 2;
		if (i < argc && strcmp(argv[i], "--") == 0)
			i++;
	}
	if (sig < 0 || i >= argc)
		return (kill_usage());
	for (; i < argc; i++) {
		pid = job_pid(argv[i]);
		if (pid == 0 && strcmp(argv[i], "0") != 0) {
			warn("kill: %s: no such job", argv[i]);
			status = 1;
		} else if (kill(pid, sig) < 0) {
			warn("kill: %s: %s", argv[i], strerror(errno));
			status = 1;
		}
	}
	return (status);
}

int
builtin_wait(int argc, char **argv)
{
	int i, status = 0;

	if (argc == 1)
		return (job_wait_all());
	for (i = 1; i < argc; i++)
		status = job_wait_pid(job_pid(argv[i]));
	return (status);
}

int
builtin_jobs(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	job_collect(false);
	job_list();
	return (0);
}
