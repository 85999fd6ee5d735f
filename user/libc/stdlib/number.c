/*
 * number.c -- text to integers, and integer arithmetic of stdlib.h.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#include "user/libc/libc.h"

static int
digit_value(int c)
{
	if (isdigit(c))
		return (c - '0');
	if (isalpha(c))
		return (tolower(c) - 'a' + 10);
	return (INT_MAX);
}

/* Skips 0x if a hexadecimal digit follows; base 0 is decided by the text. */
static const char *
parse_base(const char *s, int *base)
{
	int is_hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X') &&
	    isxdigit((unsigned char)s[2]);

	if (is_hex && (*base == 0 || *base == 16)) {
		*base = 16;
		return (s + 2);
	}
	if (*base == 0)
		*base = s[0] == '0' ? 8 : 10;
	return (s);
}

unsigned long long
__parse_integer(const char *s, const char **end, int base, int *negative,
    int *overflow)
{
	const char *p = s;
	unsigned long long value = 0;
	int digit;

	*end = s;
	*overflow = 0;
	while (isspace((unsigned char)*p))
		p++;
	*negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	p = parse_base(p, &base);
	for (;; p++) {
		digit = digit_value((unsigned char)*p);
		if (digit >= base)
			return (value);
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			*overflow = 1;
		*end = p + 1;
	}
}

static int
base_is_bad(const char *s, char **end, int base)
{
	if (base == 0 || (base >= 2 && base <= 36))
		return (0);
	if (end != NULL)
		*end = (char *)(uintptr_t)s;
	errno = EINVAL;
	return (1);
}

long long
strtoll(const char *restrict s, char **restrict end, int base)
{
	unsigned long long value, limit;
	const char *stop;
	int negative, overflow;

	if (base_is_bad(s, end, base))
		return (0);
	value = __parse_integer(s, &stop, base, &negative, &overflow);
	if (end != NULL)
		*end = (char *)(uintptr_t)stop;
	limit = (unsigned long long)LLONG_MAX + (unsigned int)negative;
	if (overflow || value > limit) {
		errno = ERANGE;
		return (negative ? LLONG_MIN : LLONG_MAX);
	}
	return ((long long)(negative ? 0 - value : value));
}

unsigned long long
strtoull(const char *restrict s, char **restrict end, int base)
{
	unsigned long long value;
	const char *stop;
	int negative, overflow;

	if (base_is_bad(s, end, base))
		return (0);
	value = __parse_integer(s, &stop, base, &negative, &overflow);
	if (end != NULL)
		*end = (char *)(uintptr_t)stop;
	if (overflow) {
		errno = ERANGE;
		return (ULLONG_MAX);
	}
	return (negative ? 0 - value : value);
}

_Static_assert(sizeof(long) == sizeof(long long) &&
    sizeof(intmax_t) == sizeof(long), "one function serves both");

long
strtol(const char *restrict s, char **restrict end, int base)
{
	return (strtoll(s, end, base));
}

unsigned long
strtoul(const char *restrict s, char **restrict end, int base)
{
	return (strtoull(s, end, base));
}

intmax_t
strtoimax(const char *restrict s, char **restrict end, int base)
{
	return (strtoll(s, end, base));
}

uintmax_t
strtoumax(const char *restrict s, char **restrict end, int base)
{
	return (strtoull(s, end, base));
}

long long
strtonum(const char *s, long long min, long long max, const char **errstr)
{
	long long value;
	char *end;
	int saved = errno;

	errno = 0;
	value = strtoll(s, &end, 10);
	*errstr = NULL;
	if (end == s || *end != '\0')
		*errstr = "invalid";
	else if (value < min || (errno == ERANGE && value == LLONG_MIN))
		*errstr = "too small";
	else if (value > max || errno == ERANGE)
		*errstr = "too large";
	errno = saved;
	return (*errstr != NULL ? 0 : value);
}

int
atoi(const char *s)
{
	return ((int)strtol(s, NULL, 10));
}

long
atol(const char *s)
{
	return (strtol(s, NULL, 10));
}

long long
atoll(const char *s)
{
	return (strtoll(s, NULL, 10));
}

int
abs(int n)
{
	return (n < 0 ? -n : n);
}

long
labs(long n)
{
	return (n < 0 ? -n : n);
}

long long
llabs(long long n)
{
	return (n < 0 ? -n : n);
}

intmax_t
imaxabs(intmax_t n)
{
	return (n < 0 ? -n : n);
}

div_t
div(int num, int den)
{
	return ((div_t){ num / den, num % den });
}

ldiv_t
ldiv(long num, long den)
{
	return ((ldiv_t){ num / den, num % den });
}

lldiv_t
lldiv(long long num, long long den)
{
	return ((lldiv_t){ num / den, num % den });
}
