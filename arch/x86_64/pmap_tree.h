/*
 * pmap_tree.h -- what the files of the tree share: pmap_tree.c (the rule),
 * pmap_range.c (ranges) and pmap_check.c (the proof).
 */
#ifndef ARCH_X86_64_PMAP_TREE_H
#define ARCH_X86_64_PMAP_TREE_H

#include "arch/x86_64/pte.h"
#include "vm/pmap.h"

/* The first used entry from i to last; above last if there is none. */
static inline int
next_used(const struct vm_page *table, int i, int last)
{
	const pte_t *entries = pt_entries(table);
	uint64_t lines;

	for (; i <= last; i++) {
		if (i % PT_LINE == 0) {
			lines = table->pg_lines >> (i / PT_LINE);
			if (lines == 0)
				break;
			i += __builtin_ctzll(lines) * PT_LINE;
			if (i > last)
				break;
		}
		if (entries[i] != 0)
			return (i);
	}
	return (PT_ENTRIES);
}

/*
 * For each used entry i from first to last.  Of a root only the user's
 * entries count as used; of the kernel's root, the kernel's.
 */
#define FOREACH_USED(i, table, first, last)				\
	for (int i = next_used(table, first, last); i <= (last);	\
	    i = next_used(table, i + 1, last))

/* pmap_tree.c; explained there. */
struct vm_page *pmap_table_alloc(int level, bool zero, const char *why);
void pmap_drop(pte_t pte, int level);
pte_t pmap_entry_change(struct pmap *pm, pte_t *e, pte_t new, vm_offset_t va);
struct vm_page *pmap_copy_below(struct pmap *pm, struct vm_page *table, int i,
    vm_offset_t va);
void pmap_prune(struct pmap *pm, struct vm_page *table, vm_offset_t va);

/*
 * pmap_own_below: the table that entry i leads to becomes ours alone, and
 * the entry writable.  `table' is owned, the entry used.
 *
 * => NULL if there was no memory for a copy; nothing changed then
 */
static inline struct vm_page *
pmap_own_below(struct pmap *pm, struct vm_page *table, int i, vm_offset_t va)
{
	pte_t *e = &pt_entries(table)[i];
	pte_t pte = pte_load(e);

	if (!vm_page_sole(pte_page(pte)))
		return (pmap_copy_below(pm, table, i, va));
	if ((pte & PTE_W) == 0)
		pte_set(e, PTE_W);
	return (pte_page(pte));
}

#endif
