/*
 * plant.c -- bugs that a fork of the test kernel can have, for the debugger
 * to find.
 *
 * sysctl debug.plant arms one; the next fork has it, by a fork hook, and it
 * is about the first page of the parent's heap.
 *
 *   plant_init         the hook is there
 *   PLANT_DROP         fork gives up a reference it never took: the page is
 *                      free while both processes use it
 *   PLANT_WRITABLE     fork leaves the child's way to its shared tables
 *                      writable: what the child writes the parent sees
 */
#include "arch/x86_64/pmap_tree.h"
#include "kernel/hooks.h"
#include "kernel/proc.h"
#include "vm/vm_map.h"

#define PLANT_DROP	1
#define PLANT_WRITABLE	2

int planted_bug;

/* The entry of that level on the way to the heap; NULL if there is no way. */
static pte_t *
heap_entry(struct vmspace *vm, int level)
{
	struct vm_page *table = vm->vm_pmap.pm_root;
	pte_t *entry = NULL;

	for (int l = PT_LEVELS; l >= level; l--) {
		entry = &pt_entries(table)[pt_index(USER_HEAP_START, l)];
		if ((*entry & PTE_P) == 0)
			return (NULL);
		table = pte_page(*entry);
	}
	return (entry);
}

static void
plant_drop(struct proc *p1)
{
	pte_t *leaf = heap_entry(p1->p_vmspace, 1);

	if (leaf != NULL && vm_page_unref(pte_page(*leaf)))
		vm_page_free(pte_page(*leaf));
}

static void
plant_writable(struct proc *p2)
{
	pte_t *entry = heap_entry(p2->p_vmspace, PT_LEVELS);

	if (entry != NULL)
		*entry |= PTE_W;
}

static int
plant_at_fork(struct proc *p1, struct proc *p2, int flags)
{
	int bug = planted_bug;

	(void)flags;
	planted_bug = 0;
	if (bug == PLANT_DROP)
		plant_drop(p1);
	else if (bug == PLANT_WRITABLE)
		plant_writable(p2);
	return (0);
}

void
plant_init(void)
{
	if (at_fork(plant_at_fork) != 0)
		panic("no memory for the hook that plants bugs");
}
