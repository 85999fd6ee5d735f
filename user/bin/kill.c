/*
 * kill -- send a signal to processes; a negative number is a group.
 */
#include <ctype.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
usage(void)
{
	fprintf(stderr, "usage: kill [-s signal | -signal] pid ...\n"
	    "       kill -l\n");
	return (2);
}

/* A number, or a name with or without SIG; -1 if it is neither. */
static int
signal_number(const char *text)
{
	const char *wrong;
	int sig;

	if (isdigit((unsigned char)*text)) {
		sig = (int)strtonum(text, 0, NSIG - 1, &wrong);
		return (wrong != NULL ? -1 : sig);
	}
	if (strncasecmp(text, "SIG", 3) == 0)
		text += 3;
	for (sig = 1; sig < NSIG; sig++) {
		if (sys_signame[sig] != NULL &&
		    strcasecmp(sys_signame[sig], text) == 0)
			return (sig);
	}
	return (-1);
}

static int
list_signals(void)
{
	for (int sig = 1; sig < NSIG; sig++) {
		if (sys_signame[sig] != NULL)
			printf("%3d %-9s%s", sig, sys_signame[sig],
			    sig % 6 == 0 ? "\n" : "");
	}
	putchar('\n');
	return (0);
}

int
main(int argc, char **argv)
{
	const char *name = NULL, *wrong;
	int sig = SIGTERM, status = 0;
	pid_t pid;

	argv++;
	if (argc < 2)
		return (usage());
	if (strcmp(*argv, "-l") == 0)
		return (list_signals());
	if (strcmp(*argv, "-s") == 0) {
		name = *++argv;
		if (name == NULL)
			return (usage());
		argv++;
	} else if (**argv == '-' && strcmp(*argv, "--") != 0) {
		name = *argv++ + 1;
	}
	if (name != NULL && (sig = signal_number(name)) < 0)
		errx(2, "%s: no such signal", name);
	if (*argv != NULL && strcmp(*argv, "--") == 0)
		argv++;
	if (*argv == NULL)
		return (usage());
	for (; *argv != NULL; argv++) {
		pid = (pid_t)strtonum(*argv, -999999, 999999, &wrong);
		if (wrong != NULL) {
			warnx("%s: not a process id", *argv);
			status = 1;
		} else if (kill(pid, sig) < 0) {
			warn("%s", *argv);
			status = 1;
		}
	}
	return (status);
}
