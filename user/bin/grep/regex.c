/*
 * regex.c -- matching by trying: each element of the pattern against the
 * text, a * first as often as it can and then less and less often.
 */
#include <ctype.h>
#include <stddef.h>

#include "user/bin/grep/regex.h"

static int ignoring_case;

static int
fold(char c)
{
	return (ignoring_case ? tolower((unsigned char)c) :
	    (unsigned char)c);
}

/* Behind the element at p: a set, an escaped or a plain character. */
static const char *
element_end(const char *p)
{
	if (*p == '\\' && p[1] != '\0')
		return (p + 2);
	if (*p != '[')
		return (p + 1);
	p++;
	if (*p == '^')
		p++;
	if (*p == ']')			/* first in a set it is itself */
		p++;
	while (*p != '\0' && *p != ']')
		p++;
	return (*p == ']' ? p + 1 : NULL);
}

const char *
regex_check(const char *pattern)
{
	while (pattern != NULL && *pattern != '\0') {
		if (pattern[0] == '\\' && pattern[1] == '\0')
			return ("\\ at the end");
		pattern = element_end(pattern);
	}
	return (pattern == NULL ? "[ without ]" : NULL);
}

static int
in_set(const char *p, char c)
{
	int inverted = p[1] == '^';
	int found = 0, first = 1;
	const char *from;

	for (p += 1 + inverted; *p != ']' || first; p++, first = 0) {
		from = p;
		if (p[1] == '-' && p[2] != ']' && p[2] != '\0')
			p += 2;
		if (fold(c) >= fold(*from) && fold(c) <= fold(*p))
			found = 1;
	}
	return (found != inverted);
}

static int
matches_one(const char *p, char c)
{
	switch (*p) {
	case '.':
		return (1);
	case '[':
		return (in_set(p, c));
	case '\\':
		return (fold(p[1]) == fold(c));
	default:
		return (fold(*p) == fold(c));
	}
}

static int
matches_here(const char *p, const char *text)
{
	const char *next, *start;

	for (; *p != '\0'; p = next, text++) {
		if (p[0] == '$' && p[1] == '\0')
			return (*text == '\0');
		next = element_end(p);
		if (*next == '*') {
			for (start = text;
			    *text != '\0' && matches_one(p, *text); text++)
				continue;
			for (; text >= start; text--) {
				if (matches_here(next + 1, text))
					return (1);
			}
			return (0);
		}
		if (*text == '\0' || !matches_one(p, *text))
			return (0);
	}
	return (1);
}

int
regex_match(const char *pattern, const char *text, int ignore_case)
{
	ignoring_case = ignore_case;
	if (*pattern == '^')
		return (matches_here(pattern + 1, text));
	do {
		if (matches_here(pattern, text))
			return (1);
	} while (*text++ != '\0');
	return (0);
}
