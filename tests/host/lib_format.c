/*
 * lib/format.c against the host's snprintf, and the hook.
 */
#include "tests/host/libtest.h"

#include <limits.h>

#include "lib/format.h"

static char ours[256];

static int __attribute__((format(printf, 2, 3)))
ours_format(size_t size, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = format_buf(ours, size, fmt, ap);
	va_end(ap);
	return (len);
}

/* The same text and length from both. */
#define SAME(...) do {							\
	char host[256];							\
	int hostlen = snprintf(host, sizeof(host), __VA_ARGS__);	\
	int len = ours_format(sizeof(ours), __VA_ARGS__);		\
	assert_string_equal(ours, host);				\
	assert_int_equal(len, hostlen);					\
} while (0)

#pragma GCC diagnostic ignored "-Wformat"

#define FLAGS_OF(f, value)						\
	SAME("[%" f "]", value); SAME("[%-" f "]", value);		\
	SAME("[%0" f "]", value); SAME("[%+" f "]", value);		\
	SAME("[% " f "]", value); SAME("[%#" f "]", value);		\
	SAME("[%12" f "]", value); SAME("[%-12" f "]", value);		\
	SAME("[%012" f "]", value); SAME("[%+12" f "]", value);		\
	SAME("[%.5" f "]", value); SAME("[%12.5" f "]", value);		\
	SAME("[%-12.5" f "]", value); SAME("[%012.5" f "]", value);	\
	SAME("[%#12.5" f "]", value); SAME("[%#012" f "]", value);	\
	SAME("[%.0" f "]", value); SAME("[%.30" f "]", value);		\
	SAME("[%#.0" f "]", value); SAME("[%+.0" f "]", value)

static void
test_integers(void **state)
{
	static const int values[] = { 0, 1, -1, 7, 8, 123, -12345, INT_MAX,
	    INT_MIN };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		int v = values[i];

		FLAGS_OF("d", v);
		FLAGS_OF("i", v);
		FLAGS_OF("u", v);
		FLAGS_OF("x", v);
		FLAGS_OF("X", v);
		FLAGS_OF("o", v);
	}
}

static void
test_sizes(void **state)
{
	(void)state;
	SAME("%hhd %hhu %hhx", 300, 300, -1);
	SAME("%hd %hu %hx", 70000, 70000, -1);
	SAME("%ld %lu %lx", LONG_MIN, ULONG_MAX, -1L);
	SAME("%lld %llu %llo", LLONG_MIN, ULLONG_MAX, ULLONG_MAX);
	SAME("%zu %zd %jd %ju %td", (size_t)-1, (ssize_t)-1, (intmax_t)-5,
	    (uintmax_t)-5, (ptrdiff_t)-9);
	SAME("%d", (int)3000000000u);
}

static void
test_text(void **state)
{
	const char *volatile nothing = NULL;

	(void)state;
	SAME("plain");
	SAME("%%%c%5c%-5c|", 'a', 'b', 'c');
	SAME("%s|%10s|%-10s|%.2s|%10.2s|%.0s|", "word", "word", "word",
	    "word", "word", "word");
	SAME("%p %20p", (void *)0x1234, (void *)ours);
	SAME("%*d|%-*d|%*d|", 6, 42, 6, 42, -6, 42);
	SAME("%.*d|%.*s|%.*s|", 4, 42, 2, "word", -1, "word");
	ours_format(sizeof(ours), "%s", nothing);
	assert_string_equal(ours, "(null)");
}

static void
test_cut(void **state)
{
	(void)state;
	memset(ours, 'x', sizeof(ours));
	assert_int_equal(ours_format(4, "abcdefg"), 7);
	assert_string_equal(ours, "abc");
	assert_int_equal(ours[4], 'x');
	assert_int_equal(ours_format(0, "abc"), 3);
	assert_string_equal(ours, "abc");
	assert_int_equal(ours_format(1, "abc"), 3);
	assert_string_equal(ours, "");
}

static void
test_unknown(void **state)
{
	(void)state;
	ours_format(sizeof(ours), "a%yb%5.3Qc");
	assert_string_equal(ours, "a%yb%5.3Qc");
	ours_format(sizeof(ours), "end%");
	assert_string_equal(ours, "end%");
	ours_format(sizeof(ours), "end%-5l");
	assert_string_equal(ours, "end%-5l");
}

static int
hook(struct format_sink *sink, const struct format_spec *spec,
    struct format_args *args)
{
	if (spec->fc_conv != 'f')
		return (-1);
	format_field(sink, spec, "~",
	    va_arg(args->fa_list, double) > 1.0 ? "big" : "low", 3);
	return (0);
}

struct text {
	char t_buf[128];
	size_t t_len;
};

static void
put_text(char c, void *arg)
{
	struct text *t = arg;

	t->t_buf[t->t_len++] = c;
}

static int
hooked(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int len;

	memset(t, 0, sizeof(*t));
	va_start(ap, fmt);
	len = format_hooked(put_text, t, fmt, ap, hook);
	va_end(ap);
	return (len);
}

static void
test_hook(void **state)
{
	struct text t;

	(void)state;
	assert_int_equal(hooked(&t, "%d %f %6f %-6f %06f%y %d", 1, 2.0, 0.5,
	    2.0, 2.0, 5), 31);
	assert_string_equal(t.t_buf, "1 ~big   ~low ~big   ~00big%y 5");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_hook),
	};

	return (cmocka_run_group_tests_name("format", tests, NULL, NULL));
}
