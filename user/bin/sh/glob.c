/*
 * glob.c -- file names that match a pattern.
 *
 * The pattern is walked a component at a time: one without magic is just
 * appended, one with magic is compared with every name of the directory
 * reached so far.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "user/bin/sh/sh.h"

struct globber {
	struct arena *gl_arena;
	struct strlist *gl_out;
};

static void glob_walk(struct globber *g, const char *path, const char *rest);

static bool
has_magic(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '\\')
			i++;
		else if (s[i] == '*' || s[i] == '?' || s[i] == '[')
			return (true);
	}
	return (false);
}

/* path, then a name, then the slashes that follow it in the pattern */
static char *
join(struct globber *g, const char *path, const char *name, size_t slashes)
{
	struct buf b = { 0 };
	char *s;

	buf_puts(&b, path);
	buf_puts(&b, name);
	while (slashes-- > 0)
		buf_putc(&b, '/');
	s = arena_strdup(g->gl_arena, buf_str(&b));
	buf_free(&b);
	return (s);
}

static char *
unescape(struct globber *g, const char *s, size_t len)
{
	char *copy = arena_alloc(g->gl_arena, len + 1), *to = copy;
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '\\' && i + 1 < len)
			i++;
		*to++ = s[i];
	}
	return (copy);
}

static void
glob_directory(struct globber *g, const char *path, const char *pattern,
    size_t slashes, const char *rest)
{
	DIR *dir = opendir(*path == '\0' ? "." : path);
	struct dirent *d;

	if (dir == NULL)
		return;
	while ((d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.' && pattern[0] != '.')
			continue;
		if (pattern_match(pattern, d->d_name))
			glob_walk(g, join(g, path, d->d_name, slashes), rest);
	}
	closedir(dir);
}

static void
glob_walk(struct globber *g, const char *path, const char *rest)
{
	size_t len, slashes;
	struct stat st;

	while (*rest != '\0') {
		len = strcspn(rest, "/");
		slashes = strspn(rest + len, "/");
		if (has_magic(rest, len)) {
			glob_directory(g, path,
			    arena_strndup(g->gl_arena, rest, len), slashes,
			    rest + len + slashes);
			return;
		}
		path = join(g, path, unescape(g, rest, len), slashes);
		rest += len + slashes;
	}
	if (stat(path, &st) == 0)
		strlist_add(g->gl_out, arena_strdup(g->gl_arena, path));
}

static int
compare(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

/* => false if nothing matched: the word then stands for itself */
bool
glob_add(struct arena *a, const char *pattern, struct strlist *out)
{
	struct globber g = { .gl_arena = a, .gl_out = out };
	int before = out->sl_count;

	glob_walk(&g, "", pattern);
	if (out->sl_count == before)
		return (false);
	qsort(out->sl_items + before, (size_t)(out->sl_count - before),
	    sizeof(char *), compare);
	return (true);
}
