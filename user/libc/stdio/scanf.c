/*
 * scanf.c -- the scanf family.
 *
 * Everything reads from a FILE; sscanf makes one of its string.  A number
 * is first gathered as text, then converted by the strto functions.
 *
 *   vfscanf      walk the format
 *   parse_spec   "%*10ld" into a struct
 *   convert      one conversion
 */
#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "user/libc/stdio/file.h"

#define NUMBER_MAX	350		/* longest number as text */

struct spec {
	int s_skip;			/* %*: read, do not store */
	int s_width;			/* INT_MAX if none */
	char s_size;			/* 0 h H(hh) l q(ll) z j t L */
	char s_conv;
	char s_set[UCHAR_MAX + 1];	/* %[: the characters taken */
};

struct input {
	FILE *i_file;
	int i_count;			/* characters read, for %n */
	va_list i_args;
};

static int
next(struct input *in)
{
	int c = getc_unlocked(in->i_file);

	in->i_count += c != EOF;
	return (c);
}

static void
back(struct input *in, int c)
{
	in->i_count -= c != EOF;
	ungetc(c, in->i_file);
}

static int
skip_space(struct input *in)
{
	int c;

	do {
		c = next(in);
	} while (c != EOF && isspace(c));
	back(in, c);
	return (c);
}

/* p is behind "%["; => behind the "]" */
static const char *
parse_set(const char *p, struct spec *spec)
{
	int inverted = *p == '^';
	int first = 1, from;

	p += inverted;
	memset(spec->s_set, inverted, sizeof(spec->s_set));
	for (; *p != '\0' && (*p != ']' || first); p++, first = 0) {
		from = (unsigned char)*p;
		if (p[1] == '-' && p[2] != ']' && p[2] != '\0')
			p += 2;
		for (; from <= (unsigned char)*p; from++)
			spec->s_set[from] = (char)!inverted;
	}
	return (*p == ']' ? p + 1 : p);
}

/* p is behind the "%" */
static const char *
parse_spec(const char *p, struct spec *spec)
{
	char *end;

	memset(spec, 0, sizeof(*spec));
	spec->s_skip = *p == '*';
	p += spec->s_skip;
	spec->s_width = INT_MAX;
	if (isdigit((unsigned char)*p)) {
		spec->s_width = (int)strtol(p, &end, 10);
		p = end;
	}
	if (*p != '\0' && strchr("hlzjtL", *p) != NULL) {
		spec->s_size = *p++;
		if (spec->s_size == 'h' && *p == 'h')
			spec->s_size = 'H';
		if (spec->s_size == 'l' && *p == 'l')
			spec->s_size = 'q';
		p += spec->s_size == 'H' || spec->s_size == 'q';
	}
	spec->s_conv = *p;
	if (*p != '\0')
		p++;
	return (spec->s_conv == '[' ? parse_set(p, spec) : p);
}

/* ------------------------------------------------------------- numbers */

static void
store_integer(struct input *in, char size, unsigned long long value)
{
	switch (size) {
	case 'H':
		*va_arg(in->i_args, char *) = (char)value;
		break;
	case 'h':
		*va_arg(in->i_args, short *) = (short)value;
		break;
	case 'l': case 'q': case 'z': case 'j': case 't':
		*va_arg(in->i_args, long *) = (long)value;
		break;
	default:
		*va_arg(in->i_args, int *) = (int)value;
	}
}

static void
store_float(struct input *in, char size, const char *text)
{
	double value = strtod(text, NULL);

	if (size == 'l')
		*va_arg(in->i_args, double *) = value;
	else if (size == 'L')
		*va_arg(in->i_args, long double *) = value;
	else
		*va_arg(in->i_args, float *) = (float)value;
}

static int
is_float(char conv)
{
	return (strchr("eEfFgGaA", conv) != NULL);
}

static int
base_of(char conv)
{
	switch (conv) {
	case 'o': return (8);
	case 'x': case 'X': case 'p': return (16);
	case 'i': return (0);
	default: return (10);
	}
}

/* May c follow text[0..len) in a number? */
static int
continues(const char *text, int len, int c, char conv)
{
	char last = len > 0 ? text[len - 1] : '\0';
	int start = len == 0;

	if (is_float(conv)) {
		if (c == '+' || c == '-')
			return (start || last == 'e' || last == 'E');
		return (isdigit(c) || c == '.' ||
		    (strchr("eEinfatyINFATY", c) != NULL));
	}
	if (c == '+' || c == '-')
		return (start);
	if (c == 'x' || c == 'X')
		return (last == '0' && len <= 2 &&
		    (base_of(conv) == 16 || base_of(conv) == 0));
	if (base_of(conv) == 16 || (base_of(conv) == 0 &&
	    memchr(text, 'x', (size_t)len) != NULL))
		return (isxdigit(c));
	return (isdigit(c) && (base_of(conv) != 8 || c < '8'));
}

static int
scan_number(struct input *in, const struct spec *spec)
{
	char text[NUMBER_MAX + 1];
	int len = 0, c;
	char *end;

	for (;;) {
		c = next(in);
		if (c == EOF || len >= spec->s_width || len == NUMBER_MAX ||
		    !continues(text, len, c, spec->s_conv))
			break;
		text[len++] = (char)c;
	}
	back(in, c);
	text[len] = '\0';
	if (is_float(spec->s_conv))
		strtod(text, &end);
	else
		strtoull(text, &end, base_of(spec->s_conv));
	if (end == text)
		return (0);
	if (spec->s_skip)
		return (1);
	if (is_float(spec->s_conv))
		store_float(in, spec->s_size, text);
	else
		store_integer(in, spec->s_conv == 'p' ? 'l' : spec->s_size,
		    strtoull(text, NULL, base_of(spec->s_conv)));
	return (1);
}

/* ---------------------------------------------------------------- text */

static int
belongs(const struct spec *spec, int c)
{
	if (spec->s_conv == 's')
		return (!isspace(c));
	return (spec->s_conv == 'c' || spec->s_set[c]);
}

static int
scan_text(struct input *in, const struct spec *spec)
{
	char *to = spec->s_skip ? NULL : va_arg(in->i_args, char *);
	int width = spec->s_width, len = 0, c;

	if (spec->s_conv == 'c' && width == INT_MAX)
		width = 1;
	for (; len < width; len++) {
		c = next(in);
		if (c == EOF)
			break;
		if (!belongs(spec, c)) {
			back(in, c);
			break;
		}
		if (to != NULL)
			*to++ = (char)c;
	}
	if (spec->s_conv == 'c')
		return (len == width);
	if (len > 0 && to != NULL)
		*to = '\0';
	return (len > 0);
}

/* --------------------------------------------------------- the format */

/* 1 if it matched, 0 if not, EOF if the input ended before. */
static int
convert(struct input *in, const struct spec *spec)
{
	int c;

	if (spec->s_conv == 'n') {
		if (!spec->s_skip)
			store_integer(in, spec->s_size,
			    (unsigned long long)in->i_count);
		return (1);
	}
	if (spec->s_conv != 'c' && spec->s_conv != '[')
		skip_space(in);
	c = next(in);
	if (c == EOF)
		return (EOF);
	if (spec->s_conv == '%')
		return (c == '%');
	back(in, c);
	if (strchr("cs[", spec->s_conv) != NULL)
		return (scan_text(in, spec));
	if (strchr("diouxXp", spec->s_conv) != NULL ||
	    is_float(spec->s_conv))
		return (scan_number(in, spec));
	return (0);
}

/* Matches an ordinary character of the format. */
static int
match(struct input *in, char wanted)
{
	int c;

	if (isspace((unsigned char)wanted)) {
		skip_space(in);
		return (1);
	}
	c = next(in);
	if (c == (unsigned char)wanted)
		return (1);
	back(in, c);
	return (c == EOF ? EOF : 0);
}

int
vfscanf(FILE *restrict f, const char *restrict fmt, va_list ap)
{
	struct input in = { .i_file = f };
	struct spec spec;
	int stored = 0, result = 1;

	__file_lock(f);
	va_copy(in.i_args, ap);
	while (*fmt != '\0' && result == 1) {
		if (*fmt != '%') {
			result = match(&in, *fmt++);
			continue;
		}
		fmt = parse_spec(fmt + 1, &spec);
		result = spec.s_conv == '\0' ? 0 : convert(&in, &spec);
		if (result == 1 && !spec.s_skip &&
		    strchr("n%", spec.s_conv) == NULL)
			stored++;
	}
	va_end(in.i_args);
	__file_unlock(f);
	return (result == EOF && stored == 0 ? EOF : stored);
}

int
vscanf(const char *restrict fmt, va_list ap)
{
	return (vfscanf(stdin, fmt, ap));
}

int
vsscanf(const char *restrict s, const char *restrict fmt, va_list ap)
{
	FILE f = {
		.f_fd = -1,
		.f_flags = F_READ | F_READING,
		.f_buf = (unsigned char *)(uintptr_t)s,
		.f_len = strlen(s),
	};

	return (vfscanf(&f, fmt, ap));
}

int
scanf(const char *restrict fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vfscanf(stdin, fmt, ap);
	va_end(ap);
	return (n);
}

int
fscanf(FILE *restrict f, const char *restrict fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vfscanf(f, fmt, ap);
	va_end(ap);
	return (n);
}

int
sscanf(const char *restrict s, const char *restrict fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsscanf(s, fmt, ap);
	va_end(ap);
	return (n);
}
