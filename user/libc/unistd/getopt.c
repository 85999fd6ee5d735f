/*
 * getopt.c -- options of a command line, one letter each.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "user/libc/libc.h"

char *optarg;
int optind = 1;
int opterr = 1;
int optopt;
int optreset;

/* The rest of an argument such as -abc, or NULL between arguments. */
static char *rest;

static int
complain(const char *options, const char *what, int result)
{
	if (opterr && *options != ':')
		fprintf(stderr, "%s: %s -- %c\n", __progname, what, optopt);
	return (result);
}

/* Sets rest to the letters of the next argument; -1 if no option is there. */
static int
next_argument(int argc, char *const argv[])
{
	if (optreset) {
		optreset = 0;
		optind = 1;
	}
	if (optind >= argc || argv[optind][0] != '-' ||
	    argv[optind][1] == '\0')
		return (-1);
	rest = argv[optind++] + 1;
	if (strcmp(rest, "-") == 0) {
		rest = NULL;
		return (-1);
	}
	return (0);
}

int
getopt(int argc, char *const argv[], const char *options)
{
	const char *known;

	if (optreset)
		rest = NULL;
	if (rest == NULL && next_argument(argc, argv) < 0)
		return (-1);

	optopt = (unsigned char)*rest++;
	known = optopt == ':' ? NULL : strchr(options, optopt);
	if (*rest == '\0')
		rest = NULL;
	if (known == NULL)
		return (complain(options, "unknown option", '?'));
	if (known[1] != ':')
		return (optopt);

	if (rest != NULL) {
		optarg = rest;
		rest = NULL;
	} else if (optind < argc) {
		optarg = argv[optind++];
	} else {
		return (complain(options, "option needs an argument",
		    *options == ':' ? ':' : '?'));
	}
	return (optopt);
}
