/*
 * rm -- remove files; with -r whole directories.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int recursive, force;
static int status;

static void remove_path(const char *path);

static void
complain(const char *path)
{
	if (force && errno == ENOENT)
		return;
	warn("%s", path);
	status = 1;
}

/*
 * One entry at a time, from the start each time: what a directory's read
 * position means after a removal is nobody's promise.
 */
static int
first_entry(const char *path, char *entry_path, int skip)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int found = 0;

	if (dir == NULL) {
		complain(path);
		return (0);
	}
	while (!found && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0 || skip-- > 0)
			continue;
		found = snprintf(entry_path, PATH_MAX, "%s/%s", path,
		    entry->d_name) < PATH_MAX;
	}
	closedir(dir);
	return (found);
}

static void
remove_directory(const char *path)
{
	char entry_path[PATH_MAX];
	struct stat sb;
	int skip = 0;		/* entries that could not be removed */

	if (!recursive) {
		warnx("%s: is a directory", path);
		status = 1;
		return;
	}
	while (first_entry(path, entry_path, skip)) {
		remove_path(entry_path);
		if (stat(entry_path, &sb) == 0)
			skip++;
	}
	if (rmdir(path) < 0)
		complain(path);
}

static void
remove_path(const char *path)
{
	struct stat sb;

	if (lstat(path, &sb) < 0)
		complain(path);
	else if (S_ISDIR(sb.st_mode))
		remove_directory(path);
	else if (unlink(path) < 0)
		complain(path);
}

/* "." and ".." are mistakes, whatever stands before them. */
static int
is_dots(const char *path)
{
	char copy[PATH_MAX];
	const char *name;

	strlcpy(copy, path, sizeof(copy));
	name = basename(copy);
	return (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    strcmp(name, "/") == 0);
}

static int
usage(void)
{
	fprintf(stderr, "usage: rm [-rf] file ...\n");
	return (1);
}

int
main(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "rRf")) != -1) {
		switch (c) {
		case 'r':
		case 'R':
			recursive = 1;
			break;
		case 'f':
			force = 1;
			break;
		default:
			return (usage());
		}
	}
	if (optind == argc && !force)
		return (usage());
	for (argv += optind; *argv != NULL; argv++) {
		if (is_dots(*argv)) {
			warnx("%s: cannot be removed", *argv);
			status = 1;
			continue;
		}
		remove_path(*argv);
	}
	return (status);
}
