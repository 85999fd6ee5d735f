/*
 * lib/tar.c: good archives, and many damaged ones.
 */
#include "tests/host/libtest.h"

#include "lib/tar.h"

static unsigned char *archive;
static size_t size;

/* Octal digits into all of a field but its last byte. */
static void
set_octal(char *field, size_t len, uint64_t value)
{
	field[--len] = '\0';
	while (len > 0) {
		field[--len] = (char)('0' + value % 8);
		value /= 8;
	}
}

static void
set_sum(struct tar_header *th)
{
	const unsigned char *p = (const unsigned char *)th;
	uint64_t sum = 0;

	memset(th->th_chksum, ' ', sizeof(th->th_chksum));
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += p[i];
	set_octal(th->th_chksum, sizeof(th->th_chksum), sum);
}

static struct tar_header *
add(const char *prefix, const char *name, char type, const char *data)
{
	size_t len = strlen(data);
	size_t room = TAR_BLOCK + (len + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
	struct tar_header *th;

	archive = realloc(archive, size + room);
	memset(archive + size, 0, room);
	th = (struct tar_header *)(archive + size);
	strncpy(th->th_name, name, sizeof(th->th_name));
	strncpy(th->th_prefix, prefix, sizeof(th->th_prefix));
	set_octal(th->th_mode, sizeof(th->th_mode), 0755);
	set_octal(th->th_uid, sizeof(th->th_uid), 10);
	set_octal(th->th_gid, sizeof(th->th_gid), 20);
	set_octal(th->th_size, sizeof(th->th_size), len);
	set_octal(th->th_mtime, sizeof(th->th_mtime), 1000);
	th->th_typeflag = type;
	memcpy(th->th_magic, "ustar", 6);
	memcpy(th->th_version, "00", 2);
	memcpy(archive + size + TAR_BLOCK, data, len);
	set_sum(th);
	size += room;
	return (th);
}

static void
add_zeros(size_t blocks)
{
	archive = realloc(archive, size + blocks * TAR_BLOCK);
	memset(archive + size, 0, blocks * TAR_BLOCK);
	size += blocks * TAR_BLOCK;
}

static int
teardown(void **state)
{
	(void)state;
	free(archive);
	archive = NULL;
	size = 0;
	return (0);
}

static void
expect(size_t *off, const char *name, char type, const char *data)
{
	struct tar_entry te;

	assert_int_equal(tar_next(archive, size, off, &te), 1);
	assert_string_equal(te.te_name, name);
	assert_int_equal(te.te_type, type);
	assert_int_equal(te.te_size, strlen(data));
	assert_memory_equal(te.te_data, data, strlen(data));
	assert_int_equal(te.te_mode, 0755);
	assert_int_equal(te.te_uid, 10);
	assert_int_equal(te.te_gid, 20);
	assert_int_equal(te.te_mtime, 1000);
}

/* Two archives in a row, with all kinds of names. */
static void
test_good(void **state)
{
	char hundred[101], path[257];
	size_t off = 0;
	struct tar_entry te;

	(void)state;
	memset(hundred, 'n', 100);
	hundred[100] = '\0';
	snprintf(path, sizeof(path), "pre/fix/%s", hundred);
	add("", "./", TAR_DIR, "");
	add("", "./bin/", TAR_DIR, "");
	add("", "/bin/sh", TAR_FILE, "text of the shell");
	add("", "old", TAR_OLDFILE, "");
	add_zeros(2);
	add("", "pax", TAR_PAX, "11 path=x\n");
	add("pre/fix", hundred, TAR_FILE, "x");
	add_zeros(3);

	expect(&off, "", TAR_DIR, "");
	expect(&off, "bin", TAR_DIR, "");
	expect(&off, "bin/sh", TAR_FILE, "text of the shell");
	expect(&off, "old", TAR_FILE, "");
	expect(&off, path, TAR_FILE, "x");
	assert_int_equal(tar_next(archive, size, &off, &te), 0);
}

static void
test_octal(void **state)
{
	uint64_t n;

	(void)state;
	assert_int_equal(tar_octal("0000755", 8, &n), 0);
	assert_int_equal(n, 0755);
	assert_int_equal(tar_octal("   17 ", 7, &n), 0);
	assert_int_equal(n, 017);
	assert_int_equal(tar_octal("12345678", 7, &n), 0);
	assert_int_equal(n, 01234567);
	assert_int_equal(tar_octal("", 8, &n), -1);
	assert_int_equal(tar_octal("        ", 8, &n), -1);
	assert_int_equal(tar_octal("9", 2, &n), -1);
	assert_int_equal(tar_octal("-1", 3, &n), -1);
	assert_int_equal(tar_octal("17x", 4, &n), -1);
	assert_int_equal(tar_octal("1777777777777777777777", 23, &n), 0);
	assert_int_equal(n, UINT64_MAX);
	assert_int_equal(tar_octal("7777777777777777777777", 23, &n), -1);
	assert_int_equal(tar_octal("\200\0\0\0\0\0\1\0", 8, &n), -1);
}

/* Each byte of a header changed: an error, or an entry inside the archive. */
static void
test_damage(void **state)
{
	struct tar_entry te;
	size_t off;

	(void)state;
	add("", "file", TAR_FILE, "data");
	for (size_t i = 0; i < TAR_BLOCK; i++) {
		archive[i] ^= 0x41;
		off = 0;
		assert_int_equal(tar_next(archive, size, &off, &te), -1);
		assert_int_equal(off, 0);
		archive[i] ^= 0x41;
	}
}

static void
test_size_lies(void **state)
{
	static const char *const sizes[] = { "00000001001", "77777777777",
	    "00000002000", "0000000100x", "" };
	struct tar_header *th = add("", "file", TAR_FILE, "data");
	struct tar_entry te;
	size_t off;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		memset(th->th_size, 0, sizeof(th->th_size));
		memcpy(th->th_size, sizes[i], strlen(sizes[i]));
		set_sum(th);
		off = 0;
		assert_int_equal(tar_next(archive, size, &off, &te), -1);
	}
	/* Cut anywhere: never beyond the end. */
	memcpy(th->th_size, "00000000004", 12);
	set_sum(th);
	for (size_t cut = 0; cut < size; cut++) {
		off = 0;
		assert_int_equal(tar_next(archive, cut, &off, &te),
		    cut < TAR_BLOCK ? 0 : cut < TAR_BLOCK + 4 ? -1 : 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_good, teardown),
		cmocka_unit_test(test_octal),
		cmocka_unit_test_teardown(test_damage, teardown),
		cmocka_unit_test_teardown(test_size_lies, teardown),
	};

	return (cmocka_run_group_tests_name("tar", tests, NULL, NULL));
}
