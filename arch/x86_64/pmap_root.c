/*
 * pmap_root.c -- the beginning and the end of a tree.
 *
 * A root belongs to one address space and is never shared.  Its upper half
 * is the kernel's, the same in all of them.
 *
 *   pmap_init         a root that knows the kernel
 *   pmap_remove_all   drop everything below it
 *   pmap_free         the root itself
 *
 * Not here: what lies below the root (pmap_tree.c).
 */
#include "arch/x86_64/pmap_tree.h"

/* The kernel's entries, a line of them at a time: into a root, or zeroed. */
static void
root_set_kernel(struct vm_page *root, bool present)
{
	const pte_t *from = pt_entries(pmap_kernel_root);
	pte_t *to = pt_entries(root);
	uint64_t lines = pmap_kernel_root->pg_lines;
	int i;

	for (; lines != 0; lines &= lines - 1) {
		i = __builtin_ctzll(lines) * PT_LINE;
		if (present)
			memcpy(&to[i], &from[i], PT_LINE * sizeof(*to));
		else
			memset(&to[i], 0, PT_LINE * sizeof(*to));
	}
}

bool
pmap_init(struct pmap *pm)
{
	struct vm_page *root;

	root = inject_allocation("root table") ? NULL :
	    pmap_table_alloc(PT_LEVELS, true, "root table");
	if (root == NULL)
		return (false);
	root_set_kernel(root, true);
	pm->pm_root = root;
	pm->pm_tlb_debt = 0;
	return (true);
}

void
pmap_free(struct pmap *pm)
{
	struct vm_page *root = pm->pm_root;

	KASSERT(root->pg_used == 0, ("root freed with %u entries",
	    root->pg_used));
	pmap_deactivate(pm);
	root_set_kernel(root, false);
	pm->pm_root = NULL;
	if (vm_page_unref(root))
		vm_page_free_zeroed(root);
}

/*
 * The other end of a life: nothing is owned, nothing can fail.  All entries
 * of the root go out of the cpus' sight before the first reference drops.
 */
void
pmap_remove_all(struct pmap *pm)
{
	pte_t *root = pt_entries(pm->pm_root);
	pte_t pte;

	FOREACH_USED(i, pm->pm_root, 0, PT_USER_ENTRIES - 1) {
		pm->pm_tlb_debt++;
		pte_clear(&root[i], PTE_P);
	}
	pmap_flush_all(pm);
	pm->pm_tlb_debt = 0;
	FOREACH_USED(i, pm->pm_root, 0, PT_USER_ENTRIES - 1) {
		pte = pte_exchange(&root[i], 0);
		pm->pm_root->pg_used--;
		pmap_drop(pte, PT_LEVELS);
	}
}
