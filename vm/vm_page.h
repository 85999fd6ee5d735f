/*
 * vm_page.h -- physical pages and their counts.
 *
 * One struct vm_page for every page of RAM.  The count is the heart of the
 * memory design (docs/memory.md): who may write to a page, when a page must
 * be copied, when it goes back to the free list, all follow from pg_refs.
 */
#ifndef VM_VM_PAGE_H
#define VM_VM_PAGE_H

#include "kernel/kern.h"

#define PAGE_SIZE	4096ul
#define PAGE_SHIFT	12
#define PAGE_MASK	(PAGE_SIZE - 1)
#define trunc_page(x)	((x) & ~PAGE_MASK)
#define round_page(x)	(((x) + PAGE_MASK) & ~PAGE_MASK)
#define atop(x)		((x) >> PAGE_SHIFT)
#define ptoa(x)		((uint64_t)(x) << PAGE_SHIFT)

typedef uint64_t vm_paddr_t;		/* physical address */
typedef uintptr_t vm_offset_t;		/* virtual address */

enum page_kind {
	PG_FREE,			/* on the free list */
	PG_RESERVED,			/* not ours: firmware, kernel image */
	PG_KERNEL,			/* kernel data: slabs, stacks, ... */
	PG_OBJECT,			/* belongs to a vm_object */
	PG_TABLE,			/* page table of a user address space */
	PG_ANON,			/* private memory of programs */
	PG_NKINDS
};

/*
 * Who may touch a field:
 *   A   atomic operations
 *   F   the free list's lock
 *   W   who holds the only reference, or is building the page
 *   K   vm_check() only
 */
struct vm_page {
	uint32_t pg_refs;	/* A  entries, and objects, that refer to it */
	uint8_t pg_kind;	/* W  enum page_kind */
	uint8_t pg_level;	/* W  of a table: 4 root, 3, 2, 1 lowest */
	uint16_t pg_used;	/* W  of a table: used entries, 0 to 512;
				      of a slab: its size class */
	union {
		struct vm_page *pg_next;	/* F  next free page */
		void *pg_owner;	/* W  object, vmspace or slab it is for */
		uint64_t pg_lines;	/* W  of a table: bit i is set if any of
					      entries 8i to 8i+7 is used */
	};
	const char *pg_last;	/* W  last change, in words, for vm_check() */
	union {
		uint32_t pg_index;	/* W  of an object's page: its index */
		uint32_t pg_slab_prev;	/* slab: page number of the previous */
	};
	uint32_t pg_found;	/* K  references found by the walk */
	uint8_t pg_visited;	/* K  the walk has been below this table */
	uint8_t pg_zeroed;	/* F  free and known to be all zero */
	union {
		uint16_t pg_slab_free;	/* slab: free items (kern_malloc.c) */
		bool pg_has_shared;	/* W  of a table: pages of shared
					      objects are, or were, mapped */
	};
	union {
		uint32_t pg_slab_head;	/* slab: first free item */
		uint32_t pg_below;	/* K  of a table: private pages and
					      tables, it and those below */
	};
	int32_t pg_seen_pid;	/* K  the space that led to it first ... */
	vm_offset_t pg_seen_at;	/* K  ... where; PG_UNSEEN: no tree does */
} __attribute__((aligned(64)));		/* a power of two: found by a shift;
					   and a cache line: counts of two
					   pages don't get into their way */

#define PG_UNSEEN	(~0ul)

extern struct vm_page *vm_page_array;	/* by page number, from 0 */
extern uint64_t vm_page_array_size;	/* entries: highest page number + 1 */

/* RAM that pages are handed out from; filled before vm_page_init(). */
struct phys_range {
	vm_paddr_t pr_start, pr_end;	/* page aligned, [start, end) */
};

#define VM_MAX_RANGES	32		/* more than these are not used */

/*
 * vm_page_init: make the page array and the free pages from nranges ranges
 * of usable RAM, in ascending order.
 *
 * => the array itself is taken from the lowest range that has room for it,
 *    and the first pages handed out are the lowest: start-up code needs no
 *    more than the first GiB mapped
 * => the array covers RAM up to the end of the last range, which may be
 *    empty: { end, end } if what lies below end is added later
 */
void vm_page_init(const struct phys_range *ranges, int nranges);
/* More usable RAM: what a boot module occupied, once it is unpacked. */
void vm_page_add_range(vm_paddr_t start, vm_paddr_t end);

/*
 * vm_page_alloc: a page of that kind with one reference.
 *
 * => never blocks; NULL if there is none, or for PG_KERNEL and PG_OBJECT if
 *    it would break a promise (vm_commit.h).  PG_TABLE and PG_ANON pages
 *    are charged to their vmspace beforehand and so never fail without
 *    vm.overcommit
 * => zero: the page is all zero; otherwise its content is undefined
 * => why: a few words for vm_check(), kept by reference
 */
struct vm_page *vm_page_alloc(enum page_kind kind, bool zero,
    const char *why);
/*
 * vm_page_set_kind: a page in use changes sides between PG_ANON and
 * PG_OBJECT (minherit).  The counts by kind follow; the promise of
 * vm_commit.h is the caller's business: PG_OBJECT pages release theirs when
 * they are freed, so reserve one before making one.
 */
void vm_page_set_kind(struct vm_page *pg, enum page_kind kind,
    const char *why);
/* Back to the free list; its count must be 0. */
void vm_page_free(struct vm_page *pg);
/* The same for a page that is all zero again, which saves zeroing it. */
void vm_page_free_zeroed(struct vm_page *pg);

/* One more reference. */
static inline void
vm_page_ref(struct vm_page *pg)
{
	__atomic_fetch_add(&pg->pg_refs, 1, __ATOMIC_RELAXED);
}

/* One reference less; true if it was the last: the caller must free. */
static inline bool
vm_page_unref(struct vm_page *pg)
{
	return (__atomic_fetch_sub(&pg->pg_refs, 1, __ATOMIC_ACQ_REL) == 1);
}

/* Nobody else refers to it: what the rule of the tree asks (vm/pmap.h). */
static inline bool
vm_page_sole(const struct vm_page *pg)
{
	return (__atomic_load_n(&pg->pg_refs, __ATOMIC_ACQUIRE) == 1);
}

/* Where all RAM is mapped.  In a host test RAM is an array. */
#if __STDC_HOSTED__
extern uintptr_t vm_direct_map;
#else
#define vm_direct_map	0xffff800000000000ul
#endif

/* Page, physical address, and where the kernel reads and writes it. */
static inline struct vm_page *
vm_page_of(vm_paddr_t pa)
{
	return (&vm_page_array[atop(pa)]);
}

static inline vm_paddr_t
vm_page_pa(const struct vm_page *pg)
{
	return (ptoa(pg - vm_page_array));
}

static inline void *
vm_page_va(const struct vm_page *pg)
{
	return ((void *)(vm_direct_map + vm_page_pa(pg)));
}

static inline struct vm_page *
vm_page_of_va(const void *kva)		/* an address in the direct map */
{
	return (vm_page_of((uintptr_t)kva - vm_direct_map));
}

/* Pages in all, free, and in use by kind (census, free(1)). */
uint64_t vm_page_total(void);
uint64_t vm_page_free_count(void);
uint64_t vm_page_kind_count(enum page_kind kind);
/* In words, for vm_check(): "private page", "third table"; last change. */
const char *vm_page_name(const struct vm_page *pg);
const char *vm_page_last(const struct vm_page *pg);
/* Zero one free page ahead of need; false if there are enough (idle). */
bool vm_page_zero_idle(void);

#endif
