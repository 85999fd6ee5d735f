/*
 * lib/format.c -- the engine behind every printf.
 *
 *   format, format_hooked   walk the format string
 *   parse_spec              read "%-8.3lx" into a struct
 *   format_int, ..._str     print one conversion
 *   format_field            prefix, padding, text: the end of all of them
 *   format_buf              the usual use
 */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/format.h"
#include "lib/string.h"

static void
put(struct format_sink *sink, char c)
{
	sink->fs_put(c, sink->fs_arg);
	if (sink->fs_count < INT_MAX)
		sink->fs_count++;
}

static void
put_many(struct format_sink *sink, char c, long n)
{
	for (; n > 0; n--)
		put(sink, c);
}

static void
put_text(struct format_sink *sink, const char *text, size_t len)
{
	for (; len > 0; len--)
		put(sink, *text++);
}

void
format_field(struct format_sink *sink, const struct format_spec *spec,
    const char *prefix, const char *text, size_t len)
{
	size_t prefix_len = strlen(prefix);
	long pad = (long)spec->fc_width - (long)(prefix_len + len);

	if ((spec->fc_flags & (FORMAT_LEFT | FORMAT_ZERO)) == 0)
		put_many(sink, ' ', pad);
	put_text(sink, prefix, prefix_len);
	if ((spec->fc_flags & (FORMAT_LEFT | FORMAT_ZERO)) == FORMAT_ZERO)
		put_many(sink, '0', pad);
	put_text(sink, text, len);
	if (spec->fc_flags & FORMAT_LEFT)
		put_many(sink, ' ', pad);
}

/* ------------------------------------------------ reading a conversion */

static const char *
parse_number(const char *p, int *number)
{
	*number = 0;
	for (; *p >= '0' && *p <= '9'; p++) {
		if (*number < INT_MAX / 10 - 1)
			*number = *number * 10 + (*p - '0');
	}
	return (p);
}

static const char *
parse_flags(const char *p, struct format_spec *spec)
{
	static const char letters[] = "-0+ #";
	const char *flag;

	for (; *p != '\0'; p++) {
		flag = strchr(letters, *p);
		if (flag == NULL)
			break;
		spec->fc_flags |= 1 << (flag - letters);
	}
	return (p);
}

/* A width or precision: a number, or * for the next argument. */
static const char *
parse_amount(const char *p, int *number, struct format_args *args)
{
	if (*p != '*')
		return (parse_number(p, number));
	*number = va_arg(args->fa_list, int);
	return (p + 1);
}

static const char *
parse_spec(const char *p, struct format_spec *spec, struct format_args *args)
{
	memset(spec, 0, sizeof(*spec));
	spec->fc_precision = -1;
	p = parse_flags(p, spec);
	p = parse_amount(p, &spec->fc_width, args);
	if (spec->fc_width < 0) {
		spec->fc_flags |= FORMAT_LEFT;
		spec->fc_width = spec->fc_width == INT_MIN ? INT_MAX :
		    -spec->fc_width;
	}
	if (*p == '.') {
		p = parse_amount(p + 1, &spec->fc_precision, args);
		if (spec->fc_precision < 0)
			spec->fc_precision = -1;
	}
	if (*p != '\0' && strchr("hlzjtL", *p) != NULL) {
		spec->fc_size = *p++;
		if (spec->fc_size == 'h' && *p == 'h') {
			spec->fc_size = 'H';
			p++;
		} else if (spec->fc_size == 'l' && *p == 'l') {
			spec->fc_size = 'q';
			p++;
		}
	}
	spec->fc_conv = *p;
	return (p);
}

/* ------------------------------------------------------------- integers */

static int64_t
next_signed(char size, struct format_args *args)
{
	switch (size) {
	case 'l': case 'q': case 'z': case 'j': case 't':
		return (va_arg(args->fa_list, int64_t));
	case 'h':
		return ((short)va_arg(args->fa_list, int));
	case 'H':
		return ((signed char)va_arg(args->fa_list, int));
	default:
		return (va_arg(args->fa_list, int));
	}
}

static uint64_t
next_unsigned(char size, struct format_args *args)
{
	switch (size) {
	case 'l': case 'q': case 'z': case 'j': case 't':
		return (va_arg(args->fa_list, uint64_t));
	case 'h':
		return ((unsigned short)va_arg(args->fa_list, unsigned));
	case 'H':
		return ((unsigned char)va_arg(args->fa_list, unsigned));
	default:
		return (va_arg(args->fa_list, unsigned));
	}
}

/* Digits are made from the end of a buffer toward its start. */
#define MAXDIGITS	22		/* 64 bits in octal */

static char *
make_digits(char *end, uint64_t value, unsigned base, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	for (; value != 0; value /= base)
		*--end = digits[value % base];
	return (end);
}

/*
 * A precision says how many digits there are at least, and then the 0 flag
 * means nothing.  Zeros that the precision asks for are put as if they were
 * padding, by a field of their own inside the field.
 */
static void
format_int(struct format_sink *sink, struct format_spec *spec,
    const char *prefix, uint64_t value, unsigned base)
{
	char buf[MAXDIGITS];
	char *end = buf + sizeof(buf);
	char *start = make_digits(end, value, base, spec->fc_conv == 'X');
	size_t len = (size_t)(end - start);
	size_t plen = strlen(prefix);
	size_t least = spec->fc_precision < 0 ? 1 : (size_t)spec->fc_precision;
	size_t zeros = least > len ? least - len : 0;
	long pad;

	if (base == 8 && (spec->fc_flags & FORMAT_ALT) && zeros == 0 &&
	    (len == 0 || *start != '0'))
		zeros = 1;
	if (spec->fc_precision >= 0)
		spec->fc_flags &= ~FORMAT_ZERO;
	pad = (long)spec->fc_width - (long)(plen + zeros + len);
	if ((spec->fc_flags & (FORMAT_LEFT | FORMAT_ZERO)) == FORMAT_ZERO &&
	    pad > 0)
		zeros += (size_t)pad;
	else if ((spec->fc_flags & FORMAT_LEFT) == 0)
		put_many(sink, ' ', pad);
	put_text(sink, prefix, plen);
	put_many(sink, '0', (long)zeros);
	put_text(sink, start, len);
	if (spec->fc_flags & FORMAT_LEFT)
		put_many(sink, ' ', pad);
}

static void
format_signed(struct format_sink *sink, struct format_spec *spec,
    int64_t value)
{
	const char *prefix = "";
	uint64_t magnitude = (uint64_t)value;

	if (value < 0) {
		prefix = "-";
		magnitude = -magnitude;
	} else if (spec->fc_flags & FORMAT_PLUS) {
		prefix = "+";
	} else if (spec->fc_flags & FORMAT_SPACE) {
		prefix = " ";
	}
	format_int(sink, spec, prefix, magnitude, 10);
}

static void
format_hex(struct format_sink *sink, struct format_spec *spec, uint64_t value)
{
	const char *prefix = "";

	if ((spec->fc_flags & FORMAT_ALT) && value != 0)
		prefix = spec->fc_conv == 'X' ? "0X" : "0x";
	format_int(sink, spec, prefix, value, 16);
}

/* ---------------------------------------------------------- the others */

static void
format_str(struct format_sink *sink, struct format_spec *spec, const char *s)
{
	size_t max = spec->fc_precision < 0 ? SIZE_MAX :
	    (size_t)spec->fc_precision;

	if (s == NULL)
		s = "(null)";
	spec->fc_flags &= ~FORMAT_ZERO;
	format_field(sink, spec, "", s, strnlen(s, max));
}

static void
format_char(struct format_sink *sink, struct format_spec *spec, char c)
{
	spec->fc_flags &= ~FORMAT_ZERO;
	format_field(sink, spec, "", &c, 1);
}

/* One conversion; -1 if there is none of that letter. */
static int
convert(struct format_sink *sink, struct format_spec *spec,
    struct format_args *args)
{
	switch (spec->fc_conv) {
	case 'd':
	case 'i':
		format_signed(sink, spec, next_signed(spec->fc_size, args));
		break;
	case 'u':
		format_int(sink, spec, "", next_unsigned(spec->fc_size, args),
		    10);
		break;
	case 'o':
		format_int(sink, spec, "", next_unsigned(spec->fc_size, args),
		    8);
		break;
	case 'x':
	case 'X':
		format_hex(sink, spec, next_unsigned(spec->fc_size, args));
		break;
	case 'p':
		format_int(sink, spec, "0x",
		    (uintptr_t)va_arg(args->fa_list, void *), 16);
		break;
	case 'c':
		format_char(sink, spec, (char)va_arg(args->fa_list, int));
		break;
	case 's':
		format_str(sink, spec, va_arg(args->fa_list, const char *));
		break;
	case '%':
		put(sink, '%');
		break;
	default:
		return (-1);
	}
	return (0);
}

int
format_hooked(format_put_t putc, void *arg, const char *fmt, va_list ap,
    format_hook_t hook)
{
	struct format_sink sink = { putc, arg, 0 };
	struct format_spec spec;
	struct format_args args;
	const char *start;

	va_copy(args.fa_list, ap);
	for (; *fmt != '\0'; fmt++) {
		if (*fmt != '%') {
			put(&sink, *fmt);
			continue;
		}
		start = fmt;
		fmt = parse_spec(fmt + 1, &spec, &args);
		if (convert(&sink, &spec, &args) == 0)
			continue;
		if (*fmt != '\0' && hook != NULL &&
		    hook(&sink, &spec, &args) == 0)
			continue;
		put_text(&sink, start, (size_t)(fmt - start));
		if (*fmt == '\0')
			break;
		put(&sink, *fmt);
	}
	va_end(args.fa_list);
	return (sink.fs_count);
}

int
format(format_put_t putc, void *arg, const char *fmt, va_list ap)
{
	return (format_hooked(putc, arg, fmt, ap, NULL));
}

/* ------------------------------------------------------- into a buffer */

struct buffer {
	char *b_next;
	char *b_end;			/* the place of the NUL */
};

static void
buffer_put(char c, void *arg)
{
	struct buffer *b = arg;

	if (b->b_next < b->b_end)
		*b->b_next++ = c;
}

int
format_buf(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct buffer b = { buf, buf };
	int len;

	if (size > 0)
		b.b_end = buf + size - 1;
	len = format(buffer_put, &b, fmt, ap);
	if (size > 0)
		*b.b_next = '\0';
	return (len);
}
