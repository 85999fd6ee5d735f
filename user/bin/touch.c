/*
 * touch -- create files, or make them look freshly changed.
 *
 * There is no system call that sets times; giving a file the length it has
 * already counts as a change.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int
touch(const char *path, int flags)
{
	struct stat sb;
	int fd, result;

	fd = open(path, O_WRONLY | flags, 0666);
	if (fd < 0)
		return (-1);
	result = fstat(fd, &sb);
	if (result == 0 && S_ISREG(sb.st_mode))
		result = ftruncate(fd, sb.st_size);
	close(fd);
	return (result);
}

int
main(int argc, char **argv)
{
	int c, flags = O_CREAT, status = 0;

	while ((c = getopt(argc, argv, "c")) != -1) {
		if (c == 'c')
			flags = 0;
		else
			optind = argc;
	}
	if (optind >= argc) {
		fprintf(stderr, "usage: touch [-c] file ...\n");
		return (1);
	}
	for (argv += optind; *argv != NULL; argv++) {
		if (flags == 0 && access(*argv, F_OK) < 0)
			continue;
		if (touch(*argv, flags) < 0) {
			warn("%s", *argv);
			status = 1;
		}
	}
	return (status);
}
