/*
 * rmdir -- remove empty directories.
 */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	int status = 0;

	if (getopt(argc, argv, "") != -1 || optind == argc) {
		fprintf(stderr, "usage: rmdir directory ...\n");
		return (1);
	}
	for (argv += optind; *argv != NULL; argv++) {
		if (rmdir(*argv) < 0) {
			warn("%s", *argv);
			status = 1;
		}
	}
	return (status);
}
