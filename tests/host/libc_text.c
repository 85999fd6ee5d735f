/*
 * libc_text.c -- strings, sorting and dates of user/libc, against the
 * host's library.
 *
 * The parts of libc under test are included here with other names.
 */
#include "tests/host/libtest.h"

#include <ctype.h>
#include <libgen.h>
#include <strings.h>
#include <time.h>

#define qsort		df_qsort
#define bsearch		df_bsearch
#define gmtime		df_gmtime
#define gmtime_r	df_gmtime_r
#define localtime	df_localtime
#define localtime_r	df_localtime_r
#define timegm		df_timegm
#define mktime		df_mktime
#define strftime	df_strftime
#define asctime		df_asctime
#define asctime_r	df_asctime_r
#define ctime		df_ctime
#define memrchr		df_memrchr
#define memmem		df_memmem
#define memccpy		df_memccpy
#define mempcpy		df_mempcpy
#define stpcpy		df_stpcpy
#define strcat		df_strcat
#define strncat		df_strncat
#define strcoll		df_strcoll
#define strxfrm		df_strxfrm
#define strchrnul	df_strchrnul
#define strspn		df_strspn
#define strcspn		df_strcspn
#define strpbrk		df_strpbrk
#define strtok		df_strtok
#define strtok_r	df_strtok_r
#define strsep		df_strsep
#define strdup		df_strdup
#define strndup		df_strndup
#define strcasecmp	df_strcasecmp
#define strncasecmp	df_strncasecmp
#define strcasestr	df_strcasestr
#define bcmp		df_bcmp
#define bcopy		df_bcopy
#define bzero		df_bzero
#define index		df_index
#define rindex		df_rindex
#define ffs		df_ffs
#include "tests/host/rename.h"
#include "lib/string.h"
char *strndup(const char *s, size_t max);
size_t strftime(char *restrict buf, size_t size, const char *restrict fmt,
    const struct tm *restrict tm);
#include "user/libc/stdlib/sort.c"
#include "user/libc/string/strings.c"
#include "user/libc/time/calendar.c"
#include "user/libc/time/strftime.c"
#undef strftime
#undef timegm
#undef gmtime_r

static int
by_value(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return ((*x > *y) - (*x < *y));
}

static void
test_sort(void **state)
{
	uint64_t seed = 3;
	int numbers[300], key;

	(void)state;
	for (size_t n = 0; n < 300; n++) {
		long sum = 0;

		for (size_t i = 0; i < n; i++) {
			numbers[i] = (int)(next_random(&seed) % (n + 1));
			sum += numbers[i];
		}
		df_qsort(numbers, n, sizeof(int), by_value);
		for (size_t i = 0; i < n; i++) {
			sum -= numbers[i];
			assert_true(i == 0 || numbers[i - 1] <= numbers[i]);
			key = numbers[i];
			assert_int_equal(*(int *)df_bsearch(&key, numbers, n,
			    sizeof(int), by_value), key);
		}
		assert_int_equal(sum, 0);
		key = -1;
		assert_null(df_bsearch(&key, numbers, n, sizeof(int),
		    by_value));
	}
}

static void
test_tokens(void **state)
{
	char text[] = "  one two,,three ";
	char fields[] = "a::b";
	char *next = NULL, *rest = fields;

	(void)state;
	assert_string_equal(df_strtok_r(text, " ,", &next), "one");
	assert_string_equal(df_strtok_r(NULL, " ,", &next), "two");
	assert_string_equal(df_strtok_r(NULL, " ,", &next), "three");
	assert_null(df_strtok_r(NULL, " ,", &next));
	assert_null(df_strtok_r(NULL, " ,", &next));
	assert_string_equal(df_strsep(&rest, ":"), "a");
	assert_string_equal(df_strsep(&rest, ":"), "");
	assert_string_equal(df_strsep(&rest, ":"), "b");
	assert_null(df_strsep(&rest, ":"));
}

static void
test_strings(void **state)
{
	char buf[16] = "ab";

	(void)state;
	assert_string_equal(df_strcat(buf, "cd"), "abcd");
	assert_string_equal(df_strncat(buf, "efgh", 2), "abcdef");
	assert_ptr_equal(df_stpcpy(buf, "xyz"), buf + 3);
	assert_int_equal(df_strspn("aabc", "ab"), 3);
	assert_int_equal(df_strcspn("aabc", "c"), 3);
	assert_int_equal(df_strcspn("aabc", "x"), 4);
	assert_null(df_strpbrk("abc", "xy"));
	assert_int_equal(df_strcasecmp("HeLLo", "hEllO"), 0);
	assert_true(df_strcasecmp("a", "B") < 0);
	assert_int_equal(df_strncasecmp("abX", "ABy", 2), 0);
	assert_string_equal(df_strcasestr("foo BAR", "bar"), "BAR");
	assert_null(df_strcasestr("foo", "bar"));
	assert_string_equal(df_memmem("abcabd", 6, "abd", 3), "abd");
	assert_null(df_memmem("ab", 2, "abc", 3));
	assert_string_equal(df_memrchr("abab", 'a', 4), "ab");
	assert_ptr_equal(df_memccpy(buf, "12345", '3', 5), buf + 3);
}

static void
test_dates(void **state)
{
	uint64_t seed = 9;
	struct tm host, our;
	time_t t;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		t = (time_t)((uint64_t)next_random(&seed) << 16 ^
		    next_random(&seed)) % 200000000000 - 70000000000;
		gmtime_r(&t, &host);
		df_gmtime_r(&t, &our);
		assert_int_equal(our.tm_year, host.tm_year);
		assert_int_equal(our.tm_yday, host.tm_yday);
		assert_int_equal(our.tm_mon, host.tm_mon);
		assert_int_equal(our.tm_mday, host.tm_mday);
		assert_int_equal(our.tm_hour, host.tm_hour);
		assert_int_equal(our.tm_min, host.tm_min);
		assert_int_equal(our.tm_sec, host.tm_sec);
		assert_int_equal(our.tm_wday, host.tm_wday);
		assert_int_equal(df_timegm(&our), t);
	}
	memset(&host, 0, sizeof(host));
	host.tm_year = 124;
	host.tm_mon = 25;
	host.tm_mday = -3;
	host.tm_sec = 100000;
	our = host;
	assert_int_equal(df_timegm(&our), timegm(&host));
	assert_int_equal(our.tm_mday, host.tm_mday);
}

static void
test_strftime(void **state)
{
	static const char *const formats[] = {
		"%a %A %b %B %h %C %d %e %H %I %j %m %M %p", "%c", "%x", "%X",
		"%D %F %R %T %r", "%S %U %W %u %w %y %Y %s", "%k|%l|%%|%n%t",
		"plain", "", "%Ey %Od",
	};
	char host_text[200], our_text[200];
	struct tm tm;

	(void)state;
	for (time_t t = 1700000000; t < 1800000000; t += 3456789) {
		gmtime_r(&t, &tm);
		for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]);
		    i++) {
			size_t host, our;

			host = strftime(host_text, 200, formats[i], &tm);
			our = df_strftime(our_text, 200, formats[i], &tm);
			assert_string_equal(our_text, host_text);
			assert_int_equal(our, host);
		}
	}
	assert_int_equal(df_strftime(our_text, 5, "%H:%M", &tm), 0);
	assert_int_equal(df_strftime(our_text, 6, "%H:%M", &tm), 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_strftime),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
