/*
 * census.c -- is everything back that the kernel had given out?
 *
 * sysctl debug.census is a text of lines "name=value": pages by use,
 * objects by type.  The kernel empties its caches before it counts.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysctl.h>

#include "tests/user/test.h"

void
census_take(struct census *cs)
{
	size_t size = sizeof(cs->cs_text) - 1;

	/* Our own pages are there before they are counted. */
	memset(cs->cs_text, ' ', sizeof(cs->cs_text));
	check(sysctlbyname("debug.census", cs->cs_text, &size, NULL, 0) == 0,
	    "sysctl debug.census");
	cs->cs_text[size] = '\0';
}

/*
 * `after` is only there to be touched: its pages are not to be a surprise.
 * Nor are our limits: from here on they are our own, as a second LWP would
 * make them.
 */
void
census_begin(struct census *before, struct census *after)
{
	struct rlimit lim;

	check(getrlimit(RLIMIT_CORE, &lim) == 0 &&
	    setrlimit(RLIMIT_CORE, &lim) == 0, "limits");
	census_take(after);
	census_take(before);
}

/* The line of `text` that begins with the name of `line`, or NULL. */
static const char *
same_name(const char *text, const char *line)
{
	size_t len = strcspn(line, "=\n");

	while (*text != '\0') {
		if (strncmp(text, line, len) == 0 && text[len] == '=')
			return (text);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return (NULL);
}

static bool
same_line(const char *a, const char *b)
{
	size_t len = strcspn(a, "\n");

	return (len == strcspn(b, "\n") && strncmp(a, b, len) == 0);
}

static void
note_difference(const char *line, const char *other)
{
	note("census: %.*s, now %.*s", (int)strcspn(line, "\n"), line,
	    (int)strcspn(other, "\n"), other);
}

/* What `from` lists and `to` has not, or not as much of. */
static int
differences(const char *from, const char *to)
{
	const char *line, *other;
	int found = 0;

	for (line = from; *line != '\0'; ) {
		other = same_name(to, line);
		if (other == NULL || !same_line(line, other)) {
			note_difference(line, other == NULL ? "gone" : other);
			found++;
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return (found);
}

/* A kind is listed from its first use on: of a new one none may be left. */
static int
newcomers(const char *from, const char *to)
{
	const char *line, *value;
	int found = 0;

	for (line = to; *line != '\0'; ) {
		value = line + strcspn(line, "=\n");
		if (same_name(from, line) == NULL && !same_line(value, "=0")) {
			note_difference("none", line);
			found++;
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return (found);
}

void
census_same(const struct census *before, const struct census *after)
{
	check(before->cs_text[0] != '\0', "the census says something");
	check(differences(before->cs_text, after->cs_text) +
	    newcomers(before->cs_text, after->cs_text) == 0,
	    "everything came back");
}

void
check_vm(void)
{
	check(kstat("debug.vm_check") == 0, "debug.vm_check is clean");
}
