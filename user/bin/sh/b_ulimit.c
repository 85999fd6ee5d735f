/*
 * b_ulimit.c -- ulimit: what the shell and its children may use.
 *
 *	ulimit [-HS] -a
 *	ulimit [-HS] [-cdfnstuv] [number | unlimited | hard | soft]
 *
 * Without -H or -S a limit is shown as it is in force, and set for good:
 * both the soft and the hard one.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include "user/bin/sh/sh.h"

static const struct kind {
	char letter;
	int resource;
	unsigned unit;			/* bytes, or 1 */
	const char *what;
} kinds[] = {
	{ 'c', RLIMIT_CORE, 512, "core file (512-byte blocks)" },
	{ 'd', RLIMIT_DATA, 1024, "data and heap (KiB)" },
	{ 'f', RLIMIT_FSIZE, 512, "file size (512-byte blocks)" },
	{ 'n', RLIMIT_NOFILE, 1, "open files" },
	{ 's', RLIMIT_STACK, 1024, "stack (KiB)" },
	{ 't', RLIMIT_CPU, 1, "cpu time (seconds)" },
	{ 'u', RLIMIT_NPROC, 1, "processes of the user" },
	{ 'v', RLIMIT_AS, 1024, "memory in all (KiB)" },
};
#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

static const struct kind *
find_kind(char letter)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (kinds[i].letter == letter)
			return (&kinds[i]);
	return (NULL);
}

/* The kernel did not do it: what it said, and the exit status. */
static int
failed(const struct kind *k)
{
	warn("ulimit: %s: %s", k->what, strerror(errno));
	return (1);
}

/* In units, on one line, behind its description if all are shown. */
static int
show(const struct kind *k, bool hard, bool all)
{
	struct rlimit lim;
	rlim_t value;

	if (getrlimit(k->resource, &lim) != 0)
		return (failed(k));
	if (all)
		out("-%c  %-28s ", k->letter, k->what);
	value = hard ? lim.rlim_max : lim.rlim_cur;
	if (value == RLIM_INFINITY)
		out("unlimited\n");
	else
		out("%lld\n", (long long)(value / k->unit));
	return (0);
}

/* "unlimited", "hard", "soft", or a number of units; false: none of these. */
static bool
parse_limit(const struct kind *k, const struct rlimit *now, const char *s,
    rlim_t *value)
{
	long long n;

	if (strcmp(s, "unlimited") == 0) {
		*value = RLIM_INFINITY;
	} else if (strcmp(s, "hard") == 0) {
		*value = now->rlim_max;
	} else if (strcmp(s, "soft") == 0) {
		*value = now->rlim_cur;
	} else {
		if (!parse_number(s, &n) || n < 0 ||
		    n > (long long)(INT64_MAX / k->unit))
			return (false);
		*value = (rlim_t)n * k->unit;
	}
	return (true);
}

static int
change(const struct kind *k, const char *s, bool hard, bool soft)
{
	struct rlimit lim;
	rlim_t value;

	if (getrlimit(k->resource, &lim) != 0)
		return (failed(k));
	if (!parse_limit(k, &lim, s, &value)) {
		warn("ulimit: %s: a number or unlimited is wanted", s);
		return (2);
	}
	if (hard || !soft)
		lim.rlim_max = value;
	if (soft || !hard)
		lim.rlim_cur = value;
	if (setrlimit(k->resource, &lim) != 0)
		return (failed(k));
	return (0);
}

static int
usage(void)
{
	warn("usage: ulimit [-HS] [-a | -cdfnstuv [number|unlimited]]");
	return (2);
}

int
builtin_ulimit(int argc, char **argv)
{
	const struct kind *k = find_kind('f');
	bool hard = false, soft = false, all = false;
	int i, status = 0;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		for (const char *s = argv[i] + 1; *s != '\0'; s++) {
			if (*s == 'H')
				hard = true;
			else if (*s == 'S')
				soft = true;
			else if (*s == 'a')
				all = true;
			else if ((k = find_kind(*s)) == NULL)
				return (usage());
		}
	}
	if (argc - i > 1 || (all && i != argc))
		return (usage());
	if (i < argc)
		return (change(k, argv[i], hard, soft));
	if (!all)
		return (show(k, hard && !soft, false));
	for (size_t n = 0; n < NKINDS; n++)
		status |= show(&kinds[n], hard && !soft, true);
	return (status);
}
