/*
 * The checker itself: it is silent about sound books, and for each way of
 * cooking them it says something.
 *
 * sources: vm/vm_map.c vm/vm_map_ops.c vm/vm_object.c vm/vm_fault.c
 * sources: vm/vm_minherit.c vm/vm_mmap.c vm/vm_write.c vm/vmspace.c
 * sources: vm/vm_commit.c vm/vm_page.c vm/vm_check.c
 * sources: arch/x86_64/pmap_tree.c arch/x86_64/pmap_root.c
 * sources: arch/x86_64/pmap_range.c
 * sources: arch/x86_64/pmap_check.c
 * sources: tests/host/kern_host.c tests/host/vm_model.c
 * sources: tests/host/tree_mmu.c
 */
#include "tests/host/vm_model.h"

#include "arch/x86_64/pte.h"

static struct vmspace *parent, *child;
static vm_offset_t private_va, shared_va;
static char said[4096];

static int
listen(const char *fmt, ...)
{
	size_t len = strlen(said);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said + len, sizeof(said) - len, fmt, ap);
	va_end(ap);
	return (0);
}

int
model_vm_check(void)
{
	return (vm_check(listen));
}

/* Sound books, and nothing to say. */
static void
sound(void)
{
	said[0] = '\0';
	assert_int_equal(vm_check(listen), 0);
	assert_string_equal(said, "");
}

/* Something is wrong, and the message has these words. */
static void
finds(const char *words)
{
	said[0] = '\0';
	assert_true(vm_check(listen) > 0);
	if (strstr(said, words) == NULL)
		fail_msg("\"%s\" is not in: %s", words, said);
}

static pte_t *
entry_of(struct vmspace *vm, vm_offset_t va, int level)
{
	struct vm_page *table = vm->vm_pmap.pm_root;
	pte_t *e;

	for (int l = PT_LEVELS; ; l--) {
		e = &pt_entries(table)[pt_index(va, l)];
		if (l == level)
			return (e);
		table = pte_page(*e);
	}
}

static vm_offset_t
map(int flags)
{
	vm_offset_t va = 0;

	assert_int_equal(vm_mmap(parent, &va, ptoa(4), PROT_READ | PROT_WRITE,
	    PROT_ALL, flags | MAP_ANON, NULL, 0), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(model_write(parent, va + ptoa(i), 1), 0);
	return (va);
}

static int
setup(void **state)
{
	model_boot();
	parent = vmspace_alloc();
	private_va = map(MAP_PRIVATE);
	shared_va = map(MAP_SHARED);
	child = vmspace_fork(parent);
	assert_non_null(child);
	assert_int_equal(model_write(child, private_va, 2), 0);
	sound();
	return (0);
}

static int
teardown(void **state)
{
	sound();
	vmspace_drop(child);
	vmspace_drop(parent);
	sound();
	model_nothing_left();
	return (0);
}

/* -------------------------------------------------------------- the lies */

static void
test_counts(void **state)
{
	pte_t *e = entry_of(parent, private_va + PAGE_SIZE, 1);
	struct vm_page *pg = pte_page(*e);

	pg->pg_refs++;
	finds("private page");
	finds("has count 3, expected 2");
	finds("last change: zero fill");
	pg->pg_refs -= 2;
	finds("has count 1, expected 2");
	pg->pg_refs++;
	pte_page(*entry_of(child, private_va, 2))->pg_refs++;
	finds("lowest table");
	pte_page(*entry_of(child, private_va, 2))->pg_refs--;
}

static void
test_writable(void **state)
{
	pte_t *e = entry_of(child, private_va + PAGE_SIZE, 1);

	*e |= PTE_W;
	finds("page");
	finds("may be written");
	*e &= ~PTE_W;
	/* Of a page in a shared object it is allowed. */
	assert_int_equal(model_write(child, shared_va, 3), 0);
	assert_true((*entry_of(child, shared_va, 1) & PTE_W) != 0);
	sound();
	assert_int_equal(vmspace_fork(parent) == NULL, false);
	e = entry_of(parent, private_va, PT_LEVELS);
	*e |= PTE_W;
	finds("third table");
	*e &= ~PTE_W;
	vmspace_drop(LIST_FIRST(&vmspace_list));
}

static void
test_lost_and_free(void **state)
{
	struct vm_page *pg = vm_page_alloc(PG_ANON, false, "forgotten");
	pte_t *e = entry_of(child, private_va, 1);

	finds("of nobody has count 1, expected 0");
	finds("last change: forgotten");
	assert_true(vm_page_unref(pg));
	finds("is lost");
	vm_page_free(pg);
	sound();
	/* The child's own page goes back to the free list while mapped. */
	pg = pte_page(*e);
	pg->pg_refs = 0;
	vm_page_free(pg);
	finds("though it is free");
	assert_ptr_equal(vm_page_alloc(PG_ANON, false, "again"), pg);
}

static void
test_tables(void **state)
{
	struct vm_page *table = pte_page(*entry_of(child, private_va, 2));
	struct vm_page *root = child->vm_pmap.pm_root;
	uint64_t lines = table->pg_lines;
	pte_t kernel = pt_entries(root)[511];

	table->pg_used++;
	finds("entries are used");
	table->pg_used--;
	table->pg_lines = 0;
	finds("is not in pg_lines");
	table->pg_lines = lines;
	table->pg_level = 2;
	finds("second table leads to it, expected a lowest table");
	table->pg_level = 1;
	pt_entries(root)[511] = 0;
	finds("a kernel of its own");
	pt_entries(root)[511] = kernel;
	child->vm_pmap.pm_tlb_debt = 1;
	finds("owes the TLB");
	child->vm_pmap.pm_tlb_debt = 0;
}

static void
test_promises(void **state)
{
	child->vm_charge++;
	finds("by its map");
	child->vm_charge--;
	assert_true(vm_commit_reserve(1));
	finds("pages are promised");
	vm_commit_release(1);
}

static void
test_objects(void **state)
{
	struct vm_page *pg = pte_page(*entry_of(parent, shared_va, 1));
	void *owner = pg->pg_owner;

	pg->pg_owner = NULL;
	finds("but says it belongs to");
	pg->pg_owner = owner;
	pg->pg_kind = PG_ANON;
	finds("expected object pages only");
	pg->pg_kind = PG_OBJECT;
}

#define TEST(fn)	cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_counts),
		TEST(test_writable),
		TEST(test_lost_and_free),
		TEST(test_tables),
		TEST(test_promises),
		TEST(test_objects),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
