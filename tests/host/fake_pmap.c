/*
 * fake_pmap.c -- vm/pmap.h in its plainest form, for tests of vm_map.
 *
 * A list of mapped pages for each address space.  fork copies the list;
 * there are no tables, but what they would cost is counted as usual.  The
 * rule of the tree holds all the same: writable means sole owner, unless
 * the mapping is shared.
 */
#define _ISOC11_SOURCE	1		/* no types of the host's own */
#include <stdlib.h>
#include <string.h>

#include "tests/host/host_pmap.h"
#include "vm/vm_map.h"

struct fake_pte {
	struct fake_pte *fp_next;
	vm_offset_t fp_va;
	struct vm_page *fp_page;
	int fp_prot;			/* what the mmu would allow now */
	bool fp_shared;
};

/* pm_root is not a page here but the list's head. */
static struct fake_pte **
head_of(struct pmap *pm)
{
	return ((struct fake_pte **)(void *)pm->pm_root);
}

static struct fake_pte **
find(struct pmap *pm, vm_offset_t va)
{
	struct fake_pte **pp = head_of(pm);

	while (*pp != NULL && (*pp)->fp_va != trunc_page(va))
		pp = &(*pp)->fp_next;
	return (pp);
}

static void
drop(struct fake_pte **pp)
{
	struct fake_pte *pte = *pp;

	*pp = pte->fp_next;
	if (vm_page_unref(pte->fp_page))
		vm_page_free(pte->fp_page);
	free(pte);
}

static void
add(struct pmap *pm, vm_offset_t va, struct vm_page *pg, int prot,
    bool shared)
{
	struct fake_pte *pte = malloc(sizeof(*pte));

	pte->fp_next = *head_of(pm);
	pte->fp_va = trunc_page(va);
	pte->fp_page = pg;
	pte->fp_prot = prot;
	pte->fp_shared = shared;
	vm_page_ref(pg);
	*head_of(pm) = pte;
}

bool
pmap_init(struct pmap *pm)
{
	memset(pm, 0, sizeof(*pm));
	pm->pm_root = calloc(1, sizeof(struct fake_pte *));
	return (pm->pm_root != NULL);
}

void
pmap_free(struct pmap *pm)
{
	KASSERT(*head_of(pm) == NULL, ("pages left in a dead space"));
	free(pm->pm_root);
}

void
pmap_fork(struct pmap *dst, struct pmap *src)
{
	struct fake_pte *pte;

	for (pte = *head_of(src); pte != NULL; pte = pte->fp_next) {
		if (!pte->fp_shared)
			pte->fp_prot &= ~PROT_WRITE;
		add(dst, pte->fp_va, pte->fp_page, pte->fp_prot,
		    pte->fp_shared);
	}
}

bool
pmap_enter(struct pmap *pm, vm_offset_t va, struct vm_page *pg, int prot,
    bool shared)
{
	struct fake_pte **pp;

	vm_page_ref(pg);
	pp = find(pm, va);
	if (*pp != NULL)
		drop(pp);
	add(pm, va, pg, prot, shared);
	(void)vm_page_unref(pg);
	return (true);
}

enum pmap_own_result
pmap_own(struct pmap *pm, vm_offset_t va, int prot)
{
	struct fake_pte *pte = *find(pm, va);
	struct vm_page *pg;

	if (pte == NULL)
		return (PMAP_OWN_ABSENT);
	if (pte->fp_shared) {
		pte->fp_prot = prot;
		return (PMAP_OWN_SHARED);
	}
	if (pte->fp_page->pg_refs == 1) {
		pte->fp_prot = prot;
		return (PMAP_OWN_SOLE);
	}
	pg = vm_page_alloc(PG_ANON, false, "copy");
	if (pg == NULL)
		return (PMAP_OWN_NOMEM);
	pmap_copy_page(pg, pte->fp_page);
	if (vm_page_unref(pte->fp_page))
		vm_page_free(pte->fp_page);
	pte->fp_page = pg;
	pte->fp_prot = prot;
	return (PMAP_OWN_COPIED);
}

struct vm_page *
pmap_extract(struct pmap *pm, vm_offset_t va, bool *writable)
{
	struct fake_pte *pte = *find(pm, va);

	*writable = pte != NULL && (pte->fp_prot & PROT_WRITE) != 0;
	return (pte != NULL ? pte->fp_page : NULL);
}

bool
pmap_remove(struct pmap *pm, vm_offset_t start, vm_offset_t end)
{
	struct fake_pte **pp = head_of(pm);

	while (*pp != NULL) {
		if ((*pp)->fp_va >= start && (*pp)->fp_va < end)
			drop(pp);
		else
			pp = &(*pp)->fp_next;
	}
	return (true);
}

void
pmap_remove_all(struct pmap *pm)
{
	pmap_remove(pm, 0, ~(vm_offset_t)0);
}

bool
pmap_protect(struct pmap *pm, vm_offset_t start, vm_offset_t end, int prot)
{
	struct fake_pte *pte;

	for (pte = *head_of(pm); pte != NULL; pte = pte->fp_next) {
		if (pte->fp_va >= start && pte->fp_va < end)
			pte->fp_prot &= prot;
	}
	return (true);
}

/* Tables of one level that are new in [start, end). */
static uint64_t
spanned(vm_offset_t prev_end, vm_offset_t start, vm_offset_t end, int shift)
{
	uint64_t n = ((end - 1) >> shift) - (start >> shift) + 1;

	if (prev_end != 0 && (prev_end - 1) >> shift == start >> shift)
		n--;
	return (n);
}

uint64_t
pmap_tables_spanned(vm_offset_t prev_end, vm_offset_t start, vm_offset_t end)
{
	return (spanned(prev_end, start, end, 21) +
	    spanned(prev_end, start, end, 30) +
	    spanned(prev_end, start, end, 39));
}

void
host_pmap_boot(void)
{
}

struct vm_page *
host_translate(struct pmap *pm, vm_offset_t va, int access)
{
	struct fake_pte *pte = *find(pm, va);

	if (pte == NULL || (access & ~pte->fp_prot) != 0)
		return (NULL);
	KASSERT((access & PROT_WRITE) == 0 || pte->fp_shared ||
	    pte->fp_page->pg_refs == 1,
	    ("writable page with %u owners", pte->fp_page->pg_refs));
	return (pte->fp_page);
}
