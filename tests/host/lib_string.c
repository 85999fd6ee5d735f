/*
 * lib/string.c against the host's functions.
 */
#define _GNU_SOURCE
#include "tests/host/libtest.h"

static void *(*host_memcpy)(void *, const void *, size_t) = memcpy;
static void *(*host_memmove)(void *, const void *, size_t) = memmove;
static void *(*host_memset)(void *, int, size_t) = memset;
static int (*host_memcmp)(const void *, const void *, size_t) = memcmp;
static int (*host_strcmp)(const char *, const char *) = strcmp;
static int (*host_strncmp)(const char *, const char *, size_t) = strncmp;

#include "tests/host/rename.h"
#include "lib/string.h"

#define SIZE	96

static unsigned char a[SIZE], b[SIZE];

static void
fill(void)
{
	for (int i = 0; i < SIZE; i++)
		a[i] = b[i] = (unsigned char)(i * 7 + 1);
}

static void
same(void)
{
	assert_int_equal(host_memcmp(a, b, SIZE), 0);
}

/* Every length up to 40 at every alignment of both sides. */
static void
test_copy(void **state)
{
	(void)state;
	for (int to = 0; to < 9; to++)
		for (int from = 48; from < 57; from++)
			for (size_t len = 0; len <= 39; len++) {
				fill();
				assert_ptr_equal(memcpy(a + to, a + from,
				    len), a + to);
				host_memcpy(b + to, b + from, len);
				same();
			}
}

static void
test_move(void **state)
{
	(void)state;
	for (int to = 0; to < 40; to++)
		for (int from = 0; from < 40; from++)
			for (size_t len = 0; len <= 50; len++) {
				fill();
				assert_ptr_equal(memmove(a + to, a + from,
				    len), a + to);
				host_memmove(b + to, b + from, len);
				same();
			}
}

static void
test_set(void **state)
{
	(void)state;
	for (int to = 0; to < 9; to++)
		for (size_t len = 0; len <= 40; len++) {
			fill();
			assert_ptr_equal(memset(a + to, 0x1a5, len), a + to);
			host_memset(b + to, 0x1a5, len);
			same();
		}
}

static int
sign(int x)
{
	return (x < 0 ? -1 : x > 0);
}

static void
test_compare(void **state)
{
	static const char *const words[] = { "", "a", "ab", "abc", "abd",
	    "b", "\377", "a\377", "abcdefghijklmnop", "abcdefghijklmnoq" };
	const int n = sizeof(words) / sizeof(words[0]);

	(void)state;
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++) {
			const char *x = words[i], *y = words[j];

			assert_int_equal(sign(strcmp(x, y)),
			    sign(host_strcmp(x, y)));
			for (size_t max = 0; max < 20; max++)
				assert_int_equal(sign(strncmp(x, y, max)),
				    sign(host_strncmp(x, y, max)));
		}
	for (int diff = 0; diff < 40; diff++)
		for (size_t len = 0; len < 50; len++) {
			fill();
			a[diff] ^= 0x80;
			assert_int_equal(sign(memcmp(a, b, len)),
			    sign(host_memcmp(a, b, len)));
		}
}

static void
test_find(void **state)
{
	const char *s = "one two one";

	(void)state;
	assert_int_equal(strlen(s), 11);
	assert_int_equal(strlen(""), 0);
	assert_int_equal(strnlen(s, 3), 3);
	assert_int_equal(strnlen(s, 30), 11);
	assert_ptr_equal(strchr(s, 'o'), s);
	assert_ptr_equal(strchr(s, '\0'), s + 11);
	assert_null(strchr(s, 'x'));
	assert_ptr_equal(strrchr(s, 'o'), s + 8);
	assert_ptr_equal(strrchr(s, '\0'), s + 11);
	assert_null(strrchr(s, 'x'));
	assert_ptr_equal(memchr(s, 't', 11), s + 4);
	assert_null(memchr(s, 't', 4));
	assert_ptr_equal(strstr(s, "one"), s);
	assert_ptr_equal(strstr(s + 1, "one"), s + 8);
	assert_ptr_equal(strstr(s, ""), s);
	assert_ptr_equal(strstr("aaab", "aab"), strstr("aaab", "aab"));
	assert_string_equal(strstr("aaab", "aab"), "aab");
	assert_null(strstr(s, "ones"));
	assert_null(strstr("", "x"));
}

static void
test_bounded(void **state)
{
	char buf[8];

	(void)state;
	assert_ptr_equal(strcpy(buf, "abc"), buf);
	assert_string_equal(buf, "abc");
	assert_int_equal(strlcpy(buf, "0123456789", sizeof(buf)), 10);
	assert_string_equal(buf, "0123456");
	assert_int_equal(strlcpy(buf, "ab", sizeof(buf)), 2);
	assert_int_equal(strlcat(buf, "cd", sizeof(buf)), 4);
	assert_string_equal(buf, "abcd");
	assert_int_equal(strlcat(buf, "efghij", sizeof(buf)), 10);
	assert_string_equal(buf, "abcdefg");
	assert_int_equal(strlcpy(buf, "zz", 0), 2);
	assert_string_equal(buf, "abcdefg");
	memset(buf, 'x', sizeof(buf));
	assert_int_equal(strlcat(buf, "y", sizeof(buf)), 9);
	assert_int_equal(buf[7], 'x');
	strncpy(buf, "ab", 5);
	assert_int_equal(host_memcmp(buf, "ab\0\0\0xxx", 8), 0);
	strncpy(buf, "0123456789", 8);
	assert_int_equal(host_memcmp(buf, "01234567", 8), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_move),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_bounded),
	};

	return (cmocka_run_group_tests_name("string", tests, NULL, NULL));
}
