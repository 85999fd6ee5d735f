/*
 * b_test.c -- test and [.
 *
 *   or:      and { -o and }
 *   and:     not { -a not }
 *   not:     { ! } primary
 *   primary: ( or ) | -f FILE ... | A = B ... | STRING
 *
 * "test -f" alone is a string that is not empty, and "test a = b" compares
 * even if a is "!" or "(": what follows decides, as POSIX wants it.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

struct test {
	char **te_args;
	int te_left;
	int te_depth;
	bool te_error;
};

static bool test_or(struct test *te);

static bool
fail(struct test *te, const char *what, const char *why)
{
	if (!te->te_error)
		warn("test: %s%s", what, why);
	te->te_error = true;
	return (false);
}

static const char *
take(struct test *te)
{
	te->te_left--;
	return (*te->te_args++);
}

static bool
next_is(const struct test *te, const char *text)
{
	return (te->te_left > 0 && strcmp(te->te_args[0], text) == 0);
}

static long long
number(struct test *te, const char *s)
{
	long long value = 0;

	while (*s == ' ')
		s++;
	if (!parse_number(s, &value))
		fail(te, s, ": not a number");
	return (value);
}

static bool
is_binary(const char *op)
{
	static const char *const names[] = { "=", "==", "!=", "-eq", "-ne",
	    "-lt", "-le", "-gt", "-ge", "<", ">", NULL };
	int i;

	for (i = 0; names[i] != NULL; i++)
		if (strcmp(op, names[i]) == 0)
			return (true);
	return (false);
}

static bool
compare(struct test *te, const char *a, const char *op, const char *b)
{
	long long x, y;

	if (op[0] == '=')
		return (strcmp(a, b) == 0);
	if (op[0] == '!')
		return (strcmp(a, b) != 0);
	if (op[0] == '<')
		return (strcmp(a, b) < 0);
	if (op[0] == '>')
		return (strcmp(a, b) > 0);
	x = number(te, a);
	y = number(te, b);
	if (strcmp(op, "-eq") == 0)
		return (x == y);
	if (strcmp(op, "-ne") == 0)
		return (x != y);
	if (op[1] == 'l')
		return (op[2] == 't' ? x < y : x <= y);
	return (op[2] == 't' ? x > y : x >= y);
}

static bool
is_unary(const char *op)
{
	return (op[0] == '-' && op[1] != '\0' && op[2] == '\0' &&
	    strchr("bcdefhLnprstwxz", op[1]) != NULL);
}

static bool
test_file(int op, const char *path)
{
	struct stat st;

	if (op == 'r')
		return (access(path, R_OK) == 0);
	if (op == 'w')
		return (access(path, W_OK) == 0);
	if (op == 'x')
		return (access(path, X_OK) == 0);
	if (stat(path, &st) < 0)
		return (false);
	switch (op) {
	case 'd':
		return (S_ISDIR(st.st_mode));
	case 'f':
		return (S_ISREG(st.st_mode));
	case 'c':
		return (S_ISCHR(st.st_mode));
	case 'p':
		return (S_ISFIFO(st.st_mode));
	case 's':
		return (st.st_size > 0);
	default:
		return (op == 'e');	/* -b -h -L: we have none of them */
	}
}

static bool
unary(struct test *te, int op, const char *arg)
{
	if (op == 'n')
		return (*arg != '\0');
	if (op == 'z')
		return (*arg == '\0');
	if (op == 't')
		return (isatty((int)number(te, arg)) != 0);
	return (test_file(op, arg));
}

static bool
test_primary(struct test *te)
{
	const char *a, *op;
	bool result;

	if (te->te_left == 0)
		return (fail(te, "argument expected", ""));
	if (te->te_left >= 3 && is_binary(te->te_args[1])) {
		a = take(te);
		op = take(te);
		return (compare(te, a, op, take(te)));
	}
	if (te->te_left >= 2 && is_unary(te->te_args[0])) {
		op = take(te);
		return (unary(te, op[1], take(te)));
	}
	if (te->te_left >= 3 && next_is(te, "(")) {
		take(te);
		result = test_or(te);
		if (!next_is(te, ")"))
			return (fail(te, "missing )", ""));
		take(te);
		return (result);
	}
	return (*take(te) != '\0');
}

static bool
test_not(struct test *te)
{
	bool negate = false, result;

	while (te->te_left >= 2 && next_is(te, "!") &&
	    !(te->te_left >= 3 && is_binary(te->te_args[1]))) {
		take(te);
		negate = !negate;
	}
	result = test_primary(te);
	return (result != negate);
}

static bool
test_and(struct test *te)
{
	bool result = test_not(te);

	while (next_is(te, "-a") && te->te_left >= 2) {
		take(te);
		result = test_not(te) && result;
	}
	return (result);
}

static bool
test_or(struct test *te)
{
	bool result;

	if (++te->te_depth > SH_MAXDEPTH)
		return (fail(te, "nested too deeply", ""));
	result = test_and(te);
	while (next_is(te, "-o") && te->te_left >= 2) {
		take(te);
		result = test_and(te) || result;
	}
	te->te_depth--;
	return (result);
}

int
builtin_test(int argc, char **argv)
{
	struct test te = { .te_args = argv + 1, .te_left = argc - 1 };
	bool result;

	if (strcmp(argv[0], "[") == 0) {
		if (strcmp(argv[argc - 1], "]") != 0 || argc < 2) {
			warn("[: missing ]");
			return (2);
		}
		te.te_left--;
	}
	if (te.te_left == 0)
		return (1);
	result = test_or(&te);
	if (te.te_left > 0 && !te.te_error)
		fail(&te, te.te_args[0], ": unexpected");
	return (te.te_error ? 2 : !result);
}
