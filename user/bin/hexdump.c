/*
 * hexdump -- show bytes as numbers; with -C as characters too.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROW	16

static int canonical;
static long limit = LONG_MAX;		/* bytes still wanted */
static long start;			/* bytes skipped first */
static char **names;			/* files not yet opened */
static FILE *input;
static int status;

/* The next byte of all files one after the other. */
static int
next_byte(void)
{
	int c;

	if (limit == 0)
		return (EOF);
	for (;;) {
		if (input != NULL && (c = getc(input)) != EOF) {
			limit--;
			return (c);
		}
		if (*names == NULL)
			return (EOF);
		if (input != NULL)
			fclose(input);
		input = fopen(*names, "r");
		if (input == NULL) {
			warn("%s", *names);
			status = 1;
		}
		names++;
	}
}

static size_t
read_row(unsigned char *row)
{
	size_t n = 0;
	int c;

	while (n < ROW && (c = next_byte()) != EOF)
		row[n++] = (unsigned char)c;
	return (n);
}

static void
print_canonical(const unsigned char *row, size_t n)
{
	for (size_t i = 0; i < ROW; i++) {
		if (i % 8 == 0)
			putchar(' ');
		if (i < n)
			printf(" %02x", row[i]);
		else
			printf("   ");
	}
	printf("  |");
	for (size_t i = 0; i < n; i++)
		putchar(isprint(row[i]) ? row[i] : '.');
	printf("|\n");
}

/* Words of two bytes, the lower byte first in memory. */
static void
print_words(const unsigned char *row, size_t n)
{
	for (size_t i = 0; i < n; i += 2)
		printf(" %02x%02x", i + 1 < n ? row[i + 1] : 0, row[i]);
	putchar('\n');
}

/* A row like the one before is not shown; a * stands for all of them. */
static void
dump(void)
{
	unsigned char row[ROW], last[ROW];
	const char *address = canonical ? "%08lx" : "%07lx";
	long offset = start;
	int starred = 0, first = 1;
	size_t n;

	while ((n = read_row(row)) > 0) {
		if (!first && n == ROW && memcmp(row, last, ROW) == 0) {
			if (!starred)
				printf("*\n");
			starred = 1;
		} else {
			printf(address, offset);
			if (canonical)
				print_canonical(row, n);
			else
				print_words(row, n);
			starred = 0;
		}
		memcpy(last, row, ROW);
		offset += (long)n;
		first = 0;
	}
	if (offset > start) {
		printf(address, offset);
		putchar('\n');
	}
}

int
main(int argc, char **argv)
{
	long length = LONG_MAX;
	int c;

	while ((c = getopt(argc, argv, "Cn:s:")) != -1) {
		switch (c) {
		case 'C':
			canonical = 1;
			break;
		case 'n':
			length = strtol(optarg, NULL, 0);
			break;
		case 's':
			start = strtol(optarg, NULL, 0);
			break;
		default:
			fprintf(stderr, "usage: hexdump [-C] [-n length] "
			    "[-s skip] [file ...]\n");
			return (1);
		}
	}
	names = argv + optind;
	if (*names == NULL)
		input = stdin;
	for (long i = 0; i < start; i++) {
		if (next_byte() == EOF)
			break;
	}
	limit = length;
	dump();
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return (status);
}
