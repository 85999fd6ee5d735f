/*
 * date -- what day and time it is, in UTC.
 */
#include <err.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	const char *fmt = "%a %b %e %H:%M:%S UTC %Y";
	char buf[1024];
	time_t now;
	int c;

	while ((c = getopt(argc, argv, "u")) != -1) {
		if (c == '?')
			optind = argc + 1;
	}
	if (optind == argc - 1 && argv[optind][0] == '+')
		fmt = argv[optind] + 1;
	else if (optind != argc) {
		fprintf(stderr, "usage: date [-u] [+format]\n");
		return (1);
	}
	if (time(&now) == (time_t)-1)
		err(1, "time");
	if (strftime(buf, sizeof(buf), fmt, gmtime(&now)) == 0 && *fmt != '\0')
		errx(1, "format too long");
	puts(*fmt != '\0' ? buf : "");
	return (0);
}
