/*
 * vm_page.c -- physical pages: who has them, and which are free.
 *
 * The page array has one struct vm_page for every page of RAM.  It lies in
 * RAM itself and begins all zero, which makes every page a free one with
 * count 0; holes are then marked reserved.  So start-up only zeroes memory,
 * and no list of free pages has to be built.
 *
 * A free page is in one of three places:
 *
 *   zeroed   freed or prepared with all bytes zero
 *   dirty    freed with whatever was in it
 *   fresh    never handed out: one stretch of page numbers for each range
 *
 * An empty page table is all zero, so tables come and go without zeroing.
 *
 *   vm_page_init, vm_page_add_range    RAM becomes pages
 *   vm_page_alloc, vm_page_free        a page's way out and back
 *   vm_page_zero_idle                  zero ahead of need
 */
#include "vm/vm_page.h"
#include "vm/pmap.h"
#include "vm/vm_commit.h"

#define ZEROED_ENOUGH	256		/* idle zeroing stops at so many */

struct vm_page *vm_page_array;
uint64_t vm_page_array_size;

/* Page numbers [fr_next, fr_end) were never handed out. */
struct fresh_range {
	uint64_t fr_next, fr_end;
};

/* All below: F. */
static struct spinlock page_lock = SPINLOCK_INITIALIZER("pages");
static struct fresh_range fresh[VM_MAX_RANGES];
static int nfresh, fresh_first;		/* below fresh_first all are used up */
static struct vm_page *zeroed_list, *dirty_list;
static uint64_t nzeroed;
static uint64_t npages;			/* all pages that are ours */
static uint64_t kind_count[PG_NKINDS];

/* ------------------------------------------------------------- start-up */

/* Take the array out of the first range with room for it. */
static void
carve_array(void)
{
	uint64_t need = atop(round_page(vm_page_array_size *
	    sizeof(struct vm_page)));
	int i;

	for (i = 0; i < nfresh; i++) {
		if (fresh[i].fr_end - fresh[i].fr_next >= need)
			break;
	}
	if (i == nfresh)
		panic("no %lu KiB in one piece for the page array",
		    (unsigned long)(need * PAGE_SIZE / 1024));
	vm_page_array = (struct vm_page *)(vm_direct_map +
	    ptoa(fresh[i].fr_next));
	for (; need > 0; need--)
		pmap_zero_page(&vm_page_array[fresh[i].fr_next++]);
}

/* What lies between the ranges is not ours. */
static void
reserve_holes(void)
{
	uint64_t pfn = 0;

	for (int i = 0; i < nfresh; i++) {
		for (; pfn < fresh[i].fr_next; pfn++)
			vm_page_array[pfn].pg_kind = PG_RESERVED;
		pfn = fresh[i].fr_end;
	}
	for (; pfn < vm_page_array_size; pfn++)
		vm_page_array[pfn].pg_kind = PG_RESERVED;
}

void
vm_page_init(const struct phys_range *ranges, int nranges)
{
	KASSERT(nranges > 0, ("no RAM"));
	vm_page_array_size = atop(ranges[nranges - 1].pr_end);
	nfresh = 0;
	fresh_first = 0;
	for (int i = 0; i < nranges && nfresh < VM_MAX_RANGES; i++) {
		fresh[nfresh].fr_next = atop(round_page(ranges[i].pr_start));
		fresh[nfresh].fr_end = atop(ranges[i].pr_end);
		/* Page 0 is never used: address 0 means "none". */
		if (fresh[nfresh].fr_next == 0)
			fresh[nfresh].fr_next = 1;
		if (fresh[nfresh].fr_next < fresh[nfresh].fr_end)
			nfresh++;
	}
	carve_array();
	reserve_holes();

	zeroed_list = dirty_list = NULL;
	nzeroed = 0;
	npages = 0;
	for (int i = 0; i < nfresh; i++)
		npages += fresh[i].fr_end - fresh[i].fr_next;
	memset(kind_count, 0, sizeof(kind_count));
	kind_count[PG_FREE] = npages;
	kind_count[PG_RESERVED] = vm_page_array_size - npages;
}

void
vm_page_add_range(vm_paddr_t start, vm_paddr_t end)
{
	struct vm_page *pg;

	start = round_page(start);
	KASSERT(atop(end) <= vm_page_array_size,
	    ("RAM at %lx is beyond the page array", (unsigned long)end));
	for (; start + PAGE_SIZE <= end; start += PAGE_SIZE) {
		pg = vm_page_of(start);
		KASSERT(pg->pg_kind == PG_RESERVED,
		    ("page %lx added twice", (unsigned long)start));
		spin_lock(&page_lock);
		npages++;
		spin_unlock(&page_lock);
		vm_page_free(pg);
	}
}

/* ------------------------------------------------------ the way out, back */

static struct vm_page *
take_fresh(void)
{
	struct fresh_range *fr;

	for (; fresh_first < nfresh; fresh_first++) {
		fr = &fresh[fresh_first];
		if (fr->fr_next < fr->fr_end)
			return (&vm_page_array[fr->fr_next++]);
	}
	return (NULL);
}

static struct vm_page *
take_zeroed(void)
{
	struct vm_page *pg = zeroed_list;

	if (pg != NULL) {
		zeroed_list = pg->pg_next;
		nzeroed--;
	}
	return (pg);
}

static struct vm_page *
take_dirty(void)
{
	struct vm_page *pg = dirty_list;

	if (pg != NULL)
		dirty_list = pg->pg_next;
	return (pg);
}

/* A free page, rather zeroed or rather not; the lock is held. */
static struct vm_page *
take_page(bool zero)
{
	struct vm_page *pg;

	pg = zero ? take_zeroed() : take_dirty();
	if (pg == NULL)
		pg = zero ? take_dirty() : take_fresh();
	if (pg == NULL)
		pg = zero ? take_fresh() : take_zeroed();
	return (pg);
}

static bool
pays_for_itself(enum page_kind kind)
{
	return (kind == PG_KERNEL || kind == PG_OBJECT);
}

#if defined(KERNEL_TEST) || __STDC_HOSTED__
/* Somebody who kept a pointer to a page he freed may have written to it. */
static bool
still_zero(const struct vm_page *pg)
{
	const uint64_t *p = vm_page_va(pg), *end = p + PAGE_SIZE / 8;

	for (; p < end; p += 4) {
		if ((p[0] | p[1] | p[2] | p[3]) != 0)
			return (false);
	}
	return (true);
}
#endif

struct vm_page *
vm_page_alloc(enum page_kind kind, bool zero, const char *why)
{
	struct vm_page *pg;

	if (pays_for_itself(kind) && !vm_commit_reserve(1))
		return (NULL);
	spin_lock(&page_lock);
	pg = take_page(zero);
	if (pg != NULL) {
		kind_count[PG_FREE]--;
		kind_count[kind]++;
	}
	spin_unlock(&page_lock);
	if (pg == NULL) {
		if (pays_for_itself(kind))
			vm_commit_release(1);
		return (NULL);
	}

	KASSERT(pg->pg_kind == PG_FREE && pg->pg_refs == 0,
	    ("page %lx of kind %d with %u references was free",
	    (unsigned long)vm_page_pa(pg), pg->pg_kind, pg->pg_refs));
	if (zero && !pg->pg_zeroed)
		pmap_zero_page(pg);
#if defined(KERNEL_TEST) || __STDC_HOSTED__
	KASSERT(!zero || still_zero(pg), ("page %lx was freed zeroed and is "
	    "not zero; last: %s", (unsigned long)vm_page_pa(pg), pg->pg_last));
#endif
	pg->pg_refs = 1;
	pg->pg_kind = (uint8_t)kind;
	pg->pg_used = 0;
	pg->pg_owner = NULL;
	pg->pg_last = why;
	return (pg);
}

/* Give up a page that nobody refers to. */
static void
put_page(struct vm_page *pg, bool zeroed)
{
	enum page_kind kind = pg->pg_kind;

	KASSERT(pg->pg_refs == 0 && kind != PG_FREE,
	    ("page %lx freed, kind %d, %u references, last: %s",
	    (unsigned long)vm_page_pa(pg), kind, pg->pg_refs, pg->pg_last));
	pg->pg_kind = PG_FREE;
	pg->pg_zeroed = zeroed;
	spin_lock(&page_lock);
	kind_count[kind]--;
	kind_count[PG_FREE]++;
	if (zeroed) {
		pg->pg_next = zeroed_list;
		zeroed_list = pg;
		nzeroed++;
	} else {
		pg->pg_next = dirty_list;
		dirty_list = pg;
	}
	spin_unlock(&page_lock);
	if (pays_for_itself(kind))
		vm_commit_release(1);
}

void
vm_page_free(struct vm_page *pg)
{
	put_page(pg, false);
}

void
vm_page_free_zeroed(struct vm_page *pg)
{
	put_page(pg, true);
}

void
vm_page_set_kind(struct vm_page *pg, enum page_kind kind, const char *why)
{
	spin_lock(&page_lock);
	kind_count[pg->pg_kind]--;
	kind_count[kind]++;
	spin_unlock(&page_lock);
	pg->pg_kind = (uint8_t)kind;
	pg->pg_last = why;
}

bool
vm_page_zero_idle(void)
{
	struct vm_page *pg = NULL;

	spin_lock(&page_lock);
	if (nzeroed < ZEROED_ENOUGH) {
		pg = take_dirty();
		if (pg == NULL)
			pg = take_fresh();
	}
	/* Under the lock: vm_page_alloc() would miss a page on no list. */
	if (pg != NULL) {
		pmap_zero_page(pg);
		pg->pg_zeroed = true;
		pg->pg_next = zeroed_list;
		zeroed_list = pg;
		nzeroed++;
	}
	spin_unlock(&page_lock);
	return (pg != NULL);
}

/* ------------------------------------------------------------ the counts */

uint64_t
vm_page_total(void)
{
	return (npages);
}

uint64_t
vm_page_free_count(void)
{
	return (kind_count[PG_FREE]);
}

uint64_t
vm_page_kind_count(enum page_kind kind)
{
	return (kind_count[kind]);
}

/* -------------------------------------------------------------- in words */

const char *
vm_page_name(const struct vm_page *pg)
{
	static const char *const kind[PG_NKINDS] = {
		"free page", "reserved page", "kernel page", "object page",
		"table of no level", "private page"
	};
	static const char *const table[] = {
		"lowest table", "second table", "third table", "root table"
	};

	if (pg->pg_kind >= PG_NKINDS)
		return ("page of no kind");
	if (pg->pg_kind == PG_TABLE && pg->pg_level >= 1 && pg->pg_level <= 4)
		return (table[pg->pg_level - 1]);
	return (kind[pg->pg_kind]);
}

const char *
vm_page_last(const struct vm_page *pg)
{
	return (pg->pg_last != NULL ? pg->pg_last : "never used");
}
