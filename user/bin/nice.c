/*
 * nice -- run a command with another nice value; without one, show ours.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	const char *wrong;
	int c, more = 10, now, error;

	while ((c = getopt(argc, argv, "+n:")) != -1) {
		if (c != 'n') {
			fprintf(stderr,
			    "usage: nice [-n more] [command ...]\n");
			return (125);
		}
		more = (int)strtonum(optarg, -40, 40, &wrong);
		if (wrong != NULL)
			errx(125, "%s: not a nice value", optarg);
	}
	errno = 0;
	now = getpriority(PRIO_PROCESS, 0);
	if (now == -1 && errno != 0)
		err(125, "getpriority");
	if (optind == argc) {
		printf("%d\n", now);
		return (0);
	}
	if (setpriority(PRIO_PROCESS, 0, now + more) < 0)
		warn("setpriority");	/* the command runs all the same */
	execvp(argv[optind], argv + optind);
	error = errno;
	warn("%s", argv[optind]);
	return (error == ENOENT ? 127 : 126);
}
