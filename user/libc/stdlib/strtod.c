/*
 * strtod.c -- text to floating point, correctly rounded.
 *
 * The text gives digits d and an exponent k with value d * 10^k.  As a whole
 * number n and a power of two, value = n * 2^e (with a sticky bit for what
 * a division left over); the upper 53 bits of n, rounded, are the result.
 *
 *   parse_decimal    digits and exponent
 *   scale            d * 10^k as n * 2^e
 *   round_to_double  n * 2^e as a double
 */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "user/libc/stdlib/bignum.h"

/*
 * No double, and no middle between two, has more significant digits; what
 * comes after can only decide that the number is above such a middle.
 */
#define MAX_DIGITS	770
#define MAX_EXPONENT	100000

struct decimal {
	struct bignum d_digits;
	int d_count;			/* significant digits taken */
	int d_sticky;			/* a digit left out was not 0 */
	long d_exponent;		/* of ten */
	int d_any;			/* there was a digit at all */
};

static void
take_digit(struct decimal *d, int digit, int after_point)
{
	d->d_any = 1;
	if (d->d_count < MAX_DIGITS) {
		if (digit != 0 || d->d_count > 0)
			d->d_count++;
		if (d->d_count > 0)
			__bignum_muladd(&d->d_digits, 10, (uint32_t)digit);
		d->d_exponent -= after_point;
	} else {
		d->d_sticky |= digit != 0;
		d->d_exponent += !after_point;
	}
}

static const char *
parse_exponent(const char *p, long *exponent)
{
	const char *start = p;
	long value = 0;
	int negative;

	if (*p != 'e' && *p != 'E')
		return (p);
	p++;
	negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if (!isdigit((unsigned char)*p))
		return (start);
	for (; isdigit((unsigned char)*p); p++) {
		if (value < MAX_EXPONENT)
			value = value * 10 + (*p - '0');
	}
	*exponent += negative ? -value : value;
	return (p);
}

static const char *
parse_decimal(const char *p, struct decimal *d)
{
	int after_point = 0;

	__bignum_set(&d->d_digits, 0);
	d->d_count = d->d_sticky = d->d_any = 0;
	d->d_exponent = 0;
	for (;; p++) {
		if (isdigit((unsigned char)*p))
			take_digit(d, *p - '0', after_point);
		else if (*p == '.' && !after_point)
			after_point = 1;
		else
			break;
	}
	return (d->d_any ? parse_exponent(p, &d->d_exponent) : p);
}

/* Dividing by ten to the k: first make n so long that 64 bits remain. */
static int
scale(struct decimal *d)
{
	struct bignum *n = &d->d_digits;
	long k = d->d_exponent;
	int bits = 0;

	for (; k > 0; k--)
		__bignum_muladd(n, 10, 0);
	if (k < 0) {
		bits = (int)(-k) * 10 / 3 + 66 - __bignum_bits(n);
		bits = bits > 0 ? bits : 0;
		__bignum_shift_left(n, bits);
	}
	for (; k <= -9; k += 9)
		d->d_sticky |= __bignum_div(n, 1000000000) != 0;
	for (; k < 0; k++)
		d->d_sticky |= __bignum_div(n, 10) != 0;
	return (-bits);
}

/* The upper bits of n from bit number low on, at most 64 of them. */
static uint64_t
upper_bits(const struct bignum *n, int low, int *sticky)
{
	uint64_t value = 0;
	int bit;

	for (bit = __bignum_bits(n) - 1; bit >= low; bit--)
		value = value << 1 | (n->bn_word[bit / 32] >> bit % 32 & 1);
	for (; bit >= 0; bit--)
		*sticky |= n->bn_word[bit / 32] >> bit % 32 & 1;
	return (value);
}

/*
 * One bit more than the result has says whether to round, and sticky
 * whether it is exactly in the middle.
 */
static double
round_to_double(struct decimal *d, int e)
{
	struct bignum *n = &d->d_digits;
	int low = __bignum_bits(n) - 54;
	uint64_t m, exponent;
	double value;

	if (low + e < -1075)		/* smallest half bit of a denormal */
		low = -1075 - e;
	if (low < 0) {
		__bignum_shift_left(n, -low);
		e += low;
		low = 0;
	}
	m = upper_bits(n, low, &d->d_sticky);
	e += low + 1;
	m = (m >> 1) + (m & 1 & ((m >> 1 & 1) | (uint64_t)d->d_sticky));
	if (m >> 53) {
		m >>= 1;
		e++;
	}
	exponent = m >> 52 ? (uint64_t)(e + 1075) : 0;
	if (exponent >= 0x7ff) {
		errno = ERANGE;
		return (HUGE_VAL);
	}
	if (exponent == 0 && n->bn_len != 0)
		errno = ERANGE;
	m = (m & ((1ull << 52) - 1)) | exponent << 52;
	memcpy(&value, &m, sizeof(value));
	return (value);
}

static double
decimal_to_double(struct decimal *d)
{
	long magnitude = d->d_exponent + d->d_count;

	if (d->d_count == 0)
		return (0.0);
	if (magnitude > 310 || magnitude < -330) {
		errno = ERANGE;
		return (magnitude > 0 ? HUGE_VAL : 0.0);
	}
	return (round_to_double(d, scale(d)));
}

/* "inf", "infinity", "nan"; NULL if it is none of them. */
static const char *
parse_word(const char *p, double *value)
{
	if (strncasecmp(p, "nan", 3) == 0) {
		*value = NAN;
		return (p + 3);
	}
	if (strncasecmp(p, "inf", 3) != 0)
		return (NULL);
	*value = HUGE_VAL;
	return (strncasecmp(p, "infinity", 8) == 0 ? p + 8 : p + 3);
}

double
strtod(const char *restrict s, char **restrict end)
{
	struct decimal d;
	const char *p = s, *stop;
	double value;
	int negative;

	while (isspace((unsigned char)*p))
		p++;
	negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	stop = parse_word(p, &value);
	if (stop == NULL) {
		stop = parse_decimal(p, &d);
		value = decimal_to_double(&d);
		if (!d.d_any) {
			stop = s;
			negative = 0;
		}
	}
	if (end != NULL)
		*end = (char *)(uintptr_t)stop;
	return (negative ? -value : value);
}

float
strtof(const char *restrict s, char **restrict end)
{
	return ((float)strtod(s, end));
}

long double
strtold(const char *restrict s, char **restrict end)
{
	return (strtod(s, end));
}

double
atof(const char *s)
{
	return (strtod(s, NULL));
}
