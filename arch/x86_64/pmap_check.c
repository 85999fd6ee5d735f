/*
 * pmap_check.c -- the proof that a tree keeps the rule of pmap_tree.c.
 *
 * Part of vm_check(): each table is walked once, whichever address space
 * comes to it first.  On the way pg_found counts the references that are
 * there; vm_check() compares them with pg_refs when all trees were walked.
 */
#include "arch/x86_64/pmap_tree.h"

static const char *const level_name[PT_LEVELS] = {
	"private or object page", "lowest table", "second table", "third table"
};

/* One walk: whose tree it is, and what was found wrong. */
struct check {
	int (*ck_report)(const char *fmt, ...);
	struct pmap *ck_pm;
	pid_t ck_pid;
	int ck_faults;
};

/* Something is wrong with page pg, which this tree leads to at va. */
#define COMPLAIN(ck, pg, va, fmt, ...) do {				\
	(ck)->ck_report("vm_check: %s %lx of pid %d at %lx " fmt	\
	    "; last change: %s\n", vm_page_name(pg), pa_of(pg),	\
	    (int)(ck)->ck_pid, (unsigned long)(va), __VA_ARGS__,	\
	    vm_page_last(pg));						\
	(ck)->ck_faults++;						\
} while (0)

static unsigned long
pa_of(const struct vm_page *pg)
{
	return ((unsigned long)vm_page_pa(pg));
}

/* The rule, for one used entry of a table of that level. */
static void
check_rule(struct check *ck, pte_t pte, int level, vm_offset_t va)
{
	const struct vm_page *pg = pte_page(pte);

	if ((pte & PTE_W) != 0 && pg->pg_refs != 1 &&
	    !(level == 1 && pte_is_shared(pte)))
		COMPLAIN(ck, pg, va, "may be written, but is not its alone: "
		    "expected count 1, found %u", pg->pg_refs);
	if ((pte & PTE_U) == 0 || (pte & (PTE_G | PTE_PS)) != 0 ||
	    (level > 1 && (pte & PTE_P) == 0))
		COMPLAIN(ck, pg, va, "is led to by entry %lx, which has "
		    "impossible bits", (unsigned long)pte);
}

/* What an entry of that table may lead to. */
static bool
check_target(struct check *ck, struct vm_page *table, pte_t pte,
    vm_offset_t va)
{
	const struct vm_page *pg = pte_page(pte);
	int level = table->pg_level;
	bool right;

	if (atop(pte & PTE_ADDR) >= vm_page_array_size) {
		COMPLAIN(ck, table, va, "has entry %lx, which leads out of "
		    "RAM", (unsigned long)pte);
		return (false);
	}
	if (level > 1)
		right = pg->pg_kind == PG_TABLE && pg->pg_level == level - 1;
	else
		right = pg->pg_kind == PG_ANON || pg->pg_kind == PG_OBJECT;
	if (!right)
		COMPLAIN(ck, pg, va, "is mapped%s: its %s leads to it, "
		    "expected a %s", pg->pg_kind == PG_FREE ?
		    " though it is free" : "", vm_page_name(table),
		    level_name[level - 1]);
	return (right);
}

/* One reference to pg is there. */
static void
found(struct check *ck, struct vm_page *pg, vm_offset_t va)
{
	if (pg->pg_found++ == 0) {
		pg->pg_seen_pid = ck->ck_pid;
		pg->pg_seen_at = va;
	}
}

/* What a table says of itself; used: its entries that are. */
static void
check_used(struct check *ck, struct vm_page *table, vm_offset_t base, int used)
{
	if (used != table->pg_used)
		COMPLAIN(ck, table, base, "says that %u entries are used, "
		    "found %d", table->pg_used, used);
	if (used == 0 && table->pg_level < PT_LEVELS)
		COMPLAIN(ck, table, base, "is empty and was not freed%s", "");
}

/* Go below a table that no tree has led to before. */
static void
check_table(struct check *ck, struct vm_page *table, vm_offset_t base)
{
	const pte_t *entries = pt_entries(table);
	int level = table->pg_level, used = 0;
	int n = level == PT_LEVELS ? PT_USER_ENTRIES : PT_ENTRIES;
	struct vm_page *pg;
	vm_offset_t va;

	table->pg_visited = 1;
	table->pg_below = 1;
	for (int i = 0; i < n; i++) {
		if (entries[i] == 0)
			continue;
		va = base + (uint64_t)i * pt_span(level);
		used++;
		if ((table->pg_lines & 1ul << (i / PT_LINE)) == 0)
			COMPLAIN(ck, table, va, "uses entry %d, but it is "
			    "not in pg_lines", i);
		if (!check_target(ck, table, entries[i], va))
			continue;
		pg = pte_page(entries[i]);
		found(ck, pg, va);
		check_rule(ck, entries[i], level, va);
		if (level > 1 && !pg->pg_visited)
			check_table(ck, pg, va);
		table->pg_below += level > 1 ? pg->pg_below :
		    pg->pg_kind == PG_ANON;
	}
	check_used(ck, table, base, used);
}

/* The kernel's half, and that no cpu remembers what is no longer so. */
static void
check_root(struct check *ck, struct vm_page *root)
{
	const pte_t *own = pt_entries(root);
	const pte_t *kernel = pt_entries(pmap_kernel_root);

	for (int i = PT_USER_ENTRIES; i < PT_ENTRIES; i++) {
		if ((own[i] & ~PTE_A) != (kernel[i] & ~PTE_A))
			COMPLAIN(ck, root, 0, "has a kernel of its own: "
			    "expected entry %d to be %lx, found %lx", i,
			    (unsigned long)kernel[i], (unsigned long)own[i]);
	}
	if (ck->ck_pm->pm_tlb_debt != 0)
		COMPLAIN(ck, root, 0, "owes the TLB %lu flushes, expected 0: "
		    "rights were reduced, a cpu may still use them",
		    (unsigned long)ck->ck_pm->pm_tlb_debt);
}

int
pmap_check(struct pmap *pm, pid_t pid, int (*report)(const char *fmt, ...))
{
	struct check ck = {
		.ck_report = report, .ck_pm = pm, .ck_pid = pid
	};
	struct vm_page *root = pm->pm_root;

	if (root->pg_kind != PG_TABLE || root->pg_level != PT_LEVELS) {
		COMPLAIN(&ck, root, 0, "is in the place of a root table%s", "");
		return (ck.ck_faults);
	}
	found(&ck, root, 0);
	check_table(&ck, root, 0);
	check_root(&ck, root);
	return (ck.ck_faults);
}
