/*
 * kill -- send a signal to processes; a negative number is a group.  -l
 * tells the signals, or of each number the name and of each name the number.
 */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
usage(void)
{
	fprintf(stderr, "usage: kill [-s signal | -signal] pid ...\n"
	    "       kill -l [signal ...]\n");
	return (2);
}

/* For each signal its name, for each name the number; 128 + N is N. */
static int
translate(char **argv)
{
	char name[SIG2STR_MAX];
	const char *wrong;
	int sig, status = 0;

	for (; *argv != NULL; argv++) {
		sig = (int)strtonum(*argv, 0, 255, &wrong);
		if (wrong == NULL && sig > 128)
			sig -= 128;
		if (wrong == NULL && sig2str(sig, name) == 0) {
			puts(name);
		} else if (wrong != NULL && str2sig(*argv, &sig) == 0) {
			printf("%d\n", sig);
		} else {
			warnx("%s: no such signal", *argv);
			status = 1;
		}
	}
	return (status);
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
		return (argv[1] != NULL ? translate(argv + 1) :
		    list_signals());
	if (strcmp(*argv, "-s") == 0) {
		name = *++argv;
		if (name == NULL)
			return (usage());
		argv++;
	} else if (**argv == '-' && strcmp(*argv, "--") != 0) {
		name = *argv++ + 1;
	}
	if (name != NULL && str2sig(name, &sig) != 0)
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
