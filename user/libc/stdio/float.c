/*
 * float.c -- %f, %e and %g, exact to the last digit.
 *
 * All digits of the number are known (stdlib/bignum.c); they are rounded to
 * as many as are asked for, to even in the middle, and laid out.
 */
#include <math.h>
#include <string.h>

#include "lib/format.h"
#include "user/libc/libc.h"
#include "user/libc/stdlib/bignum.h"

/* No double has more digits after the point than 1074. */
#define MAX_PRECISION	1100

struct digits {
	char g_digit[DECIMAL_DIGITS];
	int g_count;
	int g_point;			/* digits before the point */
};

struct text {
	char t_buf[MAX_PRECISION + 330];
	int t_len;
};

static void
add(struct text *t, char c)
{
	t->t_buf[t->t_len++] = c;
}

static char
digit_at(const struct digits *g, int i)
{
	return (i >= 0 && i < g->g_count ? g->g_digit[i] : '0');
}

/* Is what lies behind the first keep digits more than a half? */
static int
rounds_up(const struct digits *g, int keep)
{
	if (digit_at(g, keep) != '5')
		return (digit_at(g, keep) > '5');
	for (int i = keep + 1; i < g->g_count; i++) {
		if (g->g_digit[i] != '0')
			return (1);
	}
	return ((digit_at(g, keep - 1) - '0') % 2);
}

static void
round_digits(struct digits *g, int keep)
{
	int up;

	if (keep >= g->g_count)
		return;
	if (keep < 0) {
		g->g_count = 0;
		return;
	}
	up = rounds_up(g, keep);
	g->g_count = keep;
	if (!up)
		return;
	while (keep > 0 && g->g_digit[keep - 1] == '9')
		g->g_digit[--keep] = '0';
	if (keep > 0) {
		g->g_digit[keep - 1]++;
		return;
	}
	/* 9.99 became 10.0: the digits are all 0 now. */
	g->g_digit[0] = '1';
	if (g->g_count == 0)
		g->g_count = 1;
	g->g_point++;
}

static void
layout_fixed(struct text *t, const struct digits *g, int precision, int alt)
{
	int i;

	if (g->g_point <= 0)
		add(t, '0');
	for (i = 0; i < g->g_point; i++)
		add(t, digit_at(g, i));
	if (precision > 0 || alt)
		add(t, '.');
	for (i = 0; i < precision; i++)
		add(t, digit_at(g, g->g_point + i));
}

static void
layout_exponent(struct text *t, const struct digits *g, int precision,
    int alt, char e)
{
	int exponent = g->g_count == 0 ? 0 : g->g_point - 1;

	add(t, digit_at(g, 0));
	if (precision > 0 || alt)
		add(t, '.');
	for (int i = 1; i <= precision; i++)
		add(t, digit_at(g, i));
	add(t, e);
	add(t, exponent < 0 ? '-' : '+');
	if (exponent < 0)
		exponent = -exponent;
	if (exponent >= 100)
		add(t, (char)('0' + exponent / 100));
	add(t, (char)('0' + exponent / 10 % 10));
	add(t, (char)('0' + exponent % 10));
}

/*
 * %g: as many significant digits as precision says, no zeros at the end.
 * Whether there is an exponent depends on the precision that was asked for.
 */
static void
layout_general(struct text *t, struct digits *g, int precision, int alt,
    char e)
{
	int exponent, with_exponent;

	if (precision == 0)
		precision = 1;
	round_digits(g, precision);
	exponent = g->g_count == 0 ? 0 : g->g_point - 1;
	with_exponent = exponent < -4 || exponent >= precision;
	if (!alt) {
		while (g->g_count > 0 && g->g_digit[g->g_count - 1] == '0')
			g->g_count--;
		precision = g->g_count > 0 ? g->g_count : 1;
	}
	if (with_exponent) {
		layout_exponent(t, g, precision - 1, alt, e);
		return;
	}
	precision -= exponent + 1;
	layout_fixed(t, g, precision > 0 ? precision : 0, alt);
}

static const char *
sign_of(double value, int flags)
{
	if (signbit(value))
		return ("-");
	if (flags & FORMAT_PLUS)
		return ("+");
	return (flags & FORMAT_SPACE ? " " : "");
}

static void
format_finite(struct text *t, double value, const struct format_spec *spec)
{
	struct digits g;
	int precision = spec->fc_precision < 0 ? 6 : spec->fc_precision;
	int alt = (spec->fc_flags & FORMAT_ALT) != 0;

	if (precision > MAX_PRECISION)
		precision = MAX_PRECISION;
	g.g_count = __decimal_digits(value, g.g_digit, &g.g_point);
	switch (spec->fc_conv) {
	case 'f':
	case 'F':
		round_digits(&g, g.g_point + precision);
		layout_fixed(t, &g, precision, alt);
		break;
	case 'e':
	case 'E':
		round_digits(&g, precision + 1);
		layout_exponent(t, &g, precision, alt, spec->fc_conv);
		break;
	default:
		layout_general(t, &g, precision, alt,
		    spec->fc_conv == 'G' ? 'E' : 'e');
	}
}

int
__format_float(struct format_sink *sink, const struct format_spec *spec,
    struct format_args *args)
{
	struct format_spec word = *spec;
	struct text t;
	double value;
	int upper = spec->fc_conv < 'a';

	if (strchr("eEfFgG", spec->fc_conv) == NULL)
		return (-1);
	if (spec->fc_size == 'L')
		value = (double)va_arg(args->fa_list, long double);
	else
		value = va_arg(args->fa_list, double);
	if (isfinite(value)) {
		t.t_len = 0;
		format_finite(&t, fabs(value), spec);
		format_field(sink, spec, sign_of(value, spec->fc_flags),
		    t.t_buf, (size_t)t.t_len);
		return (0);
	}
	word.fc_flags &= ~FORMAT_ZERO;
	if (isnan(value))
		format_field(sink, &word, "", upper ? "NAN" : "nan", 3);
	else
		format_field(sink, &word, sign_of(value, spec->fc_flags),
		    upper ? "INF" : "inf", 3);
	return (0);
}
