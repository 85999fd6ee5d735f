/*
 * pmap_check.c -- the proof that a tree keeps the rule of pmap_tree.c.
 *
 * Part of vm_check(): each table is walked once, whichever address space
 * comes to it first.  On the way pg_found counts the references that are
 * there; vm_check() compares them with pg_refs when all trees were walked.
 */
#include "arch/x86_64/pmap_tree.h"

static const char *const level_name[PT_LEVELS + 1] = {
	"page", "lowest table", "second table", "third table", "root table"
};

/* One walk: whose tree it is, and what was found wrong. */
struct check {
	int (*ck_report)(const char *fmt, ...);
	struct pmap *ck_pm;
	int ck_faults;
};

#define COMPLAIN(ck, ...) do {						\
	(ck)->ck_report("vm_check: " __VA_ARGS__);			\
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
		COMPLAIN(ck, "%s %lx at %lx may be written through the tree "
		    "of root %lx, but has %u references; last: %s\n",
		    level_name[level - 1], pa_of(pg), (unsigned long)va,
		    pa_of(ck->ck_pm->pm_root), pg->pg_refs, pg->pg_last);
	if ((pte & PTE_U) == 0 || (pte & (PTE_G | PTE_PS)) != 0 ||
	    (level > 1 && (pte & PTE_P) == 0))
		COMPLAIN(ck, "entry %lx for %lx in the tree of root %lx has "
		    "impossible bits\n", (unsigned long)pte,
		    (unsigned long)va, pa_of(ck->ck_pm->pm_root));
}

/* What an entry of a table of that level may lead to. */
static bool
check_target(struct check *ck, pte_t pte, int level, vm_offset_t va)
{
	const struct vm_page *pg = pte_page(pte);
	bool right;

	if (atop(pte & PTE_ADDR) >= vm_page_array_size) {
		COMPLAIN(ck, "entry %lx for %lx leads out of RAM\n",
		    (unsigned long)pte, (unsigned long)va);
		return (false);
	}
	if (level > 1)
		right = pg->pg_kind == PG_TABLE && pg->pg_level == level - 1;
	else
		right = pg->pg_kind == PG_ANON || pg->pg_kind == PG_OBJECT;
	if (!right)
		COMPLAIN(ck, "the tree of root %lx leads at %lx to a %s, but "
		    "finds page %lx of kind %d%s; last: %s\n",
		    pa_of(ck->ck_pm->pm_root), (unsigned long)va,
		    level_name[level - 1], pa_of(pg), pg->pg_kind,
		    pg->pg_kind == PG_FREE ? ", which is free" : "",
		    pg->pg_last != NULL ? pg->pg_last : "never used");
	return (right);
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
			COMPLAIN(ck, "table %lx: entry %d is not in pg_lines\n",
			    pa_of(table), i);
		if (!check_target(ck, entries[i], level, va))
			continue;
		pg = pte_page(entries[i]);
		pg->pg_found++;
		check_rule(ck, entries[i], level, va);
		if (level > 1 && !pg->pg_visited)
			check_table(ck, pg, va);
		table->pg_below += level > 1 ? pg->pg_below :
		    pg->pg_kind == PG_ANON;
	}
	if (used != table->pg_used)
		COMPLAIN(ck, "table %lx at %lx uses %d entries, its count says "
		    "%u; last: %s\n", pa_of(table), (unsigned long)base, used,
		    table->pg_used, table->pg_last);
	if (used == 0 && level < PT_LEVELS)
		COMPLAIN(ck, "table %lx at %lx is empty and was not freed\n",
		    pa_of(table), (unsigned long)base);
}

int
pmap_check(struct pmap *pm, int (*report)(const char *fmt, ...))
{
	struct check ck = { .ck_report = report, .ck_pm = pm };
	struct vm_page *root = pm->pm_root;

	if (root->pg_kind != PG_TABLE || root->pg_level != PT_LEVELS) {
		COMPLAIN(&ck, "root %lx is not a root table; last: %s\n",
		    pa_of(root), root->pg_last);
		return (ck.ck_faults);
	}
	root->pg_found++;
	check_table(&ck, root, 0);
	for (int i = PT_USER_ENTRIES; i < PT_ENTRIES; i++) {
		if ((pt_entries(root)[i] & ~PTE_A) !=
		    (pt_entries(pmap_kernel_root)[i] & ~PTE_A))
			COMPLAIN(&ck, "root %lx has a kernel of its own at "
			    "entry %d\n", pa_of(root), i);
	}
	if (pm->pm_tlb_debt != 0)
		COMPLAIN(&ck, "the tree of root %lx owes the TLB %lu flushes\n",
		    pa_of(root), (unsigned long)pm->pm_tlb_debt);
	return (ck.ck_faults);
}
