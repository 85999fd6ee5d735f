/*
 * seq -- count from one number to another.
 */
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double
number(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end != '\0' || !isfinite(value))
		errx(1, "%s: not a number", text);
	return (value);
}

/* How many digits follow the point. */
static int
places(const char *text)
{
	const char *point = strchr(text, '.');

	return (point == NULL ? 0 : (int)strlen(point + 1));
}

static int
usage(void)
{
	fprintf(stderr, "usage: seq [-s separator] [first [step]] last\n");
	return (1);
}

int
main(int argc, char **argv)
{
	const char *between = "\n";
	double first = 1, step = 1, last, value;
	int precision = 0;

	argv++;
	argc--;
	if (argc > 1 && strcmp(*argv, "-s") == 0) {
		between = argv[1];
		argv += 2;
		argc -= 2;
	}
	if (argc < 1 || argc > 3)
		return (usage());
	last = number(argv[argc - 1]);
	if (argc > 1) {
		first = number(argv[0]);
		precision = places(argv[0]);
	}
	if (argc > 2) {
		step = number(argv[1]);
		if (places(argv[1]) > precision)
			precision = places(argv[1]);
	}
	if (step == 0)
		errx(1, "a step of 0 leads nowhere");
	for (long i = 0;; i++) {
		value = first + (double)i * step;
		if (step > 0 ? value > last + step * 1e-9 :
		    value < last + step * 1e-9)
			break;
		printf("%s%.*f", i > 0 ? between : "", precision, value);
	}
	if (step > 0 ? first <= last : first >= last)
		putchar('\n');
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return (0);
}
