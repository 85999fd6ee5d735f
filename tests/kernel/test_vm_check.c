/*
 * test_vm_check.c -- the checker of memory finds what is broken.
 *
 * Each kind of fault is planted once in a small address space and its
 * child, on the live kernel.  vm_check() must say which page, whose, what is
 * wrong, and the last change; and nothing once it is repaired.  Between
 * planting and repair nobody else runs (crit_enter).
 *
 *            heap           + 4 MiB        + 2 GiB
 *   parent   page 0, 1, 2   page           page      what is shared with the
 *   child    page 0'                                 child hangs from its
 *                                                    own tables
 */
#include "tests/kernel/ktest.h"

#include "arch/x86_64/pmap_tree.h"
#include "kernel/proc.h"
#include "lib/format.h"
#include "vm/vm_commit.h"
#include "vm/vm_glue.h"
#include "vm/vm_write.h"

#define PARENT_PID	4711
#define CHILD_PID	4712

#define HERE		USER_HEAP_START		/* the child's own */
#define SHARED_PAGE	(HERE + PAGE_SIZE)	/* by the lowest tables */
#define SHARED_LOWEST	(HERE + (4ul << 20))	/* in the second table */
#define SHARED_SECOND	(HERE + (2ul << 30))	/* in the third table */

static struct vmspace *parent, *child;

/* ------------------------------------------------------ what was reported */

static char said[4096];
static size_t said_len;
static int said_lines;

static int
hear(const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = format_buf(said + said_len, sizeof(said) - said_len, fmt, ap);
	va_end(ap);
	said_len += (size_t)n;
	if (said_len >= sizeof(said))
		said_len = sizeof(said) - 1;
	if (said_len > 0 && said[said_len - 1] == '\n')
		said_lines++;
	return (n);
}

static int
check_and_hear(void)
{
	int faults;

	said[0] = '\0';
	said_len = 0;
	said_lines = 0;
	faults = vm_check(hear);
	KCHECK(faults == said_lines, "%d faults in %d lines", faults,
	    said_lines);
	return (faults);
}

/* One line says just this, whatever else is wrong because of it. */
static void
expect(const char *fmt, ...)
{
	char line[256] = "vm_check: ";
	size_t len = strlen(line);
	va_list ap;

	va_start(ap, fmt);
	format_buf(line + len, sizeof(line) - len, fmt, ap);
	va_end(ap);
	strlcat(line, "\n", sizeof(line));
	if (check_and_hear() > 0 && strstr(said, line) != NULL)
		return;
	kprintf("expected:\n%ssaid:\n%s", line, said);
	ktest_fail(__FILE__, __LINE__, "not said: %s", line + len);
}

static void
expect_clean(const char *after)
{
	int faults = check_and_hear();

	KCHECK(faults == 0, "after %s %d faults, first: %s", after, faults,
	    said);
}

/* -------------------------------------------------------- two small spaces */

static void
put_page(struct vmspace *vm, vm_offset_t va)
{
	int error = vmspace_write(vm, va, "damselfly", 10);

	KCHECK(error == 0, "no write at %lx: %d", va, error);
}

static void
put_range(vm_offset_t start, int npages)
{
	int error = vm_map_insert(parent, start, start + ptoa(npages), NULL,
	    0, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE, INHERIT_COPY,
	    0);

	KCHECK(error == 0, "no range at %lx: %d", start, error);
	for (int i = 0; i < npages; i++)
		put_page(parent, start + ptoa(i));
}

static void
setup(void)
{
	parent = vmspace_alloc();
	if (parent == NULL)
		panic("no memory for a test");
	parent->vm_owner_pid = PARENT_PID;
	put_range(HERE, 3);
	put_range(SHARED_LOWEST, 1);
	put_range(SHARED_SECOND, 1);
	child = vmspace_fork(parent);
	if (child == NULL)
		panic("no memory for a test");
	child->vm_owner_pid = CHILD_PID;
	put_page(child, HERE);
	expect_clean("fork and write");
}

static void
teardown(void)
{
	vmspace_drop(child);
	vmspace_drop(parent);
	expect_clean("exit");
}

/* The entry in a table of that level that leads to va. */
static pte_t *
entry_of(struct vmspace *vm, vm_offset_t va, int level)
{
	struct vm_page *table = vm->vm_pmap.pm_root;
	int l = PT_LEVELS;

	for (; l > level; l--)
		table = pte_page(pt_entries(table)[pt_index(va, l)]);
	return (&pt_entries(table)[pt_index(va, l)]);
}

static struct vm_page *
page_of(struct vmspace *vm, vm_offset_t va, int level)
{
	return (pte_page(*entry_of(vm, va, level)));
}

static unsigned long
pa(const struct vm_page *pg)
{
	return ((unsigned long)vm_page_pa(pg));
}

/* --------------------------------------------------------------- counts */

/* What the child's entry of that level leads to is counted wrong. */
static void
plant_count(vm_offset_t va, int level, const char *name, const char *last)
{
	struct vm_page *pg = page_of(child, va, level);

	crit_enter();
	pg->pg_refs++;
	expect("%s %lx of pid %d at %lx has count 3, expected 2, for so many "
	    "references were found: too high, it will never be freed; last "
	    "change: %s", name, pa(pg), CHILD_PID, va, last);
	pg->pg_refs -= 2;
	expect("%s %lx of pid %d at %lx has count 1, expected 2, for so many "
	    "references were found: too low, it will be freed while in use; "
	    "last change: %s", name, pa(pg), CHILD_PID, va, last);
	pg->pg_refs++;
	crit_exit();
	expect_clean("repair");
}

KTEST(vm_check_count_of_page, "vm_check: a page's count is wrong")
{
	setup();
	plant_count(SHARED_PAGE, 1, "private page", "zero fill");
	teardown();
}

KTEST(vm_check_count_of_table, "vm_check: a table's count is wrong")
{
	setup();
	plant_count(SHARED_LOWEST, 2, "lowest table", "table made");
	plant_count(SHARED_SECOND, 3, "second table", "table made");
	teardown();
}

/* --------------------------------------------------- writable and shared */

static void
plant_write(struct vmspace *vm, vm_offset_t va, int level, const char *name)
{
	pte_t *e = entry_of(vm, va, level);
	struct vm_page *pg = pte_page(*e);

	KCHECK((*e & PTE_W) == 0 && pg->pg_refs == 2,
	    "level %d is not shared", level);
	crit_enter();
	pte_set(e, PTE_W);
	expect("%s %lx of pid %d at %lx may be written, but is not its "
	    "alone: expected count 1, found 2; last change: %s", name, pa(pg),
	    (int)vm->vm_owner_pid, va & ~(pt_span(level) - 1), pg->pg_last);
	pte_clear(e, PTE_W);
	crit_exit();
	expect_clean("repair");
}

KTEST(vm_check_writable, "vm_check: writable is not sole owner, any level")
{
	struct vmspace *third;

	setup();
	plant_write(child, SHARED_PAGE, 1, "private page");
	plant_write(child, SHARED_LOWEST, 2, "lowest table");
	plant_write(child, SHARED_SECOND, 3, "second table");
	third = vmspace_fork(child);
	if (third == NULL)
		panic("no memory for a test");
	third->vm_owner_pid = CHILD_PID + 1;
	plant_write(third, HERE, PT_LEVELS, "third table");
	vmspace_drop(third);
	teardown();
}

/* ---------------------------------------------------------- lost and free */

KTEST(vm_check_lost, "vm_check: a page, a table that nobody refers to")
{
	struct vm_page *pg = vm_page_alloc(PG_ANON, false, "forgotten");
	struct vm_page *table = pmap_table_alloc(1, true, "forgotten table");

	if (pg == NULL || table == NULL)
		panic("no memory for a test");
	expect("private page %lx of nobody has count 1, expected 0, for so "
	    "many references were found: it is lost, nothing refers to it; "
	    "last change: forgotten", pa(pg));
	expect("lowest table %lx of nobody has count 1, expected 0, for so "
	    "many references were found: it is lost, nothing refers to it; "
	    "last change: forgotten table", pa(table));
	pg->pg_refs = table->pg_refs = 0;
	expect("private page %lx of nobody is lost: nothing refers to it and "
	    "it was not freed; last change: forgotten", pa(pg));
	expect("lowest table %lx of nobody is lost: nothing refers to it and "
	    "it was not freed; last change: forgotten table", pa(table));
	vm_page_free(pg);
	vm_page_free_zeroed(table);
	expect_clean("repair");
}

/* A table is cut off with what is below it. */
KTEST(vm_check_cut_off, "vm_check: a table that fell out of its tree")
{
	struct vm_page *second, *lowest;
	pte_t *e, pte;

	setup();
	second = page_of(child, HERE, 3);
	lowest = page_of(child, HERE, 2);
	e = entry_of(child, HERE, 2);
	crit_enter();
	pte = pte_exchange(e, 0);
	expect("lowest table %lx of nobody has count 1, expected 0, for so "
	    "many references were found: it is lost, nothing refers to it; "
	    "last change: table copied", pa(lowest));
	expect("second table %lx of pid %d at %lx says that 2 entries are "
	    "used, found 1; last change: table copied", pa(second), CHILD_PID,
	    HERE);
	pte_exchange(e, pte);
	crit_exit();
	expect_clean("repair");
	teardown();
}

/* Free a page that an entry of that level leads to; and take it back. */
static void
plant_free(int level, const char *leads, const char *expected)
{
	struct vm_page *pg = page_of(child, HERE, level);
	struct vm_page was = *pg;

	crit_enter();
	pg->pg_refs = 0;
	vm_page_free(pg);
	expect("free page %lx of pid %d at %lx is mapped though it is free: "
	    "its %s leads to it, expected a %s; last change: %s", pa(pg),
	    CHILD_PID, HERE, leads, expected, was.pg_last);
	KCHECK(vm_page_alloc(was.pg_kind, false, was.pg_last) == pg,
	    "what was freed last is not handed out first");
	*pg = was;
	crit_exit();
	expect_clean("repair");
}

KTEST(vm_check_free, "vm_check: free and mapped")
{
	setup();
	plant_free(1, "lowest table", "private or object page");
	plant_free(2, "second table", "lowest table");
	teardown();
}

/* --------------------------------------------------- debts and promises */

KTEST(vm_check_tlb_debt, "vm_check: rights reduced and not flushed")
{
	struct pmap *pm;
	pte_t *e;

	setup();
	pm = &child->vm_pmap;
	e = entry_of(child, HERE, 1);
	crit_enter();
	pm->pm_tlb_debt++;
	pte_clear(e, PTE_W);
	expect("root table %lx of pid %d at 0 owes the TLB 1 flushes, "
	    "expected 0: rights were reduced, a cpu may still use them; "
	    "last change: root table", pa(pm->pm_root), CHILD_PID);
	pmap_flush_page(pm, HERE);
	pm->pm_tlb_debt--;
	crit_exit();
	expect_clean("the flush");
	teardown();
}

KTEST(vm_check_charge, "vm_check: a space is charged too much, too little")
{
	uint64_t right;
	unsigned long root;

	setup();
	right = child->vm_charge;
	root = pa(child->vm_pmap.pm_root);
	crit_enter();
	child->vm_charge++;
	expect("the space of pid %d (root %lx) is charged %lu pages, "
	    "expected %lu by its map", CHILD_PID, root, right + 1, right);
	child->vm_charge = 2;
	expect("the space of pid %d (root %lx) is charged 2 pages, found %u "
	    "private pages and tables in it", CHILD_PID, root,
	    child->vm_pmap.pm_root->pg_below);
	child->vm_charge = right;
	crit_exit();
	expect_clean("repair");
	teardown();
}

KTEST(vm_check_promises, "vm_check: promises do not add up, or are too many")
{
	uint64_t now = vm_commit_now(), limit = vm_commit_limit();
	uint64_t kernel = vm_page_kind_count(PG_KERNEL);
	uint64_t objects = vm_page_kind_count(PG_OBJECT);
	uint64_t more = limit - now + 1;

	crit_enter();
	KCHECK(vm_commit_reserve(1), "no memory for a test");
	expect("%lu pages are promised, expected %lu: %lu to address spaces, "
	    "%lu to objects, %lu to the kernel", now + 1, now,
	    now - kernel - objects, objects, kernel);
	vm_commit_release(1);

	vm_overcommit = 1;
	KCHECK(vm_commit_reserve(more), "overcommit, and yet refused");
	vm_overcommit = 0;
	expect("%lu pages are promised, there are only %lu", limit + 1, limit);
	vm_commit_release(more);
	crit_exit();
	expect_clean("repair");
}

/* ----------------------------------------------------------------- owners */

KTEST(vm_check_owner, "vm_check: each space is of a process")
{
	static struct proc p1, p2;

	setup();
	KCHECK(curproc->p_vmspace->vm_owner_pid == curproc->p_pid,
	    "the space of pid %d says pid %d", (int)curproc->p_pid,
	    (int)curproc->p_vmspace->vm_owner_pid);
	p1.p_vmspace = parent;
	p2.p_pid = CHILD_PID + 1;
	KCHECK(vm_fork(&p1, &p2, RFPROC) == 0 &&
	    p2.p_vmspace->vm_owner_pid == p2.p_pid,
	    "fork did not say whose the space is");
	vmspace_drop(p2.p_vmspace);
	teardown();
}
