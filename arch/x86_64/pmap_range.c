/*
 * pmap_range.c -- ranges of a tree: unmapped, protected, looked at.
 *
 * A range is visited from the root down.  Where it covers a whole subtree,
 * unmapping takes that out as one reference, whatever lies below; only the
 * tables at its edges, of which a part stays, must be owned first.
 *
 *   pmap_remove                  take a range out
 *   pmap_protect                 fewer rights for a range
 *   pmap_scan, pmap_resident     look
 *   pmap_tables_spanned          how many tables a range can need
 *
 * Not here: the rule of the tree and how a path is owned (pmap_tree.c).
 */
#include "arch/x86_64/pmap_tree.h"

/*
 * What visit() does with the used entries of a range.  fn is called for
 * each lowest entry; v_whole: also for an entry whose subtree lies in the
 * range as a whole, instead of those below it.
 */
struct visit {
	struct pmap *v_pm;
	vm_offset_t v_start, v_end;
	bool v_whole;
	bool v_own;			/* own the tables on the way */
	void (*v_fn)(struct visit *v, struct vm_page *table, int i,
	    pte_t rights, vm_offset_t va);
	void (*v_scan)(vm_offset_t va, struct vm_page *pg, bool writable,
	    void *arg);
	void *v_arg;
	int v_prot;
	uint64_t v_count;		/* entries seen, tables gone through */
};

/* False if a table could not be owned. */
static bool
visit(struct visit *v, struct vm_page *table, vm_offset_t base, pte_t rights)
{
	int level = table->pg_level;
	uint64_t span = pt_span(level);
	int first = v->v_start > base ? pt_index(v->v_start, level) : 0;
	int last = (v->v_end - 1 - base) / span < PT_ENTRIES ?
	    pt_index(v->v_end - 1, level) : PT_ENTRIES - 1;
	struct vm_page *below;
	vm_offset_t va;
	pte_t pte;

	FOREACH_USED(i, table, first, last) {
		va = base + (uint64_t)i * span;
		pte = pte_load(&pt_entries(table)[i]);
		v->v_count++;
		if (level == 1 || (v->v_whole && va >= v->v_start &&
		    va + span <= v->v_end)) {
			v->v_fn(v, table, i, rights & pte, va);
			continue;
		}
		below = v->v_own ? pmap_own_below(v->v_pm, table, i, va) :
		    pte_page(pte);
		if (below == NULL || !visit(v, below, va, rights & pte))
			return (false);
	}
	return (true);
}

static bool
visit_all(struct visit *v)
{
	return (v->v_start >= v->v_end ||
	    visit(v, v->v_pm->pm_root, 0, PTE_P | PTE_W));
}

/* Rights were reduced in the range: pay the debt. */
static void
settle(struct visit *v)
{
	if (v->v_pm->pm_tlb_debt == 0)
		return;
	if (v->v_end - v->v_start == PAGE_SIZE)
		pmap_flush_page(v->v_pm, v->v_start);
	else
		pmap_flush_all(v->v_pm);
	v->v_pm->pm_tlb_debt = 0;
}

static void
only_count(struct visit *v, struct vm_page *table, int i, pte_t rights,
    vm_offset_t va)
{
}

/* Out of the cpus' sight, still in ours. */
static void
hide(struct visit *v, struct vm_page *table, int i, pte_t rights,
    vm_offset_t va)
{
	pte_clear(&pt_entries(table)[i], PTE_P);
	v->v_pm->pm_tlb_debt++;
}

static void
take_out(struct visit *v, struct vm_page *table, int i, pte_t rights,
    vm_offset_t va)
{
	pte_t pte = pte_exchange(&pt_entries(table)[i], 0);

	table->pg_used--;
	pmap_drop(pte, table->pg_level);
}

bool
pmap_remove(struct pmap *pm, vm_offset_t start, vm_offset_t end)
{
	struct visit v = { .v_pm = pm, .v_start = start, .v_end = end,
	    .v_whole = true, .v_own = true, .v_fn = only_count };

	/* All that can fail: own the tables of which a part stays. */
	if (!visit_all(&v))
		return (false);
	if (v.v_count == 0)
		return (true);

	v.v_own = false;
	v.v_fn = hide;
	visit_all(&v);
	settle(&v);
	v.v_fn = take_out;
	visit_all(&v);
	pmap_prune(pm, pm->pm_root, start);
	pmap_prune(pm, pm->pm_root, end - 1);
	return (true);
}

static void
reduce(struct visit *v, struct vm_page *table, int i, pte_t rights,
    vm_offset_t va)
{
	pte_t *e = &pt_entries(table)[i];
	pte_t pte = pte_load(e);

	/* At most the rights of v_prot, and not more than it has. */
	rights = pte_user(pte_page(pte), v->v_prot);
	if ((rights & PTE_P) == 0)
		pte_clear(e, PTE_P | PTE_W);
	else if ((rights & PTE_W) == 0)
		pte_clear(e, PTE_W);
	pte_set(e, rights & PTE_NX);
	if (pte_takes_away(pte, pte_load(e)))
		v->v_pm->pm_tlb_debt++;
}

bool
pmap_protect(struct pmap *pm, vm_offset_t start, vm_offset_t end, int prot)
{
	struct visit v = { .v_pm = pm, .v_start = start, .v_end = end,
	    .v_own = true, .v_fn = reduce, .v_prot = prot };
	bool done = visit_all(&v);

	settle(&v);
	return (done);
}

static void
scan_one(struct visit *v, struct vm_page *table, int i, pte_t rights,
    vm_offset_t va)
{
	v->v_scan(va, pte_page(pt_entries(table)[i]),
	    rights == (PTE_P | PTE_W), v->v_arg);
}

void
pmap_scan(struct pmap *pm, vm_offset_t start, vm_offset_t end,
    void (*fn)(vm_offset_t va, struct vm_page *pg, bool writable, void *arg),
    void *arg)
{
	struct visit v = { .v_pm = pm, .v_start = start, .v_end = end,
	    .v_fn = scan_one, .v_scan = fn, .v_arg = arg };

	visit_all(&v);
}

uint64_t
pmap_resident(struct pmap *pm)
{
	struct visit v = { .v_pm = pm, .v_end = PT_USER_ENTRIES *
	    pt_span(PT_LEVELS), .v_fn = only_count };

	/* Every used entry leads to one page or table; and the root. */
	visit_all(&v);
	return (v.v_count + 1);
}

/* ---------------------------------------------------------- arithmetic */

uint64_t
pmap_tables_spanned(vm_offset_t prev_end, vm_offset_t start, vm_offset_t end)
{
	uint64_t n = 0, first, last;

	if (start >= end)
		return (0);
	for (int level = 1; level < PT_LEVELS; level++) {
		first = start / pt_span(level + 1);
		last = (end - 1) / pt_span(level + 1);
		n += last - first + 1;
		if (prev_end != 0 && (prev_end - 1) / pt_span(level + 1) ==
		    first)
			n--;
	}
	return (n);
}
