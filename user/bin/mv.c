/*
 * mv -- give files another name or place.
 */
#include <err.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
move(const char *from, const char *to)
{
	if (rename(from, to) == 0)
		return (0);
	warn("%s to %s", from, to);
	return (1);
}

static int
move_into(const char *from, const char *dir)
{
	char name[PATH_MAX], to[PATH_MAX];

	strlcpy(name, from, sizeof(name));
	if (snprintf(to, sizeof(to), "%s/%s", dir, basename(name)) >=
	    (int)sizeof(to)) {
		warnx("%s: path too long", dir);
		return (1);
	}
	return (move(from, to));
}

static int
usage(void)
{
	fprintf(stderr, "usage: mv from to\n       mv from ... directory\n");
	return (1);
}

int
main(int argc, char **argv)
{
	struct stat sb;
	const char *target;
	int c, status = 0;

	while ((c = getopt(argc, argv, "f")) != -1) {
		if (c == '?')
			return (usage());
	}
	argc -= optind;
	argv += optind;
	if (argc < 2)
		return (usage());
	target = argv[argc - 1];
	if (stat(target, &sb) == 0 && S_ISDIR(sb.st_mode)) {
		for (int i = 0; i < argc - 1; i++)
			status |= move_into(argv[i], target);
		return (status);
	}
	if (argc > 2)
		errx(1, "%s: not a directory", target);
	return (move(argv[0], target));
}
