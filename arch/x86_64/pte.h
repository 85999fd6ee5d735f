/*
 * pte.h -- one entry of a page table, and how a live one is changed.
 *
 *   63  62    52 51                12 11 10  9  8 7 6 5 4 3 2 1 0
 *   NX |        |  page number       |      SH  G PS D A     U W P
 *
 * An entry is used if it is not 0: a used entry refers to a page and counts
 * in that page's pg_refs.  The lowest level may have used entries that are
 * not present (no P): pages that mprotect(PROT_NONE) hides from everybody.
 *
 * A cpu that uses the table reads entries at any time and sets A and D by
 * itself.  So entries are changed by atomic operations only.
 */
#ifndef ARCH_X86_64_PTE_H
#define ARCH_X86_64_PTE_H

#include "kernel/abi/mman.h"
#include "vm/vm_page.h"

typedef uint64_t pte_t;

#define PTE_P		0x001ul		/* present */
#define PTE_W		0x002ul		/* may be written */
#define PTE_U		0x004ul		/* user mode may use it */
#define PTE_PWT		0x008ul
#define PTE_PCD		0x010ul		/* not cached */
#define PTE_A		0x020ul		/* was used; set by the cpu */
#define PTE_D		0x040ul		/* was written; set by the cpu */
#define PTE_PS		0x080ul		/* maps a large page itself */
#define PTE_G		0x100ul		/* the same in all address spaces */
#define PTE_SHARED	0x200ul		/* ours: page of a shared mapping */
#define PTE_NX		(1ul << 63)	/* may not be executed */
#define PTE_ADDR	0x000ffffffffff000ul

#define PT_ENTRIES	512
#define PT_LEVELS	4		/* 4: the root; 1: maps pages */
#define PT_LINE		8		/* entries for each bit of pg_lines */

extern pte_t pte_nx;			/* PTE_NX, or 0 on a cpu without */

/* Bytes that one entry of a table of that level spans: 4 KiB to 512 GiB. */
#define pt_span(level)	(1ul << (PAGE_SHIFT + 9 * ((level) - 1)))

/* Which entry of a table of that level leads to va. */
static inline int
pt_index(vm_offset_t va, int level)
{
	return ((int)(va >> (PAGE_SHIFT + 9 * (level - 1))) &
	    (PT_ENTRIES - 1));
}

/* The entries of a table, and the page that an entry refers to. */
static inline pte_t *
pt_entries(const struct vm_page *table)
{
	return (vm_page_va(table));
}

static inline struct vm_page *
pte_page(pte_t pte)
{
	return (vm_page_of(pte & PTE_ADDR));
}

/* The entries of the table that an entry leads to. */
static inline pte_t *
pte_entries(pte_t pte)
{
	return ((pte_t *)(vm_direct_map + (pte & PTE_ADDR)));
}

/* An entry that leads to a table: all rights, the lowest level decides. */
static inline pte_t
pte_table(const struct vm_page *table)
{
	return (vm_page_pa(table) | PTE_P | PTE_W | PTE_U);
}

/* An entry that maps a user page. */
static inline pte_t
pte_user(const struct vm_page *pg, int prot)
{
	pte_t pte = vm_page_pa(pg) | PTE_U;

	if (prot != PROT_NONE)
		pte |= PTE_P;
	if ((prot & PROT_WRITE) != 0)
		pte |= PTE_W;
	if ((prot & PROT_EXEC) == 0)
		pte |= pte_nx;
	return (pte);
}

static inline pte_t
pte_load(const pte_t *e)
{
	return (__atomic_load_n(e, __ATOMIC_ACQUIRE));
}

/* Put a new value in place; what the old one was, A and D included. */
static inline pte_t
pte_exchange(pte_t *e, pte_t pte)
{
	return (__atomic_exchange_n(e, pte, __ATOMIC_ACQ_REL));
}

/* Add bits, or take bits away. */
static inline void
pte_set(pte_t *e, pte_t bits)
{
	__atomic_fetch_or(e, bits, __ATOMIC_ACQ_REL);
}

static inline void
pte_clear(pte_t *e, pte_t bits)
{
	__atomic_fetch_and(e, ~bits, __ATOMIC_ACQ_REL);
}

/*
 * Does the change from old to new take anything away that a cpu may have
 * cached?  Another target, or a right less; added rights take nothing.
 */
static inline bool
pte_takes_away(pte_t old, pte_t new)
{
	return ((old & PTE_P) != 0 &&
	    (((old ^ new) & PTE_ADDR) != 0 ||
	    (old & ~new & (PTE_P | PTE_W | PTE_U)) != 0 ||
	    (~old & new & PTE_NX) != 0));
}

/*
 * A page of a shared object, mapped to share it.  (A page that has left its
 * object counts as private, whatever the entry says.)
 */
static inline bool
pte_is_shared(pte_t pte)
{
	return ((pte & PTE_SHARED) != 0 &&
	    pte_page(pte)->pg_kind == PG_OBJECT);
}

/* The upper half of every root is the kernel's: a copy of this one's. */
#define PT_USER_ENTRIES	(PT_ENTRIES / 2)
extern struct vm_page *pmap_kernel_root;

#endif
