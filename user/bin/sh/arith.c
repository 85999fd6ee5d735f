/*
 * arith.c -- the value of $(( expression )).
 *
 * 64-bit integers with the operators of C, lowest first:
 *   = += -= *= /= %= <<= >>= &= |= ^=   ?:   ||   &&   |   ^   &
 *   == !=   < <= > >=   << >>   + -   * / %   ! ~ + - ++ --
 *
 * Precedence climbing.  A part that must not have effects (behind && || ?)
 * is evaluated with ar_skip set.  Arithmetic is done unsigned: a shell must
 * not care whether a sum overflows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

struct arith {
	const char *ar_s;
	const char *ar_error;
	int ar_skip;
	int ar_depth;
};

typedef unsigned long long ull;

static long long arith_assign(struct arith *ar);

static const struct {
	char text[3];
	int level;
} operators[] = {	/* longer ones before their beginnings */
	{ "||", 1 }, { "&&", 2 }, { "==", 6 }, { "!=", 6 }, { "<<", 8 },
	{ ">>", 8 }, { "<=", 7 }, { ">=", 7 }, { "|", 3 }, { "^", 4 },
	{ "&", 5 }, { "<", 7 }, { ">", 7 }, { "+", 9 }, { "-", 9 },
	{ "*", 10 }, { "/", 10 }, { "%", 10 }
};
#define NOPERATORS	(int)(sizeof(operators) / sizeof(operators[0]))

static void
skip_space(struct arith *ar)
{
	ar->ar_s += strspn(ar->ar_s, " \t\n\r");
}

static bool
accept(struct arith *ar, const char *text)
{
	size_t len = strlen(text);

	skip_space(ar);
	if (strncmp(ar->ar_s, text, len) != 0)
		return (false);
	ar->ar_s += len;
	return (true);
}

static long long
fail(struct arith *ar, const char *why)
{
	if (ar->ar_error == NULL)
		ar->ar_error = why;
	ar->ar_s += strlen(ar->ar_s);
	return (0);
}

static long long
divide(struct arith *ar, long long a, long long b, bool rest)
{
	if (b == 0)
		return (ar->ar_skip > 0 ? 0 : fail(ar, "division by zero"));
	if (b == -1)	/* the smallest number / -1 traps on this machine */
		return (rest ? 0 : (long long)-(ull)a);
	return (rest ? a % b : a / b);
}

static long long
apply(struct arith *ar, const char *op, long long a, long long b)
{
	switch (op[0]) {
	case '|':
		return (op[1] == '|' ? a != 0 || b != 0 : a | b);
	case '&':
		return (op[1] == '&' ? a != 0 && b != 0 : a & b);
	case '^':
		return (a ^ b);
	case '=':
		return (a == b);
	case '!':
		return (a != b);
	case '<':
		if (op[1] == '<')
			return ((long long)((ull)a << (b & 63)));
		return (op[1] == '=' ? a <= b : a < b);
	case '>':
		if (op[1] == '>')
			return (a >> (b & 63));
		return (op[1] == '=' ? a >= b : a > b);
	case '+':
		return ((long long)((ull)a + (ull)b));
	case '-':
		return ((long long)((ull)a - (ull)b));
	case '*':
		return ((long long)((ull)a * (ull)b));
	default:
		return (divide(ar, a, b, op[0] == '%'));
	}
}

static void
store(struct arith *ar, const char *name, long long value)
{
	char text[24];

	if (ar->ar_skip > 0 || ar->ar_error != NULL)
		return;
	snprintf(text, sizeof(text), "%lld", value);
	var_set(name, text);
}

static long long
fetch(struct arith *ar, const char *name)
{
	const char *value = var_get(name);
	long long n;
	char *end;

	if (value == NULL || *value == '\0')
		return (0);
	n = strtoll(value, &end, 0);
	if (*end != '\0' && ar->ar_skip == 0)
		return (fail(ar, "a variable is not a number"));
	return (n);
}

/* A name at ar_s, copied; its length, 0 if there is none. */
static size_t
take_name(struct arith *ar, char *name, size_t size)
{
	size_t len = 0;

	skip_space(ar);
	while (ar->ar_s[len] != '\0' && var_name_ok(ar->ar_s, len + 1))
		len++;
	if (len == 0)
		return (0);
	if (len >= size) {
		fail(ar, "name too long");
		return (0);
	}
	memcpy(name, ar->ar_s, len);
	name[len] = '\0';
	ar->ar_s += len;
	return (len);
}

static long long
arith_primary(struct arith *ar)
{
	char name[128], *end;
	long long n;

	if (accept(ar, "(")) {
		n = arith_assign(ar);
		if (!accept(ar, ")"))
			return (fail(ar, "missing )"));
		return (n);
	}
	if (take_name(ar, name, sizeof(name)) > 0) {
		n = fetch(ar, name);
		if (accept(ar, "++"))
			store(ar, name, (long long)((ull)n + 1));
		else if (accept(ar, "--"))
			store(ar, name, (long long)((ull)n - 1));
		return (n);
	}
	if (*ar->ar_s < '0' || *ar->ar_s > '9')
		return (fail(ar, "operand expected"));
	n = strtoll(ar->ar_s, &end, 0);
	ar->ar_s = end;
	return (n);
}

static long long
arith_step(struct arith *ar, int by)
{
	char name[128];
	long long n;

	if (take_name(ar, name, sizeof(name)) == 0)
		return (fail(ar, "name expected"));
	n = (long long)((ull)fetch(ar, name) + (ull)(long long)by);
	store(ar, name, n);
	return (n);
}

static long long
arith_unary(struct arith *ar)
{
	long long n;

	if (++ar->ar_depth > 4 * SH_MAXDEPTH)
		n = fail(ar, "nested too deeply");
	else if (accept(ar, "++"))
		n = arith_step(ar, 1);
	else if (accept(ar, "--"))
		n = arith_step(ar, -1);
	else if (accept(ar, "+"))
		n = arith_unary(ar);
	else if (accept(ar, "-"))
		n = (long long)-(ull)arith_unary(ar);
	else if (accept(ar, "~"))
		n = ~arith_unary(ar);
	else if (accept(ar, "!"))
		n = arith_unary(ar) == 0;
	else
		n = arith_primary(ar);
	ar->ar_depth--;
	return (n);
}

/* The binary operator at ar_s, or -1; "a |= b" is none. */
static int
find_operator(struct arith *ar)
{
	size_t len;
	int i;

	skip_space(ar);
	for (i = 0; i < NOPERATORS; i++) {
		len = strlen(operators[i].text);
		if (strncmp(ar->ar_s, operators[i].text, len) == 0)
			return (i);
	}
	return (-1);
}

static long long
arith_binary(struct arith *ar, int level)
{
	long long a = arith_unary(ar), b;
	const char *op;
	bool decided;
	int i;

	while ((i = find_operator(ar)) >= 0 && operators[i].level >= level) {
		op = operators[i].text;
		ar->ar_s += strlen(op);
		decided = operators[i].level <= 2 &&
		    (a != 0) == (op[0] == '|');
		ar->ar_skip += decided;
		b = arith_binary(ar, operators[i].level + 1);
		ar->ar_skip -= decided;
		a = apply(ar, op, a, b);
	}
	return (a);
}

static long long
arith_ternary(struct arith *ar)
{
	long long a = arith_binary(ar, 1), b, c;

	if (!accept(ar, "?"))
		return (a);
	ar->ar_skip += a == 0;
	b = arith_assign(ar);
	ar->ar_skip -= a == 0;
	if (!accept(ar, ":"))
		return (fail(ar, "missing :"));
	ar->ar_skip += a != 0;
	c = arith_assign(ar);
	ar->ar_skip -= a != 0;
	return (a != 0 ? b : c);
}

/* "name op= value", or else an ordinary expression from the same place. */
static long long
arith_assign(struct arith *ar)
{
	const char *start = ar->ar_s, *op = "";
	char name[128];
	long long n;
	int i;

	if (++ar->ar_depth > 4 * SH_MAXDEPTH)
		return (fail(ar, "nested too deeply"));
	if (take_name(ar, name, sizeof(name)) > 0) {
		i = find_operator(ar);
		if (i >= 0 && operators[i].level != 6 &&
		    operators[i].level != 7 && operators[i].level > 2) {
			op = operators[i].text;
			ar->ar_s += strlen(op);
		}
		if (ar->ar_s[0] == '=' && ar->ar_s[1] != '=') {
			ar->ar_s++;
			n = arith_assign(ar);
			if (*op != '\0')
				n = apply(ar, op, fetch(ar, name), n);
			store(ar, name, n);
			ar->ar_depth--;
			return (n);
		}
	}
	if (ar->ar_error == NULL)
		ar->ar_s = start;
	n = arith_ternary(ar);
	ar->ar_depth--;
	return (n);
}

bool
arith_eval(const char *text, long long *result)
{
	struct arith ar = { .ar_s = text };

	skip_space(&ar);
	*result = *ar.ar_s == '\0' ? 0 : arith_assign(&ar);
	skip_space(&ar);
	if (ar.ar_error == NULL && *ar.ar_s != '\0')
		ar.ar_error = "operator expected";
	if (ar.ar_error == NULL)
		return (true);
	warn("arithmetic: %s in \"%s\"", ar.ar_error, text);
	sh_abort(2);
	return (false);
}
