/*
 * wc -- count lines, words and bytes.
 */
#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct counts {
	long c_lines, c_words, c_bytes;
};

static int want_lines, want_words, want_bytes;

static void
print(const struct counts *c, const char *name)
{
	if (want_lines)
		printf(" %7ld", c->c_lines);
	if (want_words)
		printf(" %7ld", c->c_words);
	if (want_bytes)
		printf(" %7ld", c->c_bytes);
	if (name != NULL)
		printf(" %s", name);
	putchar('\n');
}

static int
count(int fd, const char *name, struct counts *c)
{
	static char buf[16384];
	int in_word = 0, space;
	ssize_t n;

	*c = (struct counts){ 0, 0, 0 };
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		c->c_bytes += n;
		for (ssize_t i = 0; i < n; i++) {
			space = isspace((unsigned char)buf[i]);
			c->c_lines += buf[i] == '\n';
			c->c_words += in_word && space;
			in_word = !space;
		}
	}
	c->c_words += in_word;
	if (n < 0)
		warn("%s", name);
	return (n < 0);
}

static int
count_files(char **names)
{
	struct counts one, total = { 0, 0, 0 };
	int many = names[1] != NULL, status = 0, fd;

	for (; *names != NULL; names++) {
		fd = open(*names, O_RDONLY);
		if (fd < 0) {
			warn("%s", *names);
			status = 1;
			continue;
		}
		status |= count(fd, *names, &one);
		close(fd);
		print(&one, *names);
		total.c_lines += one.c_lines;
		total.c_words += one.c_words;
		total.c_bytes += one.c_bytes;
	}
	if (many)
		print(&total, "total");
	return (status);
}

int
main(int argc, char **argv)
{
	struct counts c;
	int opt, status;

	while ((opt = getopt(argc, argv, "lwc")) != -1) {
		switch (opt) {
		case 'l':
			want_lines = 1;
			break;
		case 'w':
			want_words = 1;
			break;
		case 'c':
			want_bytes = 1;
			break;
		default:
			fprintf(stderr, "usage: wc [-lwc] [file ...]\n");
			return (1);
		}
	}
	if (!want_lines && !want_words && !want_bytes)
		want_lines = want_words = want_bytes = 1;
	if (optind < argc)
		return (count_files(argv + optind));
	status = count(0, "standard input", &c);
	print(&c, NULL);
	return (status);
}
