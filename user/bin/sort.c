/*
 * sort -- sort lines.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **lines;
static size_t nlines, room;
static int reverse, numeric, unique;

static int
by_number(const char *a, const char *b)
{
	double x = strtod(a, NULL), y = strtod(b, NULL);

	return ((x > y) - (x < y));
}

/* What -u takes for equal. */
static int
by_key(const char *a, const char *b)
{
	return (numeric ? by_number(a, b) : strcmp(a, b));
}

/* Equal numbers are ordered by their text, so that the result is one. */
static int
compare(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int result = by_key(x, y);

	if (result == 0)
		result = strcmp(x, y);
	return (reverse ? -result : result);
}

static void
add_line(const char *text, size_t len)
{
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (nlines == room) {
		room = room == 0 ? 256 : room * 2;
		lines = reallocarray(lines, room, sizeof(*lines));
		if (lines == NULL)
			err(2, NULL);
	}
	lines[nlines] = strndup(text, len);
	if (lines[nlines++] == NULL)
		err(2, NULL);
}

static void
read_lines(FILE *f, const char *name)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, f)) != -1)
		add_line(line, (size_t)len);
	if (ferror(f))
		err(2, "%s", name);
	free(line);
}

static void
print_lines(void)
{
	const char *last = NULL;

	for (size_t i = 0; i < nlines; i++) {
		if (unique && last != NULL && by_key(last, lines[i]) == 0)
			continue;
		last = lines[i];
		puts(last);
	}
	if (fflush(stdout) == EOF || ferror(stdout))
		err(2, "standard output");
}

int
main(int argc, char **argv)
{
	FILE *f;
	int c;

	while ((c = getopt(argc, argv, "rnu")) != -1) {
		switch (c) {
		case 'r':
			reverse = 1;
			break;
		case 'n':
			numeric = 1;
			break;
		case 'u':
			unique = 1;
			break;
		default:
			fprintf(stderr, "usage: sort [-nru] [file ...]\n");
			return (2);
		}
	}
	argv += optind;
	if (*argv == NULL)
		read_lines(stdin, "standard input");
	for (; *argv != NULL; argv++) {
		f = fopen(*argv, "r");
		if (f == NULL)
			err(2, "%s", *argv);
		read_lines(f, *argv);
		fclose(f);
	}
	qsort(lines, nlines, sizeof(*lines), compare);
	print_lines();
	return (0);
}
