/*
 * env -- run a command with another environment, or show ours.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char *nothing[1];
	int c;

	while ((c = getopt(argc, argv, "i")) != -1) {
		if (c == '?') {
			fprintf(stderr, "usage: env [-i] [name=value ...] "
			    "[command [argument ...]]\n");
			return (125);
		}
		environ = nothing;
	}
	argv += optind;
	for (; *argv != NULL && strchr(*argv, '=') != NULL; argv++) {
		if (putenv(*argv) < 0)
			err(125, "%s", *argv);
	}
	if (*argv != NULL) {
		execvp(*argv, argv);
		c = errno == ENOENT ? 127 : 126;
		err(c, "%s", *argv);
	}
	for (char **e = environ; *e != NULL; e++)
		puts(*e);
	return (0);
}
