/*
 * grep -- print the lines that match a pattern.
 *
 * Exit status: 0 if a line matched, 1 if none did, 2 after an error.
 */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "user/bin/grep/regex.h"

static struct {
	int invert, count, ignore_case, number, names_only, quiet, recursive;
	int fixed, silent, no_names;
} opt;

static const char *pattern;
static int show_names;
static int matched, failed;

static void grep_path(const char *path);

static void
complain(const char *path)
{
	failed = 1;
	if (!opt.silent)
		warn("%s", path);
}

static int
line_matches(const char *line)
{
	if (!opt.fixed)
		return (regex_match(pattern, line, opt.ignore_case));
	if (opt.ignore_case)
		return (strcasestr(line, pattern) != NULL);
	return (strstr(line, pattern) != NULL);
}

static void
print_line(const char *name, long number, const char *line)
{
	if (show_names)
		printf("%s:", name);
	if (opt.number)
		printf("%ld:", number);
	puts(line);
}

/* => number of lines that matched; at most 1 if that is all we want */
static long
grep_lines(FILE *f, const char *name)
{
	long found = 0, number = 0;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, f)) != -1) {
		number++;
		if (len > 0 && line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (line_matches(line) == opt.invert)
			continue;
		found++;
		if (opt.quiet || opt.names_only)
			break;
		if (!opt.count)
			print_line(name, number, line);
	}
	free(line);
	return (found);
}

static void
grep_file(FILE *f, const char *name)
{
	long found = grep_lines(f, name);

	if (ferror(f))
		complain(name);
	if (found > 0)
		matched = 1;
	if (opt.quiet)
		return;
	if (opt.names_only) {
		if (found > 0)
			puts(name);
	} else if (opt.count) {
		if (show_names)
			printf("%s:", name);
		printf("%ld\n", found);
	}
}

static void
grep_directory(const char *path)
{
	char entry_path[PATH_MAX];
	struct dirent *entry;
	DIR *dir = opendir(path);

	if (dir == NULL) {
		complain(path);
		return;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(entry_path, sizeof(entry_path), "%s/%s", path,
		    entry->d_name);
		grep_path(entry_path);
	}
	closedir(dir);
}

static void
grep_path(const char *path)
{
	struct stat sb;
	FILE *f;

	if (stat(path, &sb) == 0 && S_ISDIR(sb.st_mode)) {
		if (opt.recursive)
			grep_directory(path);
		else if (!opt.silent)
			warnx("%s: is a directory", path);
		return;
	}
	if (opt.recursive && S_ISCHR(sb.st_mode))
		return;			/* /dev/zero has no end */
	f = fopen(path, "r");
	if (f == NULL) {
		complain(path);
		return;
	}
	grep_file(f, path);
	fclose(f);
}

static int
usage(void)
{
	fprintf(stderr,
	    "usage: grep [-cFhilnqrsv] [-e] pattern [file ...]\n");
	return (2);
}

static int
parse_options(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "ce:FGhiHlnqrRsv")) != -1) {
		switch (c) {
		case 'c': opt.count = 1; break;
		case 'e': pattern = optarg; break;
		case 'F': opt.fixed = 1; break;
		case 'G': opt.fixed = 0; break;
		case 'h': opt.no_names = 1; break;
		case 'H': show_names = 1; break;
		case 'i': opt.ignore_case = 1; break;
		case 'l': opt.names_only = 1; break;
		case 'n': opt.number = 1; break;
		case 'q': opt.quiet = 1; break;
		case 'r':
		case 'R': opt.recursive = 1; break;
		case 's': opt.silent = 1; break;
		case 'v': opt.invert = 1; break;
		default: return (-1);
		}
	}
	if (pattern == NULL)
		pattern = argv[optind++];
	return (pattern == NULL ? -1 : 0);
}

int
main(int argc, char **argv)
{
	const char *wrong;

	if (parse_options(argc, argv) < 0)
		return (usage());
	wrong = opt.fixed ? NULL : regex_check(pattern);
	if (wrong != NULL)
		errx(2, "%s: %s", pattern, wrong);
	if (argc - optind > 1 || opt.recursive)
		show_names = 1;
	if (opt.no_names)
		show_names = 0;
	if (optind >= argc && !opt.recursive)
		grep_file(stdin, "(standard input)");
	else if (optind >= argc)
		grep_path(".");
	for (int i = optind; i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			grep_file(stdin, "(standard input)");
		else
			grep_path(argv[i]);
	}
	if (fflush(stdout) == EOF || ferror(stdout))
		err(2, "standard output");
	if (opt.quiet && matched)
		return (0);
	return (failed ? 2 : !matched);
}
