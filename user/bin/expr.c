/*
 * expr -- arithmetic and comparison for scripts.
 *
 *   or       and { "|" and }
 *   and      compare { "&" compare }
 *   compare  sum { ("=" "!=" "<" "<=" ">" ">=") sum }
 *   sum      product { ("+" "-") product }
 *   product  primary { ("*" "/" "%") primary }
 *   primary  "(" or ")", "length" word, or a word
 *
 * Exit status: 0 if the result is neither empty nor 0, 1 if it is, 2 for
 * a mistake.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **next;			/* the next word */

static const char *parse_or(void);

static int
take(const char *word)
{
	if (*next == NULL || strcmp(*next, word) != 0)
		return (0);
	next++;
	return (1);
}

static int
is_number(const char *text, long *value)
{
	char *end;

	errno = 0;
	*value = strtol(text, &end, 10);
	if (errno == ERANGE)
		errx(2, "%s: too large", text);
	return (end != text && *end == '\0');
}

static long
number(const char *text)
{
	long value;

	if (!is_number(text, &value))
		errx(2, "%s: not a number", text);
	return (value);
}

static const char *
text_of(long value)
{
	char *text;

	if (asprintf(&text, "%ld", value) < 0)
		err(2, NULL);
	return (text);
}

static int
is_true(const char *text)
{
	long value;

	return (*text != '\0' && !(is_number(text, &value) && value == 0));
}

static const char *
parse_primary(void)
{
	const char *value;

	if (take("(")) {
		value = parse_or();
		if (!take(")"))
			errx(2, "missing )");
		return (value);
	}
	if (*next == NULL)
		errx(2, "something is missing at the end");
	if (strcmp(*next, "length") == 0 && next[1] != NULL) {
		next += 2;
		return (text_of((long)strlen(next[-1])));
	}
	return (*next++);
}

static long
divide(long a, long b, int remainder)
{
	if (b == 0)
		errx(2, "division by zero");
	if (b == -1)
		return (remainder ? 0 : (long)(0 - (unsigned long)a));
	return (remainder ? a % b : a / b);
}

static const char *
parse_product(void)
{
	const char *left = parse_primary();
	long a, result;
	char op;

	while (*next != NULL && strlen(*next) == 1 &&
	    strchr("*/%", **next) != NULL) {
		op = **next++;
		a = number(left);
		if (op != '*')
			result = divide(a, number(parse_primary()), op == '%');
		else if (__builtin_mul_overflow(a, number(parse_primary()),
		    &result))
			errx(2, "the result is too large");
		left = text_of(result);
	}
	return (left);
}

static const char *
parse_sum(void)
{
	const char *left = parse_product();
	long a, b, result;
	int minus, overflow;

	for (;;) {
		if (take("+"))
			minus = 0;
		else if (take("-"))
			minus = 1;
		else
			return (left);
		a = number(left);
		b = number(parse_product());
		overflow = minus ? __builtin_sub_overflow(a, b, &result) :
		    __builtin_add_overflow(a, b, &result);
		if (overflow)
			errx(2, "the result is too large");
		left = text_of(result);
	}
}

/* Numbers are compared as numbers, all else as text. */
static int
compare(const char *left, const char *right)
{
	long a, b;

	if (is_number(left, &a) && is_number(right, &b))
		return ((a > b) - (a < b));
	return (strcmp(left, right));
}

static int
holds(const char *op, int order)
{
	switch (*op) {
	case '<':
		return (op[1] == '=' ? order <= 0 : order < 0);
	case '>':
		return (op[1] == '=' ? order >= 0 : order > 0);
	case '!':
		return (order != 0);
	default:
		return (order == 0);
	}
}

static const char *
parse_compare(void)
{
	static const char *const ops[] = { "=", "==", "!=", "<", "<=", ">",
	    ">=" };
	const char *left = parse_sum();
	size_t i = 0, n = sizeof(ops) / sizeof(ops[0]);

	while (i < n) {
		if (!take(ops[i])) {
			i++;
			continue;
		}
		left = text_of(holds(ops[i], compare(left, parse_sum())));
		i = 0;
	}
	return (left);
}

static const char *
parse_and(void)
{
	const char *left = parse_compare(), *right;

	while (take("&")) {
		right = parse_compare();
		if (!is_true(left) || !is_true(right))
			left = "0";
	}
	return (left);
}

static const char *
parse_or(void)
{
	const char *left = parse_and(), *right;

	while (take("|")) {
		right = parse_and();
		if (!is_true(left))
			left = is_true(right) ? right : "0";
	}
	return (left);
}

int
main(int argc, char **argv)
{
	const char *result;

	if (argc < 2) {
		fprintf(stderr, "usage: expr expression\n");
		return (2);
	}
	next = argv + 1;
	result = parse_or();
	if (*next != NULL)
		errx(2, "%s: not expected here", *next);
	puts(result);
	return (!is_true(result));
}
