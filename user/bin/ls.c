/*
 * ls -- list files.
 */
#include <dirent.h>
#include <err.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SCREEN_WIDTH	80

struct entry {
	char *e_name;			/* as it is shown */
	struct stat e_stat;
};

struct list {
	struct entry *l_entries;
	size_t l_count, l_room;
};

static int opt_all, opt_long, opt_dir, opt_one, opt_inode, opt_classify;
static int opt_reverse, opt_time, opt_size, opt_numeric;
static int status;

static void
add(struct list *list, const char *path, const char *name)
{
	struct entry *e;

	if (list->l_count == list->l_room) {
		list->l_room = list->l_room == 0 ? 32 : list->l_room * 2;
		list->l_entries = reallocarray(list->l_entries, list->l_room,
		    sizeof(*list->l_entries));
		if (list->l_entries == NULL)
			err(1, NULL);
	}
	e = &list->l_entries[list->l_count];
	if (lstat(path, &e->e_stat) < 0) {
		warn("%s", path);
		status = 1;
		return;
	}
	e->e_name = strdup(name);
	if (e->e_name == NULL)
		err(1, NULL);
	list->l_count++;
}

static void
free_list(struct list *list)
{
	for (size_t i = 0; i < list->l_count; i++)
		free(list->l_entries[i].e_name);
	free(list->l_entries);
}

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int result = 0;

	if (opt_time)
		result = (y->e_stat.st_mtime > x->e_stat.st_mtime) -
		    (y->e_stat.st_mtime < x->e_stat.st_mtime);
	if (opt_size)
		result = (y->e_stat.st_size > x->e_stat.st_size) -
		    (y->e_stat.st_size < x->e_stat.st_size);
	if (result == 0)
		result = strcmp(x->e_name, y->e_name);
	return (opt_reverse ? -result : result);
}

/* ---------------------------------------------------------- long format */

static char
type_letter(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return ('d');
	case S_IFCHR:
		return ('c');
	case S_IFIFO:
		return ('p');
	default:
		return ('-');
	}
}

static void
print_mode(mode_t mode)
{
	char text[] = "-rwxrwxrwx";

	text[0] = type_letter(mode);
	for (int i = 0; i < 9; i++) {
		if ((mode & (0400 >> i)) == 0)
			text[i + 1] = '-';
	}
	if (mode & S_ISUID)
		text[3] = mode & S_IXUSR ? 's' : 'S';
	if (mode & S_ISGID)
		text[6] = mode & S_IXGRP ? 's' : 'S';
	if (mode & S_ISVTX)
		text[9] = mode & S_IXOTH ? 't' : 'T';
	printf("%s ", text);
}

/* Today's files with the time, older ones with the year, as is the custom. */
static void
print_time(time_t t)
{
	const time_t half_year = 182 * 86400L;
	time_t now = time(NULL);
	char text[32];

	strftime(text, sizeof(text), t > now - half_year && t <= now + 60 ?
	    "%b %e %H:%M" : "%b %e  %Y", gmtime(&t));
	printf("%s ", text);
}

/* Most files of a list have one owner: the last name is kept. */
static void
print_owner(uid_t uid)
{
	static char name[32];
	static uid_t known;
	const struct passwd *pw;

	if (name[0] == '\0' || uid != known) {
		pw = opt_numeric ? NULL : getpwuid(uid);
		if (pw != NULL)
			strlcpy(name, pw->pw_name, sizeof(name));
		else
			snprintf(name, sizeof(name), "%u", uid);
		known = uid;
	}
	printf("%-7s ", name);
}

static void
print_group(gid_t gid)
{
	static char name[32];
	static gid_t known;
	const struct group *gr;

	if (name[0] == '\0' || gid != known) {
		gr = opt_numeric ? NULL : getgrgid(gid);
		if (gr != NULL)
			strlcpy(name, gr->gr_name, sizeof(name));
		else
			snprintf(name, sizeof(name), "%u", gid);
		known = gid;
	}
	printf("%-7s ", name);
}

static void
print_long(const struct entry *e)
{
	const struct stat *sb = &e->e_stat;

	print_mode(sb->st_mode);
	printf("%3u ", sb->st_nlink);
	print_owner(sb->st_uid);
	print_group(sb->st_gid);
	if (S_ISCHR(sb->st_mode))
		printf("%4d,%4d ", major(sb->st_rdev), minor(sb->st_rdev));
	else
		printf("%9ld ", sb->st_size);
	print_time(sb->st_mtime);
}

/* -------------------------------------------------------------- printing */

static const char *
suffix(const struct entry *e)
{
	if (!opt_classify)
		return ("");
	if (S_ISDIR(e->e_stat.st_mode))
		return ("/");
	return (S_ISREG(e->e_stat.st_mode) && (e->e_stat.st_mode & 0111) ?
	    "*" : "");
}

static int
print_name(const struct entry *e)
{
	int len = 0;

	if (opt_inode)
		len = printf("%5lu ", e->e_stat.st_ino);
	return (len + printf("%s%s", e->e_name, suffix(e)));
}

/* Down the columns, as many as fit. */
static void
print_columns(const struct list *list)
{
	size_t width = 0, columns, rows, i;
	int len;

	for (i = 0; i < list->l_count; i++) {
		if (strlen(list->l_entries[i].e_name) > width)
			width = strlen(list->l_entries[i].e_name);
	}
	width += 2 + (size_t)opt_classify + (opt_inode ? 6 : 0);
	columns = width < SCREEN_WIDTH ? SCREEN_WIDTH / width : 1;
	rows = (list->l_count + columns - 1) / columns;
	for (size_t row = 0; row < rows; row++) {
		for (i = row; i < list->l_count; i += rows) {
			len = print_name(&list->l_entries[i]);
			if (i + rows < list->l_count)
				printf("%*s", (int)width - len, "");
		}
		putchar('\n');
	}
}

static void
print_list(struct list *list)
{
	qsort(list->l_entries, list->l_count, sizeof(*list->l_entries),
	    compare);
	if (!opt_long && !opt_one) {
		print_columns(list);
		return;
	}
	for (size_t i = 0; i < list->l_count; i++) {
		if (opt_long)
			print_long(&list->l_entries[i]);
		print_name(&list->l_entries[i]);
		putchar('\n');
	}
}

static void
list_directory(const char *path)
{
	struct list list = { NULL, 0, 0 };
	char entry_path[PATH_MAX + NAME_MAX];
	struct dirent *entry;
	DIR *dir = opendir(path);

	if (dir == NULL) {
		warn("%s", path);
		status = 1;
		return;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' && !opt_all)
			continue;
		snprintf(entry_path, sizeof(entry_path), "%s/%s", path,
		    entry->d_name);
		add(&list, entry_path, entry->d_name);
	}
	closedir(dir);
	print_list(&list);
	free_list(&list);
}

/* First what is no directory, together; then each directory. */
static void
list_arguments(char **paths, size_t count)
{
	struct list files = { NULL, 0, 0 };
	struct stat sb;
	int printed;

	for (size_t i = 0; i < count; i++) {
		if (opt_dir || stat(paths[i], &sb) < 0 ||
		    !S_ISDIR(sb.st_mode))
			add(&files, paths[i], paths[i]);
	}
	print_list(&files);
	printed = files.l_count > 0;
	free_list(&files);
	for (size_t i = 0; i < count && !opt_dir; i++) {
		if (stat(paths[i], &sb) < 0 || !S_ISDIR(sb.st_mode))
			continue;
		if (count > 1)
			printf("%s%s:\n", printed ? "\n" : "", paths[i]);
		list_directory(paths[i]);
		printed = 1;
	}
}

static int
parse_options(int argc, char **argv)
{
	int c;

	opt_one = !isatty(1);
	while ((c = getopt(argc, argv, "1aCdFilnrtS")) != -1) {
		switch (c) {
		case '1': opt_one = 1; break;
		case 'a': opt_all = 1; break;
		case 'C': opt_one = 0; break;
		case 'd': opt_dir = 1; break;
		case 'F': opt_classify = 1; break;
		case 'i': opt_inode = 1; break;
		case 'l': opt_long = 1; break;
		case 'n': opt_long = opt_numeric = 1; break;
		case 'r': opt_reverse = 1; break;
		case 't': opt_time = 1; break;
		case 'S': opt_size = 1; break;
		default: return (-1);
		}
	}
	return (0);
}

int
main(int argc, char **argv)
{
	static char dot[] = ".";
	char *here[] = { dot, NULL };

	if (parse_options(argc, argv) < 0) {
		fprintf(stderr, "usage: ls [-1aCdFilnrtS] [file ...]\n");
		return (1);
	}
	if (optind == argc)
		list_arguments(here, 1);
	else
		list_arguments(argv + optind, (size_t)(argc - optind));
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return (status);
}
