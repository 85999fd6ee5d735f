/*
 * boot/: what boot loaders tell, in good order, in disorder and damaged.
 *
 * sources: boot/bootinfo.c boot/multiboot2.c boot/pvh.c
 */
#include "tests/host/libtest.h"

#include "boot/bootinfo.h"

#define MIB	(1ull << 20)
#define INFO	0x10000u	/* "physical" address of what we write */

static unsigned char memory[8192];	/* lies at INFO */
static size_t used;
static struct bootinfo bi;

static const void *
read_memory(uint64_t pa, size_t len)
{
	if (pa < INFO || pa > INFO + sizeof(memory) ||
	    len > INFO + sizeof(memory) - pa)
		return (NULL);
	return (&memory[pa - INFO]);
}

static void
put(const void *data, size_t len)
{
	assert_true(used + len <= sizeof(memory));
	memcpy(&memory[used], data, len);
	used += len;
}

static void
put32(uint32_t v)
{
	put(&v, sizeof(v));
}

static void
put64(uint64_t v)
{
	put(&v, sizeof(v));
}

/* ------------------------------------------------------------- multiboot2 */

static void
mb2_begin(void)
{
	memset(memory, 0, sizeof(memory));
	used = 0;
	put64(0);
}

static void
mb2_end(void)
{
	uint32_t size;

	put32(0);
	put32(8);
	size = (uint32_t)used;
	memcpy(memory, &size, sizeof(size));
}

static void
mb2_align(void)
{
	used = (used + 7) / 8 * 8;
}

static void
mb2_text(uint32_t type, const char *text)
{
	put32(type);
	put32(8 + (uint32_t)strlen(text) + 1);
	put(text, strlen(text) + 1);
	mb2_align();
}

static void
mb2_mmap(const uint64_t (*ranges)[3], size_t n)
{
	put32(6);
	put32(16 + (uint32_t)n * 24);
	put32(24);
	put32(0);
	for (size_t i = 0; i < n; i++) {
		put64(ranges[i][0]);
		put64(ranges[i][1]);
		put64(ranges[i][2]);
	}
}

static void
mb2_module(uint32_t start, uint32_t end)
{
	put32(3);
	put32(17);
	put32(start);
	put32(end);
	put("", 1);
	mb2_align();
}

static void
parse(void)
{
	bootinfo_parse(&bi, BOOT_MAGIC_MULTIBOOT2, INFO, read_memory);
}

static void
check_range(int i, uint64_t start, uint64_t end)
{
	assert_true(i < bi.bi_nranges);
	assert_int_equal(bi.bi_ranges[i].br_start, start);
	assert_int_equal(bi.bi_ranges[i].br_end, end);
}

static void
test_multiboot2(void **state)
{
	static const uint64_t ranges[][3] = {
		{ 4096 * MIB, 1024 * MIB, 1 },	/* out of order, high */
		{ 0, 0x9fc00, 1 },		/* not whole pages */
		{ 1 * MIB, 100 * MIB, 1 },
		{ 101 * MIB, 10 * MIB, 1 },	/* touches the one before */
		{ 50 * MIB, 1 * MIB, 2 },	/* a hole in the middle */
		{ 3584 * MIB, 512 * MIB, 2 },
	};

	mb2_begin();
	mb2_text(1, "quiet foo=bar");
	mb2_module(0x800000, 0x801234);
	mb2_mmap(ranges, 6);
	mb2_text(99, "unknown tags are skipped");
	mb2_module(0x900000, 0x900000);		/* an empty module is none */
	mb2_end();
	parse();

	assert_null(bi.bi_error);
	assert_string_equal(bi.bi_cmdline, "quiet foo=bar");
	assert_int_equal(bi.bi_nmodules, 1);
	assert_int_equal(bi.bi_modules[0].br_start, 0x800000);
	assert_int_equal(bi.bi_modules[0].br_end, 0x801234);
	assert_int_equal(bi.bi_nranges, 4);
	check_range(0, 0, 0x9f000);
	check_range(1, 1 * MIB, 50 * MIB);
	check_range(2, 51 * MIB, 111 * MIB);
	check_range(3, 4096 * MIB, 5120 * MIB);
	assert_int_equal(bootinfo_ram(&bi), 0x9f000 + (49 + 60 + 1024) * MIB);
}

static void
test_exclude(void **state)
{
	static const uint64_t ranges[][3] = { { 16 * MIB, 16 * MIB, 1 } };

	mb2_begin();
	mb2_mmap(ranges, 1);
	mb2_end();
	parse();
	bootinfo_exclude(&bi, 0, 1 * MIB);		/* nothing there */
	assert_int_equal(bi.bi_nranges, 1);
	bootinfo_exclude(&bi, 20 * MIB + 1, 20 * MIB + 2);
	assert_int_equal(bi.bi_nranges, 2);
	check_range(0, 16 * MIB, 20 * MIB);
	check_range(1, 20 * MIB + 4096, 32 * MIB);
	bootinfo_exclude(&bi, 10 * MIB, 17 * MIB);
	check_range(0, 17 * MIB, 20 * MIB);
	bootinfo_exclude(&bi, 31 * MIB, 99 * MIB);
	check_range(1, 20 * MIB + 4096, 31 * MIB);
	bootinfo_exclude(&bi, 0, 999 * MIB);
	assert_int_equal(bi.bi_nranges, 0);
}

static void
test_nothing(void **state)
{
	mb2_begin();
	mb2_end();
	parse();
	assert_non_null(bi.bi_error);
	bootinfo_parse(&bi, 0x2badb002, INFO, read_memory);
	assert_non_null(bi.bi_error);
	bootinfo_parse(&bi, BOOT_MAGIC_MULTIBOOT2, 0, read_memory);
	assert_non_null(bi.bi_error);
}

static void
check_order(void)
{
	for (int i = 0; i < bi.bi_nranges; i++) {
		assert_true(bi.bi_ranges[i].br_start < bi.bi_ranges[i].br_end);
		assert_true(bi.bi_ranges[i].br_end <= BOOT_PHYS_MAX);
		if (i > 0)
			assert_true(bi.bi_ranges[i - 1].br_end <=
			    bi.bi_ranges[i].br_start);
	}
	assert_true(bi.bi_nmodules <= BOOT_MAXMODULES);
	assert_true(strlen(bi.bi_cmdline) < sizeof(bi.bi_cmdline));
}

/* Whatever stands there: no read beyond it, and ranges in order. */
static void
test_multiboot2_damage(void **state)
{
	static const uint64_t ranges[][3] = {
		{ 0, 0x9fc00, 1 }, { 1 * MIB, 100 * MIB, 1 },
		{ 50 * MIB, 1 * MIB, 2 }, { ~0ull - 10, 100, 1 },
	};
	uint64_t seed = 1;

	for (int round = 0; round < 20000; round++) {
		mb2_begin();
		mb2_text(1, "quiet");
		mb2_module(0x800000, 0x801234);
		mb2_mmap(ranges, 4);
		mb2_end();
		for (int i = 0; i < 1 + round % 8; i++)
			memory[next_random(&seed) % used] =
			    (unsigned char)next_random(&seed);
		parse();
		check_order();
	}
}

/* More ranges than there is room for: some are lost, nothing else. */
static void
test_many_ranges(void **state)
{
	static uint64_t ranges[100][3];

	for (uint64_t i = 0; i < 100; i++) {
		ranges[i][0] = (200 - i * 2) * MIB;
		ranges[i][1] = MIB;
		ranges[i][2] = 1;
	}
	mb2_begin();
	mb2_mmap(ranges, 100);
	mb2_end();
	parse();
	check_order();
	assert_int_equal(bi.bi_nranges, BOOT_MAXRANGES);
	assert_int_equal(bi.bi_nlost, 100 - BOOT_MAXRANGES);
}

/* ------------------------------------------------------------------- PVH */

static void
pvh_build(void)
{
	memset(memory, 0, sizeof(memory));
	used = 0;
	put32(BOOT_MAGIC_PVH);
	put32(1);			/* version */
	put32(0);
	put32(1);			/* modules */
	put64(INFO + 56);
	put64(INFO + 144);		/* command line */
	put64(0);
	put64(INFO + 96);
	put32(2);			/* memory ranges */
	put32(0);
	put64(0x2000000);		/* the module: start, size */
	put64(0x5000);
	put64(0);
	put64(0);
	used = 96;
	put64(1 * MIB);
	put64(127 * MIB);
	put64(1);
	put64(0x80000000);
	put64(1 * MIB);
	put64(2);
	put("selftest=vm", 12);
}

static void
test_pvh(void **state)
{
	pvh_build();
	bootinfo_parse(&bi, BOOT_MAGIC_PVH, INFO, read_memory);
	assert_null(bi.bi_error);
	assert_string_equal(bi.bi_cmdline, "selftest=vm");
	assert_int_equal(bi.bi_nmodules, 1);
	assert_int_equal(bi.bi_modules[0].br_end, 0x2005000);
	assert_int_equal(bi.bi_nranges, 1);
	check_range(0, 1 * MIB, 128 * MIB);
}

static void
test_pvh_damage(void **state)
{
	uint64_t seed = 2;

	for (int round = 0; round < 20000; round++) {
		pvh_build();
		for (int i = 0; i < 1 + round % 8; i++)
			memory[next_random(&seed) % used] =
			    (unsigned char)next_random(&seed);
		bootinfo_parse(&bi, BOOT_MAGIC_PVH, INFO, read_memory);
		check_order();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_multiboot2),
		cmocka_unit_test(test_exclude),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_multiboot2_damage),
		cmocka_unit_test(test_many_ranges),
		cmocka_unit_test(test_pvh),
		cmocka_unit_test(test_pvh_damage),
	};

	return (cmocka_run_group_tests_name("boot", tests, NULL, NULL));
}
