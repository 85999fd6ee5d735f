/*
 * libc_malloc.c -- user/libc's memory, filled and checked byte by byte.
 *
 * The part of libc under test is included here with other names.
 */
#include "tests/host/libtest.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* The heap that "sbrk" hands out; larger than the test needs. */
static _Alignas(4096) char heap[32 << 20];
static size_t heap_used;
static size_t heap_limit = sizeof(heap);

static void *
df_sbrk(intptr_t incr)
{
	if (heap_used + (size_t)incr > heap_limit)
		return ((void *)-1);
	heap_used += (size_t)incr;
	return (heap + heap_used - incr);
}

#define sbrk		df_sbrk
#define MAP_ANON	MAP_ANONYMOUS
#define malloc		df_malloc
#define free		df_free
#define calloc		df_calloc
#define realloc		df_realloc
#define reallocarray	df_reallocarray
#define posix_memalign	df_posix_memalign
#define aligned_alloc	df_aligned_alloc
void *malloc(size_t size);
void *realloc(void *p, size_t size);
void *reallocarray(void *p, size_t n, size_t size);
void *calloc(size_t n, size_t size);
void free(void *p);
int posix_memalign(void **pp, size_t align, size_t size);
void *aligned_alloc(size_t align, size_t size);
#include "user/libc/stdlib/malloc.c"

/* One thread: the locks are stores. */
int __libc_threaded;
void
__lock_wait(volatile int *word)
{
	fail_msg("waits for %p", (void *)(uintptr_t)word);
}
void
__lock_wake(volatile int *word)
{
	fail_msg("wakes %p", (void *)(uintptr_t)word);
}

static void
test_classes(void **state)
{
	(void)state;
	for (unsigned int class = 1; class < NCLASSES; class++)
		assert_true(class_size(class) > class_size(class - 1));
	assert_true(class_size(NCLASSES - 1) >= MMAP_MIN);
	for (size_t size = 1; size < MMAP_MIN; size++) {
		unsigned int class = class_of(size);

		assert_true(class < NCLASSES);
		assert_true(class_size(class) >= size);
		assert_true(class == 0 || class_size(class - 1) < size);
	}
}

#define BLOCKS	200

static struct block {
	unsigned char *b_p;
	size_t b_size;
	unsigned char b_fill;
} blocks[BLOCKS];

static void
check(const struct block *b)
{
	for (size_t i = 0; i < b->b_size; i++)
		assert_int_equal(b->b_p[i], b->b_fill);
}

static size_t
random_size(uint64_t *seed)
{
	return (next_random(seed) % (1u << next_random(seed) % 19));
}

static void
change(struct block *b, uint64_t *seed)
{
	size_t size = random_size(seed), kept;

	if (b->b_p == NULL) {
		b->b_p = malloc(size);
	} else if (next_random(seed) % 3 == 0) {
		kept = size < b->b_size ? size : b->b_size;
		b->b_p = realloc(b->b_p, size);
		b->b_size = kept;
		assert_non_null(b->b_p);
		check(b);
	} else {
		free(b->b_p);
		b->b_p = NULL;
		return;
	}
	assert_non_null(b->b_p);
	assert_int_equal((uintptr_t)b->b_p % 16, 0);
	b->b_size = size;
	b->b_fill = (unsigned char)next_random(seed);
	memset(b->b_p, b->b_fill, size);
}

static void
test_random(void **state)
{
	uint64_t seed = 5;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct block *b = &blocks[next_random(&seed) % BLOCKS];

		if (b->b_p != NULL)
			check(b);
		change(b, &seed);
	}
	for (int i = 0; i < BLOCKS; i++)
		free(blocks[i].b_p);
}

static void
test_aligned(void **state)
{
	void *p, *q;

	(void)state;
	for (size_t align = 8; align <= 65536; align *= 2) {
		assert_int_equal(posix_memalign(&p, align, 1000), 0);
		assert_int_equal((uintptr_t)p % align, 0);
		memset(p, 1, 1000);
		q = realloc(p, 5000);
		assert_non_null(q);
		assert_int_equal(((unsigned char *)q)[999], 1);
		free(q);
	}
	assert_int_equal(posix_memalign(&p, 24, 8), EINVAL);
	assert_int_equal(posix_memalign(&p, 64, SIZE_MAX - 10), ENOMEM);
}

static void
test_limits(void **state)
{
	unsigned char *p;

	(void)state;
	assert_null(calloc(SIZE_MAX / 2, 3));
	assert_null(reallocarray(NULL, SIZE_MAX / 2, 3));
	assert_null(malloc(SIZE_MAX));
	assert_null(malloc(SIZE_MAX - 20));
	free(NULL);
	p = malloc(0);
	assert_non_null(p);
	free(p);
	p = calloc(100, 10);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	free(p);
	heap_limit = heap_used;
	while (malloc(1024) != NULL)
		continue;
	assert_int_equal(errno, ENOMEM);
	heap_limit = sizeof(heap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_aligned),
		cmocka_unit_test(test_limits),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
