/*
 * tree_mmu.c -- a cpu's view of pmap_tree.c's trees: it walks the tables as
 * the machine does, and like the machine it remembers what it found.
 *
 * Every address space has its own memory of translations and of lowest
 * tables, which only the flush hooks make it forget.  A flush that the tree
 * code leaves out therefore shows: as a stale byte or a write that should
 * have faulted.
 */
#define _ISOC11_SOURCE	1		/* no types of the host's own */
#include "arch/x86_64/pmap_tree.h"
#include "tests/host/host_pmap.h"
#include "tests/host/kern_host.h"

#define TLB_SIZE	1024
#define WALKS_SIZE	64

pte_t pte_nx = PTE_NX;
struct vm_page *pmap_kernel_root;

/* What one address space remembers: of a page, or of a 2 MiB stretch. */
struct cached {
	const struct pmap *pm;		/* NULL: nothing */
	vm_offset_t va;
	pte_t rights;			/* P, W, NX as over all levels */
	struct vm_page *pg;
};
static struct cached tlb[TLB_SIZE], walks[WALKS_SIZE];

static struct cached *
slot(struct cached *cache, int size, const struct pmap *pm, vm_offset_t key)
{
	return (&cache[((uintptr_t)pm / 16 * 31 + key * 7) % (unsigned)size]);
}

static bool
allows(pte_t rights, int access)
{
	return ((rights & PTE_P) != 0 &&
	    ((access & PROT_WRITE) == 0 || (rights & PTE_W) != 0) &&
	    ((access & PROT_EXEC) == 0 || (rights & PTE_NX) == 0));
}

static pte_t
combine(pte_t upper, pte_t lower)
{
	return ((upper & lower & (PTE_P | PTE_W)) |
	    ((upper | lower) & PTE_NX));
}

/* The lowest table for va and the rights on the way; NULL if none. */
static struct vm_page *
walk_tables(struct pmap *pm, vm_offset_t va, pte_t *rights)
{
	struct cached *c = slot(walks, WALKS_SIZE, pm, va >> 21);
	struct vm_page *table = pm->pm_root;
	pte_t pte;

	if (c->pm == pm && c->va == va >> 21) {
		*rights = c->rights;
		return (c->pg);
	}
	*rights = PTE_P | PTE_W;
	for (int level = PT_LEVELS; level > 1; level--) {
		pte = pt_entries(table)[pt_index(va, level)];
		if ((pte & PTE_P) == 0)
			return (NULL);
		*rights = combine(*rights, pte);
		table = pte_page(pte);
	}
	*c = (struct cached){ pm, va >> 21, *rights, table };
	return (table);
}

struct vm_page *
host_translate(struct pmap *pm, vm_offset_t va, int access)
{
	struct cached *c = slot(tlb, TLB_SIZE, pm, va >> PAGE_SHIFT);
	struct vm_page *table;
	pte_t rights, *e;

	if (c->pm == pm && c->va == trunc_page(va) &&
	    allows(c->rights, access))
		return (c->pg);
	/* Not enough is remembered: a real cpu forgets it and walks again. */
	for (int try = 0; try < 2; try++) {
		table = walk_tables(pm, va, &rights);
		if (table == NULL)
			return (NULL);
		e = &pt_entries(table)[pt_index(va, 1)];
		rights = combine(rights, *e);
		if (allows(rights, access)) {
			*e |= PTE_A | ((access & PROT_WRITE) ? PTE_D : 0);
			*c = (struct cached){ pm, trunc_page(va), rights,
			    pte_page(*e) };
			return (c->pg);
		}
		pmap_flush_page(pm, va);
	}
	return (NULL);
}

void
host_pmap_boot(void)
{
	memset(tlb, 0, sizeof(tlb));
	memset(walks, 0, sizeof(walks));
	/* It is not part of what the tests count. */
	pmap_kernel_root = vm_page_alloc(PG_TABLE, true, "kernel root");
	vm_page_set_kind(pmap_kernel_root, PG_RESERVED, "kernel root");
	pmap_kernel_root->pg_refs = 0;
	pmap_kernel_root->pg_lines = 1ul << (256 / 8) | 1ul << (511 / 8);
	pt_entries(pmap_kernel_root)[256] = 0x1000 | PTE_P | PTE_W;
	pt_entries(pmap_kernel_root)[511] = 0x2000 | PTE_P | PTE_W;
}

/* -------------------------------------------------------- the flush hooks */

/* As invlpg: the page, and all pointers to tables. */
void
pmap_flush_page(struct pmap *pm, vm_offset_t va)
{
	struct cached *c = slot(tlb, TLB_SIZE, pm, va >> PAGE_SHIFT);

	if (c->pm == pm && c->va == trunc_page(va))
		c->pm = NULL;
	for (int i = 0; i < WALKS_SIZE; i++) {
		if (walks[i].pm == pm)
			walks[i].pm = NULL;
	}
}

void
pmap_flush_all(struct pmap *pm)
{
	for (int i = 0; i < TLB_SIZE; i++) {
		if (tlb[i].pm == pm)
			tlb[i].pm = NULL;
	}
	for (int i = 0; i < WALKS_SIZE; i++) {
		if (walks[i].pm == pm)
			walks[i].pm = NULL;
	}
}

void
pmap_deactivate(struct pmap *pm)
{
	pmap_flush_all(pm);
}
