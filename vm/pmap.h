/*
 * pmap.h -- the contract that arch/ fulfils for vm/: page tables.
 *
 * The page table of a process is the data structure of its anonymous
 * memory.  It is a tree whose branches may be shared between processes:
 *
 *   An entry may be writable only if it is the sole reference to what it
 *   points to.  (Exception: leaf entries of a shared object's pages.)
 *
 * fork shares every table below the root and takes the write permission
 * from both roots' entries; a write fault walks down and copies what has
 * more than one reference (path copying); exit drops references and only
 * the last one descends.  Pictures in docs/memory.md.
 */
#ifndef VM_PMAP_H
#define VM_PMAP_H

#include "kernel/kern.h"
#include "vm/vm_page.h"

/*
 * A user page table.   M: the map's lock   A: atomic
 */
struct pmap {
	struct vm_page *pm_root;	/* I  root table, never shared */
	uint64_t pm_tlb_debt;		/* M  rights reduced and not flushed */
};

/* ---------------------------------------------- kernel space: pmap.c */

/* Final kernel page tables: direct map, W^X image, stack region. */
void pmap_bootstrap(vm_paddr_t ram_end);
/* All zero; a copy of another page. */
void pmap_zero_page(struct vm_page *pg);
void pmap_copy_page(struct vm_page *dst, const struct vm_page *src);
/*
 * pmap_map_device: make len bytes of device memory at pa readable and
 * writable, uncached.  At start-up only; NULL if there is no room.
 */
void *pmap_map_device(vm_paddr_t pa, uint64_t len);
/* Map or unmap one kernel page (the stack region), writable, no execute. */
void pmap_kenter(vm_offset_t va, vm_paddr_t pa);
void pmap_kremove(vm_offset_t va);

/* ---------------------------------------------- user trees: pmap_tree.c */

/* An empty tree: a root that knows the kernel; false if memory ran out. */
bool pmap_init(struct pmap *pm);
/* Free the root; everything below was removed. */
void pmap_free(struct pmap *pm);

/*
 * pmap_fork: dst (empty) becomes what src is, sharing everything below the
 * root.  Cost: the used entries of the root, whatever the memory's size.
 */
void pmap_fork(struct pmap *dst, struct pmap *src);

/* Drop everything below the root, as an exit does; cannot fail. */
void pmap_remove_all(struct pmap *pm);

/*
 * pmap_enter: map pg at va.  The path is owned first (tables are made or
 * copied).
 *
 * => the entry takes its own reference on pg
 * => shared: the page belongs to a shared mapping; it may be writable though
 *    others refer to it
 * => not shared: writable, if prot says so, only if it is a PG_ANON page with
 *    one reference: the caller's, who lets go of it at once, or that of the
 *    entry which is replaced
 * => whatever was mapped at va is replaced and its reference dropped
 * => false if a table could not be had; nothing changed then
 */
bool pmap_enter(struct pmap *pm, vm_offset_t va, struct vm_page *pg,
    int prot, bool shared);

/* What became of a write to a page that is there. */
enum pmap_own_result {
	PMAP_OWN_ABSENT,	/* nothing mapped: the caller must supply it */
	PMAP_OWN_SOLE,		/* it was ours alone: made writable */
	PMAP_OWN_COPIED,	/* it had other owners: now a copy is ours */
	PMAP_OWN_SHARED,	/* a shared object's page: made writable */
	PMAP_OWN_NOMEM		/* no page for the copy; nothing changed */
};
/*
 * pmap_own: make the page at va ours alone and writable: the write fault.
 * prot are the range's rights.
 */
enum pmap_own_result pmap_own(struct pmap *pm, vm_offset_t va, int prot);

/* The page mapped at va and whether a user may write, or NULL. */
struct vm_page *pmap_extract(struct pmap *pm, vm_offset_t va,
    bool *writable);

/*
 * pmap_remove: unmap [start, end).  A subtree the range covers is dropped
 * as one reference; only the edges are owned.
 * => false if an edge needed a table and there was none; nothing changed
 */
bool pmap_remove(struct pmap *pm, vm_offset_t start, vm_offset_t end);
/*
 * pmap_protect: reduce the rights of what is mapped in [start, end) to prot
 * (adding rights is left to faults).
 *
 * => PROT_NONE hides pages from the cpu, but keeps them
 * => false if a table could not be had; rights that are gone by then come
 *    back with the next fault
 */
bool pmap_protect(struct pmap *pm, vm_offset_t start, vm_offset_t end,
    int prot);
/*
 * Call fn(va, page, writable) for each user page mapped in the range; fn
 * must not change the tree.
 */
void pmap_scan(struct pmap *pm, vm_offset_t start, vm_offset_t end,
    void (*fn)(vm_offset_t va, struct vm_page *pg, bool writable,
    void *arg), void *arg);
/* User pages and tables reachable from the root, shared ones included. */
uint64_t pmap_resident(struct pmap *pm);

/* Tables that mappings of [start, end) span, not counting those that a
 * range ending at prev_end spans already (vm_map_charge). */
uint64_t pmap_tables_spanned(vm_offset_t prev_end, vm_offset_t start,
    vm_offset_t end);

/* ---------------------------------------------- the flush hook */

/* Forget cached translations of pm on every cpu that uses it: of one page,
 * or all.  Called after rights were reduced, before old references drop. */
void pmap_flush_page(struct pmap *pm, vm_offset_t va);
void pmap_flush_all(struct pmap *pm);
/* pm's root is about to be freed: no cpu may have it loaded any more. */
void pmap_deactivate(struct pmap *pm);

/* ---------------------------------------------- for vm_check() */

/*
 * pmap_check: walk the tree of process pid, each distinct table once; count
 * in pg_found what each table and page is referred to by, note in pg_seen_*
 * who refers to it first, and report what breaks the rule of the tree.
 * Returns the number of faults.
 */
int pmap_check(struct pmap *pm, pid_t pid,
    int (*report)(const char *fmt, ...));

#endif
