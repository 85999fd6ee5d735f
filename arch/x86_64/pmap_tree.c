/*
 * pmap_tree.c -- address spaces as trees whose branches are shared.
 *
 * The page table of a program is a tree of four levels; what its private
 * memory holds is what the tree leads to.  Each table below the root and
 * each page counts the entries that lead to it (pg_refs), and one rule holds
 * on all four levels:
 *
 *     An entry may be writable only if it is the sole reference to what it
 *     leads to.  (Exception: lowest entries for pages of shared objects.)
 *
 * The cpu lets a program write only if all four entries on the way say so.
 *
 *   parent   child        parent   child        parent        child
 *    root     root         root     root         root          root
 *      w|      |              \     /               |            |w
 *       T           fork        T 2     child       T            T'
 *     w/ \w         --->      w/ \w    writes     / \         /  |w
 *     P   Q                  P   Q    --->       P 2 Q     --+   Q'
 *                                    through Q    \_________/
 *
 * In the middle neither root's entry may write: fork cost one entry.  On
 * the right the child owns its way to Q': T was copied, which made P and Q
 * shared, then Q was copied.  The next write to P, by either, copies P
 * alone.  The parent is the only owner of T and Q again: when it writes to Q,
 * W is set on the way in passing, and nothing is copied.
 *
 *   pmap_fork                            share all below the root
 *   pmap_own, own_path, pmap_own_below   copy what has other owners too
 *   pmap_enter                           put a page in
 *   pmap_drop                            a reference less; the last one
 *                                        takes down what lies below
 *
 * Two habits keep it right with several cpus.  A table that others use too
 * is never changed, save that W goes when a copy is made.  And an entry is
 * changed in this order: raise the count of what it will lead to, exchange
 * the entry, make cpus forget the old one, only then lower the old count.
 *
 * Not here: the root (pmap_root.c), ranges (pmap_range.c), the kernel's half
 * (pmap.c), what a program may have where (vm/vm_map.c), the proof of all
 * this (pmap_check.c).
 */
#include "arch/x86_64/pmap_tree.h"

/* --------------------------------------------------------- one table */

/* Count entry i, which was 0, among the used ones. */
static void
count_used(struct vm_page *table, int i)
{
	table->pg_used++;
	table->pg_lines |= 1ul << (i / PT_LINE);
}

struct vm_page *
pmap_table_alloc(int level, bool zero, const char *why)
{
	struct vm_page *table = vm_page_alloc(PG_TABLE, zero, why);

	if (table != NULL) {
		table->pg_level = (uint8_t)level;
		table->pg_lines = 0;
		table->pg_has_shared = false;
	}
	return (table);
}

/*
 * What a line of a table leads to has one reference more, so none of its
 * entries may write any more.  The inner loop of every first write: told
 * for each table, not asked for each entry, is whether shared objects' pages
 * are mapped there; and W is taken without asking whether it was there.
 */
static inline void
line_share(pte_t *line, bool has_shared)
{
	char *const pages = (char *)vm_page_array;
	pte_t pte;

#pragma GCC unroll 8
	for (int i = 0; i < PT_LINE; i++) {
		pte = __atomic_load_n(&line[i], __ATOMIC_RELAXED);
		if (pte == 0)
			continue;
		/* pte_page(pte), in two instructions. */
		vm_page_ref((struct vm_page *)(pages + ((pte & PTE_ADDR) /
		    (PAGE_SIZE / sizeof(struct vm_page)))));
		if (!has_shared || !pte_is_shared(pte))
			pte_clear(&line[i], PTE_W);
	}
}

/*
 * A second table that leads where the first one does.  All that they lead
 * to has one reference more, so neither may write to it any more.  Nothing
 * is flushed: the old table was shared, so W was missing further up.
 */
static struct vm_page *
table_copy(struct vm_page *old)
{
	bool full = old->pg_lines == ~0ul;
	struct vm_page *new = pmap_table_alloc(old->pg_level, !full,
	    "table copied");
	pte_t *from = pt_entries(old), *to, *line;
	uint64_t lines = old->pg_lines;

	if (new == NULL)
		return (NULL);
	to = pt_entries(new);
	for (; lines != 0; lines &= lines - 1) {
		line = &from[__builtin_ctzll(lines) * PT_LINE];
		if (old->pg_has_shared)
			line_share(line, true);
		else
			line_share(line, false);
		if (!full)
			memcpy(to + (line - from), line,
			    PT_LINE * sizeof(*line));
	}
	if (full)
		pmap_copy_page(new, old);
	new->pg_has_shared = old->pg_has_shared;
	new->pg_used = old->pg_used;
	new->pg_lines = old->pg_lines;
	kstat_add(V_PT_COPIES, 1);
	return (new);
}

/*
 * drop: what an entry of a table of that level led to has one reference
 * less.  Whoever takes the last one goes on below; four levels deep at most.
 * A table is all zero when it is freed.
 */
void
pmap_drop(pte_t pte, int level)
{
	struct vm_page *pg = pte_page(pte);
	pte_t *entries;

	if (!vm_page_unref(pg))
		return;
	if (level == 1) {
		vm_page_free(pg);
		return;
	}
	entries = pt_entries(pg);
	FOREACH_USED(i, pg, 0, PT_ENTRIES - 1) {
		pmap_drop(entries[i], level - 1);
		entries[i] = 0;
	}
	vm_page_free_zeroed(pg);
}

/*
 * entry_change: give a live entry a new value; the old one is returned.  If
 * that takes anything away, no cpu remembers the old value on return, and
 * the caller may drop what it led to.
 */
pte_t
pmap_entry_change(struct pmap *pm, pte_t *e, pte_t new, vm_offset_t va)
{
	pte_t old = pte_exchange(e, new);

	if (pte_takes_away(old, new)) {
		pm->pm_tlb_debt++;
		pmap_flush_page(pm, va);
		pm->pm_tlb_debt--;
	}
	return (old);
}

/* ---------------------------------------------------------------- fork */

void
pmap_fork(struct pmap *dst, struct pmap *src)
{
	pte_t *from = pt_entries(src->pm_root);
	pte_t *to = pt_entries(dst->pm_root);

	FOREACH_USED(i, src->pm_root, 0, PT_USER_ENTRIES - 1) {
		vm_page_ref(pte_page(from[i]));
		if ((pte_load(&from[i]) & PTE_W) != 0) {
			src->pm_tlb_debt++;
			pte_clear(&from[i], PTE_W);
		}
		to[i] = pte_load(&from[i]);
		count_used(dst->pm_root, i);
		kstat_add(V_PT_SHARED, 1);
	}
	if (src->pm_tlb_debt != 0) {
		pmap_flush_all(src);
		src->pm_tlb_debt = 0;
	}
}

/* -------------------------------------------------------- owning a path */

/*
 * The table that entry i leads to has other owners: ours is a copy now.
 * Flushing one page is enough: the copy leads where the table led, so only
 * cached pointers to the table itself are wrong, and those go with any page.
 */
struct vm_page *
pmap_copy_below(struct pmap *pm, struct vm_page *table, int i, vm_offset_t va)
{
	pte_t *e = &pt_entries(table)[i];
	struct vm_page *copy = table_copy(pte_page(pte_load(e)));

	if (copy != NULL)
		pmap_drop(pmap_entry_change(pm, e, pte_table(copy), va),
		    table->pg_level);
	return (copy);
}

static struct vm_page *
make_below(struct vm_page *table, int i)
{
	struct vm_page *below = pmap_table_alloc(table->pg_level - 1, true,
	    "table made");

	if (below == NULL)
		return (NULL);
	pte_exchange(&pt_entries(table)[i], pte_table(below));
	count_used(table, i);
	return (below);
}

/* Take tables on the way to va that have become empty out of the tree. */
void
pmap_prune(struct pmap *pm, struct vm_page *table, vm_offset_t va)
{
	int level = table->pg_level;
	pte_t *e = &pt_entries(table)[pt_index(va, level)];
	pte_t pte = pte_load(e);

	if (level == 1 || pte == 0)
		return;
	pmap_prune(pm, pte_page(pte), va);
	if (pte_page(pte)->pg_used == 0) {
		pmap_drop(pmap_entry_change(pm, e, 0, va), level);
		table->pg_used--;
	}
}

/*
 * own_path: all tables on the way to va become ours alone; those that lack
 * are made.  The lowest one, or NULL if memory ran out: what programs see
 * has not changed then.
 */
static struct vm_page *
own_path(struct pmap *pm, vm_offset_t va)
{
	struct vm_page *table = pm->pm_root;
	int i;

	for (int level = PT_LEVELS; level > 1 && table != NULL; level--) {
		i = pt_index(va, level);
		if (pt_entries(table)[i] != 0)
			table = pmap_own_below(pm, table, i, va);
		else
			table = make_below(table, i);
	}
	if (table == NULL)
		pmap_prune(pm, pm->pm_root, va);
	return (table);
}

/* ------------------------------------------------------------ one page */

/*
 * The lowest entry for va, or NULL.  *path: PTE_W if all entries above it may
 * write, which by the rule also says that its table is ours alone.
 */
static pte_t *
lookup(struct pmap *pm, vm_offset_t va, pte_t *path)
{
	pte_t *entries = pt_entries(pm->pm_root), pte;

	*path = PTE_W;
	for (int level = PT_LEVELS; level > 1; level--) {
		pte = pte_load(&entries[pt_index(va, level)]);
		if (pte == 0)
			return (NULL);
		*path &= pte;
		entries = pte_entries(pte);
	}
	return (&entries[pt_index(va, 1)]);
}

struct vm_page *
pmap_extract(struct pmap *pm, vm_offset_t va, bool *writable)
{
	pte_t path, *e = lookup(pm, va, &path);
	pte_t pte = e != NULL ? pte_load(e) : 0;

	*writable = (pte & PTE_P) != 0 && (pte & path) != 0;
	return (pte != 0 ? pte_page(pte) : NULL);
}

bool
pmap_enter(struct pmap *pm, vm_offset_t va, struct vm_page *pg, int prot,
    bool shared)
{
	struct vm_page *table = own_path(pm, va);
	pte_t pte = pte_user(pg, prot), old;
	int i = pt_index(va, 1);

	if (table == NULL)
		return (false);
	if (shared) {
		pte |= PTE_SHARED;
		table->pg_has_shared = true;
	} else if (pg->pg_kind != PG_ANON || !vm_page_sole(pg))
		pte &= ~PTE_W;
	vm_page_ref(pg);
	old = pmap_entry_change(pm, &pt_entries(table)[i], pte, va);
	if (old != 0)
		pmap_drop(old, 1);
	else
		count_used(table, i);
	return (true);
}

enum pmap_own_result
pmap_own(struct pmap *pm, vm_offset_t va, int prot)
{
	pte_t path, pte, *e = lookup(pm, va, &path);
	struct vm_page *table, *pg, *copy;

	if (e == NULL || pte_load(e) == 0)
		return (PMAP_OWN_ABSENT);
	if (path == 0) {
		table = own_path(pm, va);
		if (table == NULL)
			return (PMAP_OWN_NOMEM);
		e = &pt_entries(table)[pt_index(va, 1)];
	}
	pte = pte_load(e);
	pg = pte_page(pte);

	if (pte_is_shared(pte)) {
		pmap_entry_change(pm, e, pte_user(pg, prot) | PTE_SHARED, va);
		return (PMAP_OWN_SHARED);
	}
	if (vm_page_sole(pg)) {
		pmap_entry_change(pm, e, pte_user(pg, prot), va);
		return (PMAP_OWN_SOLE);
	}
	copy = vm_page_alloc(PG_ANON, false, "copied on write");
	if (copy == NULL)
		return (PMAP_OWN_NOMEM);
	pmap_copy_page(copy, pg);
	pmap_drop(pmap_entry_change(pm, e, pte_user(copy, prot), va), 1);
	return (PMAP_OWN_COPIED);
}
