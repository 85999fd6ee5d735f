/*
 * pattern.c -- does a string match a pattern of * ? [...] and \c ?
 *
 * One step back is enough: when a later part fails, only the last * can
 * take one more character.  So the work is at most pattern times string,
 * whatever the pattern looks like.
 */
#include <ctype.h>
#include <string.h>

#include "user/bin/sh/sh.h"

static const struct {
	const char *name;
	int (*is)(int c);
} classes[] = {
	{ "[:alpha:]", isalpha }, { "[:digit:]", isdigit },
	{ "[:alnum:]", isalnum }, { "[:upper:]", isupper },
	{ "[:lower:]", islower }, { "[:space:]", isspace },
	{ "[:punct:]", ispunct }
};

/* A class name at s, like [:alpha:]: its length, and whether c is in it. */
static size_t
match_class(const char *s, int c, bool *hit)
{
	size_t i, len;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		len = strlen(classes[i].name);
		if (strncmp(s, classes[i].name, len) == 0) {
			*hit = *hit || classes[i].is(c);
			return (len);
		}
	}
	return (0);
}

/*
 * p stands behind [.  Returns behind the closing ], or NULL if there is
 * none: then the bracket is an ordinary character.
 */
static const char *
match_set(const char *p, int c, bool *result)
{
	bool negate = *p == '!' || *p == '^', hit = false, first = true;
	size_t len;
	int low, high;

	if (negate)
		p++;
	for (; *p != ']' || first; first = false) {
		len = match_class(p, c, &hit);
		if (len > 0) {
			p += len;
			continue;
		}
		if (*p == '\\' && p[1] != '\0')
			p++;
		if (*p == '\0')
			return (NULL);
		low = high = (unsigned char)*p++;
		if (p[0] == '-' && p[1] != ']' && p[1] != '\0') {
			p++;
			if (*p == '\\' && p[1] != '\0')
				p++;
			high = (unsigned char)*p++;
		}
		hit = hit || (low <= c && c <= high);
	}
	*result = hit != negate;
	return (p + 1);
}

/* One pattern element other than *; moves *pp behind it if it matches. */
static bool
match_one(const char **pp, int c)
{
	const char *p = *pp, *end;
	bool hit;

	if (*p == '[') {
		end = match_set(p + 1, c, &hit);
		if (end != NULL) {
			*pp = end;
			return (hit);
		}
	} else if (*p == '?') {
		*pp = p + 1;
		return (true);
	} else if (*p == '\\' && p[1] != '\0') {
		p++;
	}
	*pp = p + 1;
	return ((unsigned char)*p == c);
}

bool
pattern_match(const char *pattern, const char *s)
{
	const char *star = NULL, *retry = NULL, *p = pattern;

	for (;;) {
		if (*p == '*') {
			star = ++p;
			retry = s;
			continue;
		}
		if (*s == '\0' && *p == '\0')
			return (true);
		if (*s != '\0' && *p != '\0' &&
		    match_one(&p, (unsigned char)*s)) {
			s++;
			continue;
		}
		if (star == NULL || *retry == '\0')
			return (false);
		s = ++retry;	/* the star takes one character more */
		p = star;
	}
}
