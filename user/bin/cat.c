/*
 * cat -- copy files, or standard input, to standard output.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
write_all(const char *buf, size_t len)
{
	ssize_t n;

	for (; len > 0; buf += n, len -= (size_t)n) {
		n = write(1, buf, len);
		if (n < 0)
			err(1, "standard output");
	}
}

static int
copy(int fd, const char *name)
{
	static char buf[16384];
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		write_all(buf, (size_t)n);
	if (n < 0) {
		warn("%s", name);
		return (1);
	}
	return (0);
}

int
main(int argc, char **argv)
{
	int fd, status = 0;

	if (getopt(argc, argv, "u") == '?') {
		fprintf(stderr, "usage: cat [file ...]\n");
		return (1);
	}
	argv += optind;
	if (*argv == NULL)
		return (copy(0, "standard input"));
	for (; *argv != NULL; argv++) {
		if (strcmp(*argv, "-") == 0) {
			status |= copy(0, "standard input");
			continue;
		}
		fd = open(*argv, O_RDONLY);
		if (fd < 0) {
			warn("%s", *argv);
			status = 1;
			continue;
		}
		status |= copy(fd, *argv);
		close(fd);
	}
	return (status);
}
