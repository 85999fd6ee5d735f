/*
 * mkdir -- make directories; with -p also those above them.
 */
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
is_directory(const char *path)
{
	struct stat sb;

	return (stat(path, &sb) == 0 && S_ISDIR(sb.st_mode));
}

/* Each prefix of the path that ends before a slash, then the path itself. */
static int
make_all(const char *path, mode_t mode)
{
	char part[PATH_MAX];
	size_t len = 0;

	if (strlen(path) >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	while (path[len] != '\0') {
		len += strspn(path + len, "/");
		len += strcspn(path + len, "/");
		memcpy(part, path, len);
		part[len] = '\0';
		if (mkdir(part, mode) < 0 && !is_directory(part))
			return (-1);
	}
	return (0);
}

int
main(int argc, char **argv)
{
	mode_t mode = 0777;
	int c, all = 0, status = 0;

	while ((c = getopt(argc, argv, "pm:")) != -1) {
		if (c == 'p')
			all = 1;
		else if (c == 'm')
			mode = (mode_t)strtoul(optarg, NULL, 8);
		else
			optind = argc;
	}
	if (optind >= argc) {
		fprintf(stderr, "usage: mkdir [-p] [-m mode] directory ...\n");
		return (1);
	}
	for (argv += optind; *argv != NULL; argv++) {
		if ((all ? make_all(*argv, mode) : mkdir(*argv, mode)) < 0) {
			warn("%s", *argv);
			status = 1;
		}
	}
	return (status);
}
