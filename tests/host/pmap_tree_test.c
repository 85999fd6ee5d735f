/*
 * T-7.16: the tree of page tables against a plain model.
 *
 * Random map, touch, fork, write, unmap, protect and exit over several
 * address spaces, in little memory, as a cpu with a TLB sees them; the
 * checker after every so many steps.  An argument is the number of steps.
 *
 * sources: arch/x86_64/pmap_tree.c arch/x86_64/pmap_root.c
 * sources: arch/x86_64/pmap_range.c
 * sources: arch/x86_64/pmap_check.c vm/vm_page.c vm/vm_commit.c
 * sources: tests/host/kern_host.c tests/host/tree_mmu.c
 */
#define _ISOC11_SOURCE	1
#include "tests/host/libtest.h"

#include "arch/x86_64/pte.h"
#include "tests/host/host_pmap.h"
#include "tests/host/kern_host.h"
#include "vm/vm_commit.h"
#include "vm/vm_layout.h"

#define RAM_START	(4ul << 30)	/* page numbers of more than 20 bits */
#define RAM_PAGES	190
#define SPACES		6
#define OBJECT_PAGES	8		/* shared, may be written */
#define FILE_PAGES	4		/* mapped privately */
#define END_OF_USER	(USER_MAX + PAGE_SIZE)
#define CHECK_EVERY	400

static long nsteps = 1200000;

/* Stretches of pages that cross the ends of tables of every level. */
static const struct {
	vm_offset_t start;
	int npages;
} stretches[] = {
	{ 0x400000, 8 },
	{ 0x5fc000, 8 },			/* 2 MiB */
	{ 0x3fffc000, 8 },			/* 1 GiB */
	{ 0x1000000000, 2 },
	{ 0x2000000000, 48 },
	{ 0x7fffffc000, 8 },			/* 512 GiB */
	{ USER_MAX - 8 * PAGE_SIZE, 8 },
};
#define NSTRETCHES	(sizeof(stretches) / sizeof(stretches[0]))
#define NPAGES		(8 + 8 + 8 + 2 + 48 + 8 + 8)

/* What a program may do to a page, and what is in it. */
struct mpage {
	int prot;
	bool present;
	int object;			/* index of the shared page, or -1 */
	uint64_t value;
};

struct space {
	bool alive;
	struct pmap pm;
	struct mpage pages[NPAGES];
};

static struct space spaces[SPACES];
static struct vm_page *object_pages[OBJECT_PAGES], *file_pages[FILE_PAGES];
static uint64_t object_values[OBJECT_PAGES];
static uint64_t rnd, next_value, nomem;

static unsigned
pick(unsigned n)
{
	return (next_random(&rnd) % n);
}

static vm_offset_t
va_of(int page)
{
	for (unsigned i = 0; i < NSTRETCHES; i++) {
		if (page < stretches[i].npages)
			return (stretches[i].start + ptoa(page));
		page -= stretches[i].npages;
	}
	abort();
}

static int
pick_prot(void)
{
	static const int prots[] = { PROT_NONE, PROT_READ,
	    PROT_READ | PROT_EXEC, PROT_READ | PROT_WRITE,
	    PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE,
	    PROT_READ | PROT_WRITE | PROT_EXEC };

	return (prots[pick(7)]);
}

/* First and last word of a page. */
static uint64_t
get_value(const struct vm_page *pg)
{
	const uint64_t *words = vm_page_va(pg);

	assert_int_equal(words[0], words[511]);
	return (words[0]);
}

static void
set_value(struct vm_page *pg, uint64_t value)
{
	uint64_t *words = vm_page_va(pg);

	words[0] = words[511] = value;
}

static uint64_t
model_value(const struct mpage *mp)
{
	return (mp->object >= 0 ? object_values[mp->object] : mp->value);
}

/* --------------------------------------------------------------- checks */

static int
report(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	return (0);
}

static void
check_counts(void)
{
	uint64_t used = 0;

	for (uint64_t i = atop(RAM_START); i < vm_page_array_size; i++) {
		struct vm_page *pg = &vm_page_array[i];

		if (pg->pg_kind == PG_FREE || pg->pg_kind == PG_RESERVED)
			assert_int_equal(pg->pg_refs, 0);
		else if (pg->pg_kind != PG_KERNEL)
			assert_int_equal(pg->pg_refs, pg->pg_found);
		assert_true(pg->pg_found == 0 || pg->pg_kind > PG_KERNEL);
		if (pg->pg_kind > PG_RESERVED) {
			assert_true(pg->pg_refs > 0);
			used++;
		}
	}
	/* The kernel's root is the one page besides. */
	assert_int_equal(used + 1 + vm_page_free_count(), vm_page_total());
}

static void
check_space(struct space *sp)
{
	struct mpage *mp;
	struct vm_page *pg;
	bool writable;

	for (int i = 0; i < NPAGES; i++) {
		mp = &sp->pages[i];
		pg = pmap_extract(&sp->pm, va_of(i), &writable);
		assert_int_equal(pg != NULL, mp->present);
		assert_true(!writable || (mp->prot & PROT_WRITE) != 0);
		if (pg != NULL)
			assert_int_equal(get_value(pg), model_value(mp));
	}
}

static void
check_all(void)
{
	for (uint64_t i = atop(RAM_START); i < vm_page_array_size; i++) {
		vm_page_array[i].pg_found = 0;
		vm_page_array[i].pg_visited = 0;
	}
	for (int i = 0; i < SPACES; i++) {
		if (!spaces[i].alive)
			continue;
		assert_int_equal(pmap_check(&spaces[i].pm, i, report), 0);
		check_space(&spaces[i]);
	}
	for (int i = 0; i < OBJECT_PAGES; i++)
		object_pages[i]->pg_found++;
	for (int i = 0; i < FILE_PAGES; i++)
		file_pages[i]->pg_found++;
	check_counts();
}

/* ------------------------------------------------------ what vm_fault does */

/* A page nobody had, entered and given away. */
static bool
supply_zero(struct space *sp, int i)
{
	struct vm_page *pg = vm_page_alloc(PG_ANON, true, "zero fill");
	bool entered;

	if (pg == NULL)
		return (false);
	for (int w = 0; w < 512; w++)
		assert_int_equal(((uint64_t *)vm_page_va(pg))[w], 0);
	entered = pmap_enter(&sp->pm, va_of(i), pg, sp->pages[i].prot, false);
	if (vm_page_unref(pg))
		vm_page_free(pg);
	if (entered) {
		sp->pages[i].present = true;
		sp->pages[i].object = -1;
		sp->pages[i].value = 0;
	}
	return (entered);
}

static bool
fault(struct space *sp, int i, int access)
{
	struct mpage *mp = &sp->pages[i];
	struct vm_page *pg;
	bool writable;

	if (access == PROT_WRITE) {
		switch (pmap_own(&sp->pm, va_of(i), mp->prot)) {
		case PMAP_OWN_ABSENT:
			assert_false(mp->present);
			return (supply_zero(sp, i));
		case PMAP_OWN_NOMEM:
			return (false);
		case PMAP_OWN_SHARED:
			assert_true(mp->object >= 0);
			return (true);
		default:
			assert_true(mp->object < 0);
			return (true);
		}
	}
	pg = pmap_extract(&sp->pm, va_of(i), &writable);
	assert_int_equal(pg != NULL, mp->present);
	if (pg == NULL)
		return (supply_zero(sp, i));
	return (pmap_enter(&sp->pm, va_of(i), pg, mp->object >= 0 ?
	    mp->prot : mp->prot & ~PROT_WRITE, mp->object >= 0));
}

/* An access as a program makes it; NULL if memory ran out. */
static struct vm_page *
touch(struct space *sp, int i, int access)
{
	struct vm_page *pg;

	for (int try = 0; try < 3; try++) {
		pg = host_translate(&sp->pm, va_of(i), access);
		if (pg != NULL)
			return (pg);
		if (!fault(sp, i, access)) {
			nomem++;
			return (NULL);
		}
	}
	fail_msg("page %d faults for ever", i);
	return (NULL);
}

/* ------------------------------------------------------------ operations */

static void
op_touch(struct space *sp, int i, int access)
{
	struct mpage *mp = &sp->pages[i];
	struct vm_page *pg;

	if ((access & ~mp->prot) != 0) {
		assert_null(host_translate(&sp->pm, va_of(i), access));
		return;
	}
	pg = touch(sp, i, access);
	if (pg == NULL)
		return;
	assert_int_equal(get_value(pg), model_value(mp));
	if (access != PROT_WRITE)
		return;
	set_value(pg, ++next_value);
	if (mp->object >= 0)
		object_values[mp->object] = next_value;
	else
		mp->value = next_value;
}

static void
op_touch_some(struct space *sp, int i, int access)
{
	int last = i + (int)pick(6);

	for (; i <= last && i < NPAGES; i++)
		op_touch(sp, i, access);
}

static void
op_fork(struct space *sp, struct space *child)
{
	if (child->alive)
		return;
	if (!pmap_init(&child->pm)) {
		nomem++;
		return;
	}
	pmap_fork(&child->pm, &sp->pm);
	assert_int_equal(sp->pm.pm_tlb_debt, 0);
	memcpy(child->pages, sp->pages, sizeof(sp->pages));
	child->alive = true;
}

static void
remove_range(struct space *sp, vm_offset_t start, vm_offset_t end)
{
	if (!pmap_remove(&sp->pm, start, end)) {
		nomem++;
		return;
	}
	for (int i = 0; i < NPAGES; i++) {
		if (va_of(i) < start || va_of(i) >= end)
			continue;
		sp->pages[i].present = false;
		sp->pages[i].object = -1;
		sp->pages[i].value = 0;
		assert_null(host_translate(&sp->pm, va_of(i), PROT_READ));
	}
}

static void
pick_range(vm_offset_t *start, vm_offset_t *end)
{
	static const uint64_t round[] = { 1ul << 12, 1ul << 12, 1ul << 12,
	    1ul << 21, 1ul << 30, 1ul << 39 };
	uint64_t r = round[pick(pick(8) == 0 ? 6 : 3)];
	int i = (int)pick(NPAGES), n = 1 + (int)pick(pick(4) == 0 ? 60 : 6);
	int j = i + n < NPAGES ? i + n : NPAGES - 1;

	*start = va_of(i) & ~(r - 1);
	*end = (va_of(j) + PAGE_SIZE + r - 1) & ~(r - 1);
	if (*end > END_OF_USER)
		*end = END_OF_USER;
}

static void
op_remove(struct space *sp)
{
	vm_offset_t start, end;

	pick_range(&start, &end);
	remove_range(sp, start, end);
}

static void
op_exit(struct space *sp)
{
	remove_range(sp, 0, END_OF_USER);
	assert_int_equal(pmap_resident(&sp->pm), 1);
	pmap_free(&sp->pm);
	sp->alive = false;
}

/* mprotect: the page table hears only of rights that go. */
static void
op_protect(struct space *sp)
{
	vm_offset_t start, end;
	int prot = pick_prot();

	pick_range(&start, &end);
	if (!pmap_protect(&sp->pm, start, end, prot)) {
		nomem++;
		return;
	}
	for (int i = 0; i < NPAGES; i++) {
		if (va_of(i) >= start && va_of(i) < end)
			sp->pages[i].prot = prot;
	}
}

static void
op_map(struct space *sp, int i, struct vm_page *pg, int object)
{
	struct mpage *mp = &sp->pages[i];

	if (!pmap_enter(&sp->pm, va_of(i), pg, mp->prot, object >= 0)) {
		nomem++;
		return;
	}
	mp->present = true;
	mp->object = object;
	mp->value = get_value(pg);
}

static void
step(void)
{
	struct space *sp = &spaces[pick(SPACES)];
	int i = (int)pick(NPAGES), what = (int)pick(100), n;

	if (!sp->alive)
		return;
	if (what < 35) {
		op_touch_some(sp, i, PROT_WRITE);
	} else if (what < 55) {
		op_touch_some(sp, i, PROT_READ);
	} else if (what < 60) {
		op_touch_some(sp, i, PROT_EXEC);
	} else if (what < 66) {
		op_fork(sp, &spaces[pick(SPACES)]);
	} else if (what < 70) {
		for (int s = n = 0; s < SPACES; s++)
			n += spaces[s].alive;
		if (n > 1)
			op_exit(sp);
	} else if (what < 78) {
		op_remove(sp);
	} else if (what < 86) {
		op_protect(sp);
	} else if (what < 94) {
		n = (int)pick(OBJECT_PAGES);
		op_map(sp, i, object_pages[n], n);
	} else {
		op_map(sp, i, file_pages[pick(FILE_PAGES)], -1);
	}
}

/* ---------------------------------------------------------- before, after */

static struct vm_page *
object_page(uint64_t value)
{
	struct vm_page *pg = vm_page_alloc(PG_OBJECT, true, "test object");

	assert_non_null(pg);
	set_value(pg, value);
	return (pg);
}

static void
first_space(void)
{
	spaces[0].alive = true;
	assert_true(pmap_init(&spaces[0].pm));
	for (int i = 0; i < NPAGES; i++)
		spaces[0].pages[i] = (struct mpage){ .object = -1,
		    .prot = PROT_READ | PROT_WRITE };
}

static int
setup(void **state)
{
	host_boot_at(RAM_START, RAM_PAGES);
	host_pmap_boot();
	for (int i = 0; i < OBJECT_PAGES; i++)
		object_pages[i] = object_page(object_values[i] = 100 + i);
	for (int i = 0; i < FILE_PAGES; i++)
		file_pages[i] = object_page(200 + i);
	first_space();
	check_all();
	return (0);
}

static void
give_back(struct vm_page *pg)
{
	assert_true(vm_page_unref(pg));
	vm_page_free(pg);
}

static int
teardown(void **state)
{
	for (int i = 0; i < SPACES; i++) {
		if (spaces[i].alive)
			op_exit(&spaces[i]);
	}
	check_all();
	for (int i = 0; i < OBJECT_PAGES; i++)
		give_back(object_pages[i]);
	for (int i = 0; i < FILE_PAGES; i++)
		give_back(file_pages[i]);
	assert_int_equal(vm_page_free_count() + 1, vm_page_total());
	assert_int_equal(vm_commit_now(), 0);
	return (0);
}

/* ------------------------------------------------------------ the tests */

static void
test_random(void **state)
{
	for (uint64_t seed = 1; seed <= 4; seed++) {
		rnd = seed;
		for (long n = 0; n < nsteps / 4; n++) {
			step();
			if (n % CHECK_EVERY == 0)
				check_all();
		}
		check_all();
	}
	/* It was about shortage, too. */
	assert_true(nsteps < 10000 || nomem > 100);
}

/* The dense stretch: 48 pages below one lowest table. */
#define DENSE		26
#define NDENSE		48

static void
touch_dense(struct space *sp, int access)
{
	for (int i = DENSE; i < DENSE + NDENSE; i++)
		op_touch(sp, i, access);
}

/* fork shares root entries; a child that only reads copies nothing. */
static void
test_fork_is_constant(void **state)
{
	uint64_t shared = host_kstat(V_PT_SHARED), free, copies;
	uint64_t child_cost;

	touch_dense(&spaces[0], PROT_WRITE);
	free = vm_page_free_count();
	copies = host_kstat(V_PT_COPIES);
	op_fork(&spaces[0], &spaces[1]);
	assert_int_equal(host_kstat(V_PT_SHARED) - shared, 1);
	child_cost = free - vm_page_free_count();
	assert_int_equal(child_cost, 1);
	touch_dense(&spaces[1], PROT_READ);
	op_exit(&spaces[1]);
	assert_int_equal(host_kstat(V_PT_COPIES), copies);
	assert_int_equal(vm_page_free_count(), free);
	/* T-7.3: the last owner writes without a copy. */
	touch_dense(&spaces[0], PROT_WRITE);
	assert_int_equal(vm_page_free_count(), free);
	check_all();
}

/* One write costs a path: three tables and the page; then it is ours. */
static void
test_write_copies_one_path(void **state)
{
	struct space *parent = &spaces[0], *child = &spaces[1];
	uint64_t free, copies;

	touch_dense(parent, PROT_WRITE);
	op_fork(parent, child);
	copies = host_kstat(V_PT_COPIES);
	free = vm_page_free_count();
	op_touch(child, DENSE, PROT_WRITE);
	assert_int_equal(host_kstat(V_PT_COPIES) - copies, 3);
	assert_int_equal(free - vm_page_free_count(), 4);
	/* The parent's page and tables have no other owner any more. */
	op_touch(parent, DENSE, PROT_WRITE);
	assert_int_equal(free - vm_page_free_count(), 4);
	/* A neighbour page still has. */
	op_touch(parent, DENSE + 1, PROT_WRITE);
	assert_int_equal(free - vm_page_free_count(), 5);
	check_all();
}

/* A range that covers a subtree goes as one reference: no table is copied. */
static void
test_unmap_subtree(void **state)
{
	struct space *child = &spaces[1];
	uint64_t copies, free;

	touch_dense(&spaces[0], PROT_WRITE);
	op_touch(&spaces[0], 0, PROT_WRITE);
	op_fork(&spaces[0], child);
	copies = host_kstat(V_PT_COPIES);
	free = vm_page_free_count();
	/* 1 GiB: only the third table, of which a part stays, is owned. */
	remove_range(child, va_of(DENSE), va_of(DENSE) + (1ul << 30));
	assert_int_equal(host_kstat(V_PT_COPIES) - copies, 1);
	assert_int_equal(free - vm_page_free_count(), 1);
	/* The rest of it goes: so does the table. */
	remove_range(child, va_of(0), va_of(0) + (1ul << 30) - va_of(0));
	assert_int_equal(free, vm_page_free_count());
	check_all();
}

/* Rights that the child gives up are not taken from the parent. */
static void
test_protect_is_ours(void **state)
{
	struct space *child = &spaces[1];

	touch_dense(&spaces[0], PROT_WRITE);
	op_fork(&spaces[0], child);
	assert_true(pmap_protect(&child->pm, va_of(DENSE),
	    va_of(DENSE + NDENSE), PROT_NONE));
	for (int i = DENSE; i < DENSE + NDENSE; i++) {
		assert_null(host_translate(&child->pm, va_of(i), PROT_READ));
		assert_non_null(host_translate(&spaces[0].pm, va_of(i),
		    PROT_READ));
		child->pages[i].prot = PROT_NONE;
	}
	check_all();
}

/* Take all free pages, and give them back. */
static struct vm_page *hoard;

static void
take_all(uint64_t leave)
{
	struct vm_page *pg;

	while (vm_page_free_count() > leave) {
		pg = vm_page_alloc(PG_ANON, false, "hoard");
		pg->pg_next = hoard;
		hoard = pg;
	}
}

static void
give_all(void)
{
	struct vm_page *pg;

	while ((pg = hoard) != NULL) {
		hoard = pg->pg_next;
		give_back(pg);
	}
}

/* At any point where memory runs out, nothing has changed. */
static void
test_shortage(void **state)
{
	struct space *child = &spaces[1];
	uint64_t free;

	touch_dense(&spaces[0], PROT_WRITE);
	op_fork(&spaces[0], child);
	for (uint64_t leave = 0; leave < 4; leave++) {
		take_all(leave);
		free = nomem;
		op_touch(child, DENSE, PROT_WRITE);
		remove_range(child, va_of(DENSE + 1), va_of(DENSE + 2));
		op_touch(child, 0, PROT_WRITE);
		assert_true(nomem > free);
		give_all();
		check_all();
	}
	op_touch(child, DENSE, PROT_WRITE);
	check_all();
}

static void
test_tables_spanned(void **state)
{
	const vm_offset_t a = 1ul << 39;

	assert_int_equal(pmap_tables_spanned(0, a, a), 0);
	assert_int_equal(pmap_tables_spanned(0, a, a + PAGE_SIZE), 3);
	assert_int_equal(pmap_tables_spanned(0, a - PAGE_SIZE, a + PAGE_SIZE),
	    6);
	assert_int_equal(pmap_tables_spanned(a + PAGE_SIZE, a + 2 * PAGE_SIZE,
	    a + 3 * PAGE_SIZE), 0);
	assert_int_equal(pmap_tables_spanned(a + PAGE_SIZE, a + (2ul << 20),
	    a + (3ul << 20)), 1);
	assert_int_equal(pmap_tables_spanned(a, a, a + (1ul << 30)), 1 + 1 +
	    512);
}

/* Holes, RAM above 4 GiB, pages added later: each page comes out once. */
static void
test_pages(void **state)
{
	static const struct phys_range ranges[] = {
		{ 0, 0x9f000 }, { 0x100000, 0x200000 }, { 0x280800, 0x300800 },
		{ 0x500000, 0x500000 },
	};
	char *ram = calloc(1, 0x501000);
	struct vm_page *pg;
	uint64_t n = 0, total;

	vm_direct_map = ((uintptr_t)ram + PAGE_SIZE - 1) & ~PAGE_MASK;
	vm_page_init(ranges, 4);
	vm_page_add_range(0x400000, 0x500000);
	total = vm_page_total();
	/* 0x281000 to 0x300000: a page that is not there as a whole is not. */
	assert_int_equal(total + atop(round_page(0x500 *
	    sizeof(struct vm_page))), 0x9e + 0x100 + 0x7f + 0x100);
	while (vm_page_zero_idle() && n++ < 100)
		continue;
	n = 0;
	while ((pg = vm_page_alloc(PG_ANON, n % 2 == 0, "test")) != NULL) {
		assert_true(pg->pg_found++ == 0);
		if (n++ % 2 == 0) {
			for (int i = 0; i < 512; i++)
				assert_int_equal(((uint64_t *)
				    vm_page_va(pg))[i], 0);
		}
		memset(vm_page_va(pg), 0xff, PAGE_SIZE);
		pg->pg_next = hoard;
		hoard = pg;
	}
	assert_int_equal(n, total);
	assert_int_equal(vm_page_free_count(), 0);
	give_all();
	assert_int_equal(vm_page_free_count(), total);
	free(ram);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_fork_is_constant, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_write_copies_one_path,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_unmap_subtree, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_protect_is_ours, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_shortage, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_random, setup, teardown),
		cmocka_unit_test(test_tables_spanned),
		cmocka_unit_test(test_pages),
	};

	if (argc > 1)
		nsteps = atol(argv[1]);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
