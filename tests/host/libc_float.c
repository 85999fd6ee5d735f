/*
 * libc_float.c -- numbers as text in user/libc, against the host's library.
 *
 * The parts of libc under test are included here with other names.
 */
#include "tests/host/libtest.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <strings.h>

#include "lib/format.h"

#define strtod		df_strtod
#define strtof		df_strtof
#define strtold		df_strtold
#define atof		df_atof
#define strtoll		df_strtoll
#define strtoull	df_strtoull
#define strtol		df_strtol
#define strtoul		df_strtoul
#define strtoimax	df_strtoimax
#define strtoumax	df_strtoumax
#define strtonum	df_strtonum
#define atoi		df_atoi
#define atol		df_atol
#define atoll		df_atoll
#define abs		df_abs
#define labs		df_labs
#define llabs		df_llabs
#define imaxabs		df_imaxabs
#define div		df_div
#define ldiv		df_ldiv
#define lldiv		df_lldiv
#include "user/libc/stdio/float.c"
#include "user/libc/stdlib/bignum.c"
#include "user/libc/stdlib/number.c"
#include "user/libc/stdlib/strtod.c"
#undef strtod
#undef strtoll
#undef strtoull
#undef div

#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

static char ours[4096];

static void
put_ours(char c, void *arg)
{
	char **next = arg;

	*(*next)++ = c;
}

static void
print_ours(const char *fmt, ...)
{
	char *next = ours;
	va_list ap;

	va_start(ap, fmt);
	format_hooked(put_ours, &next, fmt, ap, __format_float);
	va_end(ap);
	*next = '\0';
}

static void
same(const char *fmt, double value)
{
	char host[4096];

	snprintf(host, sizeof(host), fmt, value);
	print_ours(fmt, value);
	assert_string_equal(ours, host);
}

static const char *const formats[] = {
	"%f", "%e", "%g", "%.0f", "%.0e", "%.0g", "%.1f", "%.3f", "%.17g",
	"%.17e", "%20.3f", "%-20.3e|", "%020.2f", "%+.2f", "% .2f",
	"%#.0f", "%#.0e", "%.30f", "%.40e", "%.40g", "%G", "%E", "%F",
	"%+012g", "%.1100f",
};

static void
in_all_formats(double value)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		same(formats[i], value);
		same(formats[i], -value);
	}
}

/* Any pattern of bits, so that every exponent is met. */
static double
random_double(uint64_t *state)
{
	uint64_t bits = (uint64_t)next_random(state) << 33 ^
	    (uint64_t)next_random(state) << 12 ^ next_random(state);
	double value;

	memcpy(&value, &bits, sizeof(value));
	return (value);
}

static void
test_print(void **state)
{
	static const double values[] = {
		0.0, 1.0, 0.5, 1.5, 2.5, 0.125, 9.5, 9.995, 99.95, 999999.5,
		1e6, 1e5, 123456.0, 1234567.0, 0.0001, 0.00001, 1e15, 1e16,
		1e22, 1e23, 1e100, 0.1, 0.3, 2.0 / 3.0, DBL_MAX, DBL_MIN,
		5e-324, 4.9e-320, (double)INFINITY, 1e-5, 100, 1e-300,
	};
	uint64_t seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		in_all_formats(values[i]);
	/* Not compared: the host's %#g forgets zeros when it rounds up. */
	print_ours("%#g %#g %#.3g", 999999.5, 1.5, 100.0);
	assert_string_equal(ours, "1.00000e+06 1.50000 100.");
	for (int i = 0; i < 2000; i++) {
		double value = random_double(&seed);

		if (!isnan(value))
			in_all_formats(value);
	}
}

static void
same_double(const char *text)
{
	char *host_end, *our_end;
	double host, our;
	int host_error, our_error;

	errno = 0;
	host = strtod(text, &host_end);
	host_error = errno;
	errno = 0;
	our = df_strtod(text, &our_end);
	our_error = errno;
	if (memcmp(&host, &our, sizeof(host)) != 0)
		fail_msg("%s: %.17g, not %.17g", text, our, host);
	assert_ptr_equal(our_end, host_end);
	/* The host does not say ERANGE for an exact denormal number. */
	if (fabs(host) >= DBL_MIN || host == 0)
		assert_int_equal(our_error, host_error);
}

static void
test_strtod(void **state)
{
	static const char *const texts[] = {
		"0", "-0", "1", "  12.5x", "+3.", ".5", ".", "", "e5", "1e",
		"1e+", "1e5", "-1.5E-3", "1e400", "1e-400", "-1e999999999",
		"1e-99999999999", "0e999", "inf", "-INFINITY", "nan", "infx",
		"2.2250738585072011e-308", "2.2250738585072014e-308",
		"4.9406564584124654e-324", "2.4703282292062327e-324",
		"2.4703282292062328e-324", "1.7976931348623157e308",
		"1.7976931348623159e308", "9007199254740993",
		"9007199254740992.99999999999999999999999999999",
		"9007199254740993.00000000000000000000000000000000001",
		"00000000000000000000000000000000000000000000001e-46",
		"123456789012345678901234567890e-10", "0.1", "1.2.3", "--1",
	};
	char text[2000];
	uint64_t seed = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		same_double(texts[i]);
	for (int i = 0; i < 5000; i++) {
		double value = random_double(&seed);

		if (!isfinite(value))
			continue;
		snprintf(text, sizeof(text), "%.*g", 1 + i % 20, value);
		same_double(text);
		snprintf(text, sizeof(text), "%.*e", i % 900, value);
		same_double(text);
	}
}

static void
same_integer(const char *text, int base)
{
	char *host_end, *our_end;
	long long host, our;
	unsigned long long uhost, uour;
	int host_error;

	errno = 0;
	host = strtoll(text, &host_end, base);
	host_error = errno;
	errno = 0;
	our = df_strtoll(text, &our_end, base);
	assert_int_equal(our, host);
	assert_ptr_equal(our_end, host_end);
	assert_int_equal(errno, host_error);
	errno = 0;
	uhost = strtoull(text, &host_end, base);
	host_error = errno;
	errno = 0;
	uour = df_strtoull(text, &our_end, base);
	assert_true(uour == uhost);
	assert_ptr_equal(our_end, host_end);
	assert_int_equal(errno, host_error);
}

static void
test_integers(void **state)
{
	static const char *const texts[] = {
		"0", "-1", " 42x", "", "-", "0x", "0xg", "0x1F", "-0x10",
		"077", "08", "zz", "9223372036854775807",
		"9223372036854775808", "-9223372036854775808",
		"-9223372036854775809", "18446744073709551615",
		"18446744073709551616", "99999999999999999999999999x",
		"\t\n +7", "1 2", "0b1",
	};
	static const int bases[] = { 0, 2, 8, 10, 16, 36 };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (size_t b = 0; b < sizeof(bases) / sizeof(bases[0]); b++)
			same_integer(texts[i], bases[b]);
	}
}

static void
test_strtonum(void **state)
{
	const char *wrong;

	(void)state;
	assert_int_equal(df_strtonum("12", 0, 20, &wrong), 12);
	assert_null(wrong);
	assert_int_equal(df_strtonum("21", 0, 20, &wrong), 0);
	assert_string_equal(wrong, "too large");
	assert_int_equal(df_strtonum("-1", 0, 20, &wrong), 0);
	assert_string_equal(wrong, "too small");
	assert_int_equal(df_strtonum("1x", 0, 20, &wrong), 0);
	assert_string_equal(wrong, "invalid");
	df_strtonum("99999999999999999999", 0, LLONG_MAX, &wrong);
	assert_string_equal(wrong, "too large");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_strtod),
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_strtonum),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
