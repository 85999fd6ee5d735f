/*
 * head -- the first lines, or bytes, of files.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static long count = 10;
static int bytes;

static void
head(FILE *f)
{
	long left = count;
	int c;

	while (left > 0 && (c = getc(f)) != EOF) {
		putchar(c);
		if (bytes || c == '\n')
			left--;
	}
}

static int
usage(void)
{
	fprintf(stderr, "usage: head [-n lines | -c bytes] [file ...]\n");
	return (1);
}

static void
set_count(const char *text)
{
	const char *wrong;

	count = strtonum(text, 0, LONG_MAX, &wrong);
	if (wrong != NULL)
		errx(1, "%s: count is %s", text, wrong);
}

static int
head_files(char **names)
{
	int many = names[1] != NULL, status = 0;
	const char *between = "";
	FILE *f;

	for (; *names != NULL; names++) {
		f = fopen(*names, "r");
		if (f == NULL) {
			warn("%s", *names);
			status = 1;
			continue;
		}
		if (many)
			printf("%s==> %s <==\n", between, *names);
		between = "\n";
		head(f);
		if (ferror(f)) {
			warn("%s", *names);
			status = 1;
		}
		fclose(f);
	}
	return (status);
}

int
main(int argc, char **argv)
{
	int c, status = 0;

	if (argc > 1 && argv[1][0] == '-' &&
	    isdigit((unsigned char)argv[1][1])) {
		set_count(argv[1] + 1);
		optind = 2;
	}
	while ((c = getopt(argc, argv, "n:c:")) != -1) {
		if (c == '?')
			return (usage());
		bytes = c == 'c';
		set_count(optarg);
	}
	if (optind == argc)
		head(stdin);
	else
		status = head_files(argv + optind);
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return (status);
}
