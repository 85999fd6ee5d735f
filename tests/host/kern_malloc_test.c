/*
 * The kernel's allocator on the host: pieces of all sizes against a model
 * that remembers what it wrote into each.
 *
 * The test kernel's variant, which watches freed items.  Its functions get
 * names of their own here, beside those of kern_host.c.
 *
 * sources: vm/vm_page.c vm/vm_commit.c tests/host/kern_host.c
 */
#define _ISOC11_SOURCE	1		/* no types of the host's own */
#include "tests/host/libtest.h"

#ifndef KERNEL_TEST
#define KERNEL_TEST
#endif
#define kmalloc			slab_kmalloc
#define kfree			slab_kfree
#define kmalloc_init		slab_kmalloc_init
#define kmalloc_types		slab_kmalloc_types
#define kmem_register_drain	slab_register_drain
#define kmem_drain_all		slab_drain_all
#define M_TEMP			M_SLABTEMP
#include "kernel/kern_malloc.c"
#include "kernel/kern_drain.c"
#include "tests/host/kern_host.h"
#include "vm/vm_commit.h"

#define NPIECES	600

static struct {
	uint8_t *p;
	size_t size;
	uint8_t fill;
} pieces[NPIECES];

MALLOC_DEFINE(M_ONE, "one");
MALLOC_DEFINE(M_TWO, "two");

bool
inject_allocation(const char *step)
{
	return (false);
}

static struct malloc_type *
type_of(int i)
{
	return (i % 2 == 0 ? M_ONE : M_TWO);
}

static bool
holds(const uint8_t *p, uint8_t value, size_t size)
{
	while (size > 0 && *p == value) {
		p++;
		size--;
	}
	return (size == 0);
}

static void
piece_alloc(int i, size_t size, int flags)
{
	pieces[i].p = kmalloc(size, type_of(i), flags);
	if (pieces[i].p == NULL)
		return;
	assert_int_equal((uintptr_t)pieces[i].p % 16, 0);
	if (flags & M_ZERO)
		assert_true(holds(pieces[i].p, 0, size));
	pieces[i].size = size;
	pieces[i].fill = (uint8_t)(i + 1);
	memset(pieces[i].p, pieces[i].fill, size);
}

static void
piece_free(int i)
{
	if (pieces[i].p != NULL)
		assert_true(holds(pieces[i].p, pieces[i].fill,
		    pieces[i].size));
	kfree(pieces[i].p, type_of(i));
	pieces[i].p = NULL;
}

static void
nothing_left(uint64_t free_before)
{
	for (int i = 0; i < NPIECES; i++)
		piece_free(i);
	assert_int_equal(M_ONE->ks_inuse + M_TWO->ks_inuse, 0);
	assert_int_equal(M_ONE->ks_bytes + M_TWO->ks_bytes, 0);
	kmem_drain_all();
	assert_int_equal(vm_page_kind_count(PG_KERNEL), 0);
	assert_int_equal(vm_page_free_count(), free_before);
	assert_int_equal(vm_commit_now(), 0);
}

static void
test_sizes(void **state)
{
	uint64_t before = vm_page_free_count();

	(void)state;
	for (size_t size = 1; size <= KMALLOC_MAX; size++) {
		piece_alloc((int)(size % NPIECES), size, M_ZERO);
		assert_non_null(pieces[size % NPIECES].p);
		piece_free((int)((size * 7) % NPIECES));
		if (pieces[(size + 1) % NPIECES].p != NULL)
			piece_free((int)((size + 1) % NPIECES));
	}
	nothing_left(before);
}

static void
test_random(void **state)
{
	uint64_t before = vm_page_free_count(), rnd = 5;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		int k = (int)(next_random(&rnd) % NPIECES);
		size_t size = 1 + next_random(&rnd) %
		    (next_random(&rnd) % 8 == 0 ? KMALLOC_MAX : 300);

		if (pieces[k].p == NULL)
			piece_alloc(k, size, (int)(next_random(&rnd) & M_ZERO));
		else
			piece_free(k);
	}
	assert_true(kmalloc_types() != NULL);
	nothing_left(before);
}

/* When memory is out, NULL; and all of it is there again afterwards. */
static void
test_exhaustion(void **state)
{
	uint64_t before = vm_page_free_count();
	int n = 0;

	(void)state;
	do {
		assert_true(n < NPIECES);
		piece_alloc(n, 4096, 0);
	} while (pieces[n++].p != NULL);
	assert_int_equal(vm_page_free_count(), 0);
	assert_null(kmalloc(16, M_ONE, 0));
	nothing_left(before);
}

/* Items that come and go take no page each time. */
static void
test_keeps_slabs(void **state)
{
	uint64_t before = vm_page_free_count();

	(void)state;
	kfree(kmalloc(500, M_ONE, 0), M_ONE);
	assert_int_equal(vm_page_free_count(), before - 1);
	kfree(kmalloc(500, M_ONE, 0), M_ONE);
	assert_int_equal(vm_page_free_count(), before - 1);
	nothing_left(before);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_exhaustion),
		cmocka_unit_test(test_keeps_slabs),
	};

	host_boot(500);
	kmalloc_init();
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
