/*
 * b_text.c -- builtins that read and write text: echo, printf, read.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/* Arguments as they are, with blanks between; -n leaves the newline out. */
int
builtin_echo(int argc, char **argv)
{
	bool newline = argc < 2 || strcmp(argv[1], "-n") != 0;
	int i, first = newline ? 1 : 2;

	for (i = first; i < argc; i++) {
		if (i > first)
			out_add(" ", 1);
		out_add(argv[i], strlen(argv[i]));
	}
	if (newline)
		out_add("\n", 1);
	return (0);
}

/* printf on its way through format and arguments. */
struct format {
	char **fm_args;		/* those still to come */
	int fm_status;
	bool fm_stop;		/* \c in a %b */
};

/* An escape at s, behind the backslash; returns behind it. */
static const char *
put_escape(const char *s)
{
	static const char from[] = "abfnrtv\\", to[] = "\a\b\f\n\r\t\v\\";
	const char *hit;
	int value = 0, digits;
	char c;

	if (*s >= '0' && *s <= '7') {
		for (digits = 0; digits < 3 && *s >= '0' && *s <= '7';
		    digits++)
			value = value * 8 + *s++ - '0';
		c = (char)value;
		out_add(&c, 1);
		return (s);
	}
	hit = *s == '\0' ? NULL : strchr(from, *s);
	if (hit == NULL) {
		out_add("\\", 1);
		return (s);
	}
	out_add(&to[hit - from], 1);
	return (s + 1);
}

/* %b: the escapes of the argument count, and \c ends everything. */
static void
put_b(struct format *fm, const char *s)
{
	while (*s != '\0') {
		if (*s != '\\') {
			out_add(s++, 1);
		} else if (s[1] == 'c') {
			fm->fm_stop = true;
			return;
		} else if (s[1] == '0') {
			s = put_escape(s + 2 - (s[2] < '0' || s[2] > '7'));
		} else {
			s = put_escape(s + 1);
		}
	}
}

static const char *
next_arg(struct format *fm)
{
	return (*fm->fm_args == NULL ? NULL : *fm->fm_args++);
}

static long long
number_arg(struct format *fm)
{
	const char *s = next_arg(fm);
	long long value;
	char *end;

	if (s == NULL)
		return (0);
	if (*s == '\'' || *s == '"')
		return ((unsigned char)s[1]);
	value = strtoll(s, &end, 0);
	if (*end != '\0' || end == s) {
		warn("printf: %s: not a number", s);
		fm->fm_status = 1;
	}
	return (value);
}

/* Width or precision at s, "*" taken from the arguments. */
static const char *
take_width(struct format *fm, const char *s, int *value)
{
	long long n = 0;

	if (*s == '*') {
		n = number_arg(fm);
		s++;
	} else {
		for (; *s >= '0' && *s <= '9'; s++)
			n = n < 10000 ? n * 10 + *s - '0' : n;
	}
	*value = n > 4096 ? 4096 : n < -4096 ? -4096 : (int)n;
	return (s);
}

/* One conversion at s, behind the %; returns behind it. */
static const char *
put_conversion(struct format *fm, const char *s)
{
	char spec[16] = "%", *to = spec + 1;
	int width = 0, precision = -1;
	const char *arg;

	for (; *s != '\0' && strchr("-+ #0", *s) != NULL; s++)
		if (to < spec + 6)
			*to++ = *s;
	s = take_width(fm, s, &width);
	if (*s == '.')
		s = take_width(fm, s + 1, &precision);
	strcpy(to, *s == 's' || *s == 'c' ? "*.*s" : "*.*llx");
	if (*s == 's') {
		arg = next_arg(fm);
		out(spec, width, precision, arg == NULL ? "" : arg);
	} else if (*s == 'c') {
		arg = next_arg(fm);
		out(spec, width, 1, arg == NULL ? "" : arg);
	} else if (*s == 'b') {
		arg = next_arg(fm);
		put_b(fm, arg == NULL ? "" : arg);
	} else if (*s != '\0' && strchr("diouxX", *s) != NULL) {
		spec[strlen(spec) - 1] = *s;
		out(spec, width, precision, number_arg(fm));
	} else {
		warn("printf: %%%c: bad conversion", *s == '\0' ? ' ' : *s);
		fm->fm_status = 1;
		fm->fm_stop = true;
		return (s);
	}
	return (s + 1);
}

int
builtin_printf(int argc, char **argv)
{
	struct format fm = { .fm_args = argv + 2 };
	char **before;
	const char *s;

	if (argc < 2) {
		warn("usage: printf FORMAT [ARG ...]");
		return (2);
	}
	do {
		before = fm.fm_args;
		for (s = argv[1]; *s != '\0' && !fm.fm_stop; ) {
			if (*s == '\\') {
				s = put_escape(s + 1);
			} else if (*s == '%' && s[1] != '%') {
				s = put_conversion(&fm, s + 1);
			} else {
				out_add(s, 1);
				s += 1 + (*s == '%');
			}
		}
	} while (*fm.fm_args != NULL && fm.fm_args != before && !fm.fm_stop);
	return (fm.fm_status);
}

/*
 * One line for read, a byte at a time: the rest is for the next reader.
 * Without -r a backslash hides the character behind it, which the marks
 * tell the splitter; \newline goes on with the next line.
 */
static bool
read_line(struct xbuf *x, bool raw)
{
	bool escaped = false;
	ssize_t n;
	char c;

	for (;;) {
		n = read(0, &c, 1);
		if (n < 0 && errno == EINTR && trap_pending() == 0)
			continue;
		if (n <= 0)
			return (false);
		if (escaped) {
			escaped = false;
			if (c != '\n')
				xbuf_putc(x, c, XM_QUOTED);
		} else if (c == '\\' && !raw) {
			escaped = true;
		} else if (c == '\n') {
			return (true);
		} else if (c != '\0') {
			xbuf_putc(x, c, XM_SPLIT);
		}
	}
}

static bool
is_cut(const struct xbuf *x, size_t i, const char *ifs, bool blank)
{
	char c = x->xb_text.bf_data[i];

	if (x->xb_mark.bf_data[i] != XM_SPLIT || strchr(ifs, c) == NULL)
		return (false);
	return (!blank || c == ' ' || c == '\t' || c == '\n');
}

/* The next field from *at, or with `rest` all that is left. */
static char *
take_field(struct xbuf *x, size_t *at, const char *ifs, bool rest)
{
	size_t i = *at, end, len = x->xb_text.bf_len;
	char *field;

	while (i < len && is_cut(x, i, ifs, true))
		i++;
	end = i;
	while (end < len && (rest || !is_cut(x, end, ifs, false)))
		end++;
	*at = end;
	while (*at < len && is_cut(x, *at, ifs, true))
		(*at)++;
	if (*at < len && is_cut(x, *at, ifs, false))
		(*at)++;
	while (rest && end > i && is_cut(x, end - 1, ifs, true))
		end--;
	field = xmalloc(end - i + 1);
	memcpy(field, buf_str(&x->xb_text) + i, end - i);
	field[end - i] = '\0';
	return (field);
}

int
builtin_read(int argc, char **argv)
{
	const char *ifs = var_get("IFS");
	struct xbuf x = { 0 };
	bool raw, complete;
	char *field, *cut;
	size_t at = 0;
	int i;

	raw = argc > 1 && strcmp(argv[1], "-r") == 0;
	i = raw ? 2 : 1;
	if (i >= argc || !var_name_ok(argv[i], strlen(argv[i]))) {
		warn("usage: read [-r] NAME ...");
		return (2);
	}
	cut = xstrdup(ifs == NULL ? " \t\n" : ifs);
	complete = read_line(&x, raw);
	for (; i < argc; i++) {
		field = take_field(&x, &at, cut, i == argc - 1);
		var_set(argv[i], field);
		free(field);
	}
	free(cut);
	xbuf_free(&x);
	return (complete ? 0 : 1);
}
