/*
 * cp -- copy files; with -r whole directories.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int recursive;
static int status;

static int copy(const char *from, const char *to);

static int
complain(const char *path)
{
	warn("%s", path);
	status = 1;
	return (-1);
}

static int
complain_about(const char *path, const char *what)
{
	warnx("%s: %s", path, what);
	status = 1;
	return (-1);
}

static int
copy_bytes(int in, int out, const char *from, const char *to)
{
	static char buf[16384];
	ssize_t n, done, written;

	while ((n = read(in, buf, sizeof(buf))) > 0) {
		for (done = 0; done < n; done += written) {
			written = write(out, buf + done, (size_t)(n - done));
			if (written < 0)
				return (complain(to));
		}
	}
	return (n < 0 ? complain(from) : 0);
}

static int
copy_file(const char *from, const char *to, mode_t mode)
{
	int in, out, result;

	in = open(from, O_RDONLY);
	if (in < 0)
		return (complain(from));
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, mode & 0777);
	if (out < 0) {
		close(in);
		return (complain(to));
	}
	result = copy_bytes(in, out, from, to);
	close(in);
	if (close(out) < 0)
		return (complain(to));
	return (result);
}

static int
join(char *path, const char *dir, const char *name)
{
	const char *slash = dir[strlen(dir) - 1] == '/' ? "" : "/";

	if (snprintf(path, PATH_MAX, "%s%s%s", dir, slash, name) >= PATH_MAX)
		return (complain_about(dir, "path too long"));
	return (0);
}

/* True if dir is top or lies below it. */
static int
lies_below(const char *dir, const struct stat *top)
{
	char path[PATH_MAX];
	struct stat sb, up;

	strlcpy(path, dir, sizeof(path));
	while (stat(path, &sb) == 0) {
		if (sb.st_ino == top->st_ino && sb.st_dev == top->st_dev)
			return (1);
		if (strlcat(path, "/..", sizeof(path)) >= sizeof(path) ||
		    stat(path, &up) < 0 || up.st_ino == sb.st_ino)
			return (0);
	}
	return (0);
}

static int
copy_entries(DIR *dir, const char *from, const char *to)
{
	char from_path[PATH_MAX], to_path[PATH_MAX];
	struct dirent *entry;

	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (join(from_path, from, entry->d_name) == 0 &&
		    join(to_path, to, entry->d_name) == 0)
			copy(from_path, to_path);
	}
	return (0);
}

static int
copy_directory(const char *from, const char *to, const struct stat *sb)
{
	struct stat to_sb;
	DIR *dir;

	if (!recursive)
		return (complain_about(from, "is a directory (not copied)"));
	if (stat(to, &to_sb) < 0) {
		if (mkdir(to, (sb->st_mode & 0777) | S_IRWXU) < 0)
			return (complain(to));
	} else if (!S_ISDIR(to_sb.st_mode)) {
		return (complain_about(to, "not a directory"));
	}
	if (lies_below(to, sb))
		return (complain_about(to, "lies inside what is copied"));
	dir = opendir(from);
	if (dir == NULL)
		return (complain(from));
	copy_entries(dir, from, to);
	closedir(dir);
	return (0);
}

static int
copy(const char *from, const char *to)
{
	struct stat from_sb, to_sb;

	if (stat(from, &from_sb) < 0)
		return (complain(from));
	if (stat(to, &to_sb) == 0 && from_sb.st_ino == to_sb.st_ino &&
	    from_sb.st_dev == to_sb.st_dev)
		return (complain_about(from, "is the target itself"));
	if (S_ISDIR(from_sb.st_mode))
		return (copy_directory(from, to, &from_sb));
	return (copy_file(from, to, from_sb.st_mode));
}

static void
copy_into(const char *from, const char *dir)
{
	char name[PATH_MAX], to[PATH_MAX];

	strlcpy(name, from, sizeof(name));
	if (join(to, dir, basename(name)) == 0)
		copy(from, to);
}

static int
usage(void)
{
	fprintf(stderr, "usage: cp [-r] from to\n"
	    "       cp [-r] from ... directory\n");
	return (1);
}

int
main(int argc, char **argv)
{
	struct stat sb;
	const char *target;
	int c;

	while ((c = getopt(argc, argv, "rRfp")) != -1) {
		if (c == '?')
			return (usage());
		if (c == 'r' || c == 'R')
			recursive = 1;
	}
	argc -= optind;
	argv += optind;
	if (argc < 2)
		return (usage());
	target = argv[argc - 1];
	if (stat(target, &sb) == 0 && S_ISDIR(sb.st_mode)) {
		for (int i = 0; i < argc - 1; i++)
			copy_into(argv[i], target);
		return (status);
	}
	if (argc > 2)
		errx(1, "%s: not a directory", target);
	copy(argv[0], target);
	return (status);
}
