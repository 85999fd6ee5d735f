/*
 * tail -- the last lines of files.
 *
 * The last lines read so far are kept in a ring.
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MOST	100000

static char **ring;			/* count lines; NULL where none yet */
static size_t count = 10;

/*
 * The place after the newest line holds the oldest, which the next line
 * replaces; at the end, that is where printing starts.
 */
static void
tail(FILE *f)
{
	char *line = NULL;
	size_t size = 0, next = 0;

	while (count > 0 && getline(&line, &size, f) != -1) {
		free(ring[next]);
		ring[next] = line;
		next = (next + 1) % count;
		line = NULL;
		size = 0;
	}
	free(line);
	for (size_t i = 0; i < count; i++, next = (next + 1) % count) {
		if (ring[next] != NULL)
			fputs(ring[next], stdout);
		free(ring[next]);
		ring[next] = NULL;
	}
}

static void
set_count(const char *text)
{
	const char *wrong;

	count = (size_t)strtonum(text, 0, MOST, &wrong);
	if (wrong != NULL)
		errx(1, "%s: count is %s", text, wrong);
}

static int
tail_files(char **names)
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
		tail(f);
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
	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c == '?') {
			fprintf(stderr, "usage: tail [-n lines] "
			    "[file ...]\n");
			return (1);
		}
		set_count(optarg);
	}
	ring = calloc(count + 1, sizeof(*ring));
	if (ring == NULL)
		err(1, NULL);
	if (optind == argc)
		tail(stdin);
	else
		status = tail_files(argv + optind);
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return (status);
}
