/*
 * sleep -- wait for some seconds, which may have a fraction.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int
main(int argc, char **argv)
{
	struct timespec length;
	double seconds;
	char *end;

	if (argc != 2) {
		fprintf(stderr, "usage: sleep seconds\n");
		return (1);
	}
	seconds = strtod(argv[1], &end);
	if (end == argv[1] || *end != '\0' || !(seconds >= 0) ||
	    seconds > 1e9)
		errx(1, "%s: not a number of seconds", argv[1]);
	length.tv_sec = (time_t)seconds;
	length.tv_nsec = (long)((seconds - (double)length.tv_sec) * 1e9);
	if (nanosleep(&length, NULL) < 0)
		err(1, "nanosleep");
	return (0);
}
