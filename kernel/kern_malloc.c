/*
 * kern_malloc.c -- memory for the kernel's own structures.
 *
 * A size is rounded up to a size class; each class hands out the items of
 * its slabs.  A slab is one page cut into items of one size:
 *
 *   +--------+--------+--------+--------+-- ... --+------+
 *   | in use | free --|-> free | in use |         | rest |
 *   +--------+--------+--------+--------+-- ... --+------+
 *              ^ pg_slab_head
 *
 * The slab's own data lies in its struct vm_page: the first free item, how
 * many are free, the class.  A free item holds the offset of the next one.
 * Slabs with a free item are on their class's list; full ones are on none.
 * A class keeps a few empty slabs so that a structure that comes and goes
 * costs no page each time; and before an item goes back to its slab it waits
 * on its class's short list of recent items, where the next kmalloc finds it
 * in a few instructions.  kmem_drain_all() gives both back.
 *
 *   kmalloc, kfree                        one structure
 *   kmem_slack                            pages that are half empty
 *
 * In the test kernel a freed item is filled with a pattern; a write to it
 * after that, and a second kfree, are found.
 */
#include "kernel/thread.h"
#include "lib/bits.h"
#include "vm/vm_page.h"

#define CLASS_MIN	16
#define CLASS_KEEP	2		/* empty slabs a class may hold */
#define CLASS_RECENT	16		/* freed items it may hold */
#define NO_ITEM		0xffffffffu

/* All fields: inside a critical section. */
struct slab_class {
	uint32_t sc_size;		/* bytes of an item */
	uint32_t sc_capacity;		/* items in a page */
	struct vm_page *sc_partial;	/* slabs with a free item */
	uint32_t sc_empty;		/* of these, with all items free */
	uint32_t sc_nrecent;		/* items on the next list */
	struct recent_item *sc_recent;	/* freed last, in use for its slab */
};

#define CLASS(size)	{ (size), PAGE_SIZE / (size), NULL, 0, 0, NULL }
static struct slab_class classes[] = {
	CLASS(16), CLASS(32), CLASS(48), CLASS(64), CLASS(96), CLASS(128),
	CLASS(192), CLASS(256), CLASS(384), CLASS(512), CLASS(672),
	CLASS(816), CLASS(1024), CLASS(1360), CLASS(2048), CLASS(4096)
};
#define NCLASSES	(sizeof(classes) / sizeof(classes[0]))

/* The class of a size: by the number of 16-byte units. */
static uint8_t class_of_units[KMALLOC_MAX / CLASS_MIN + 1];

static struct malloc_type *all_types;

MALLOC_DEFINE(M_TEMP, "temp");

/* ---------------------------------------------- what a free item holds */

struct free_item {
	uint32_t fi_next;		/* offset in the page, or NO_ITEM */
};

/* An item on sc_recent. */
struct recent_item {
	struct recent_item *ri_next;
};

#ifdef KERNEL_TEST
#define POISON	0xdf

/* The bytes behind the links say "free" as long as nobody writes to them. */
static void
item_poison(void *item, size_t size)
{
	memset((struct recent_item *)item + 1, POISON,
	    size - sizeof(struct recent_item));
}

static bool
item_poisoned(const void *item, size_t size)
{
	const uint8_t *p = (const uint8_t *)item + sizeof(struct recent_item);
	const uint8_t *end = (const uint8_t *)item + size;

	while (p < end && *p == POISON)
		p++;
	return (p == end);
}

static bool
item_in_freelist(struct vm_page *pg, uint32_t offset)
{
	const char *base = vm_page_va(pg);
	uint32_t o;

	for (o = pg->pg_slab_head; o != NO_ITEM;
	    o = ((const struct free_item *)(base + o))->fi_next) {
		if (o == offset)
			return (true);
	}
	return (false);
}

static bool
item_in_recent(const struct slab_class *sc, const void *item)
{
	const struct recent_item *ri;

	for (ri = sc->sc_recent; ri != NULL; ri = ri->ri_next) {
		if (ri == item)
			return (true);
	}
	return (false);
}

static void
item_check_alloc(const void *item, size_t size)
{
	KASSERT(item_poisoned(item, size),
	    ("%p, %zu bytes, was written to after kfree", item, size));
}

static void
item_check_free(struct slab_class *sc, struct vm_page *pg, void *item)
{
	KASSERT(!item_poisoned(item, sc->sc_size) ||
	    (!item_in_recent(sc, item) &&
	    !item_in_freelist(pg, (uint32_t)((uintptr_t)item & PAGE_MASK))),
	    ("%p, %u bytes, freed twice", item, sc->sc_size));
	item_poison(item, sc->sc_size);
}
#else
#define item_poison(item, size)			((void)(item))
#define item_check_alloc(item, size)		((void)0)
#define item_check_free(sc, pg, item)		((void)0)
#endif

/* ---------------------------------------------------------------- slabs */

static void
slab_link(struct slab_class *sc, struct vm_page *pg)
{
	struct vm_page *next = sc->sc_partial;

	pg->pg_owner = next;
	pg->pg_slab_prev = 0;
	if (next != NULL)
		next->pg_slab_prev = (uint32_t)(pg - vm_page_array);
	sc->sc_partial = pg;
}

static void __attribute__((noinline))
slab_unlink(struct slab_class *sc, struct vm_page *pg)
{
	struct vm_page *next = pg->pg_owner;

	if (sc->sc_partial == pg)
		sc->sc_partial = next;
	else
		vm_page_array[pg->pg_slab_prev].pg_owner = next;
	if (next != NULL)
		next->pg_slab_prev = pg->pg_slab_prev;
}

/*
 * A page cut into free items, on the class's list; NULL: no memory.  Not a
 * part of the common path, which is the shorter for it.
 */
static struct vm_page * __attribute__((noinline))
slab_create(struct slab_class *sc)
{
	struct vm_page *pg;
	struct free_item *item;
	uint32_t i, offset;
	char *base;

	pg = vm_page_alloc(PG_KERNEL, false, "slab");
	if (pg == NULL)
		return (NULL);
	base = vm_page_va(pg);
	for (i = 0, offset = 0; i < sc->sc_capacity; i++) {
		item = (struct free_item *)(base + offset);
		offset += sc->sc_size;
		item->fi_next = i + 1 < sc->sc_capacity ? offset : NO_ITEM;
		item_poison(item, sc->sc_size);
	}
	pg->pg_slab_head = 0;
	pg->pg_slab_free = (uint16_t)sc->sc_capacity;
	pg->pg_used = (uint16_t)(sc - classes);
	sc->sc_empty++;
	slab_link(sc, pg);
	return (pg);
}

static void
slab_destroy(struct slab_class *sc, struct vm_page *pg)
{
	slab_unlink(sc, pg);
	sc->sc_empty--;
	if (vm_page_unref(pg))
		vm_page_free(pg);
}

/* An item of this class, or NULL. */
static void * __attribute__((noinline))
slab_take(struct slab_class *sc)
{
	struct vm_page *pg = sc->sc_partial;
	struct free_item *item;

	if (__builtin_expect(pg == NULL, 0)) {
		pg = slab_create(sc);
		if (pg == NULL)
			return (NULL);
	}
	item = (struct free_item *)((char *)vm_page_va(pg) +
	    pg->pg_slab_head);
	pg->pg_slab_head = item->fi_next;
	if (pg->pg_slab_free == sc->sc_capacity)
		sc->sc_empty--;
	if (--pg->pg_slab_free == 0)
		slab_unlink(sc, pg);
	return (item);
}

/* An item goes back to its slab. */
static void __attribute__((noinline))
slab_give(struct slab_class *sc, void *p)
{
	struct vm_page *pg = vm_page_of_va(p);
	uint32_t offset = (uint32_t)((uintptr_t)p & PAGE_MASK);
	struct free_item *item = p;

	item->fi_next = pg->pg_slab_head;
	pg->pg_slab_head = offset;
	if (pg->pg_slab_free++ == 0)
		slab_link(sc, pg);
	if (pg->pg_slab_free == sc->sc_capacity) {
		sc->sc_empty++;
		if (sc->sc_empty > CLASS_KEEP)
			slab_destroy(sc, pg);
	}
}

/* Give back all recent items, and all empty slabs. */
static void
slab_drain(void)
{
	struct slab_class *sc;
	struct vm_page *pg, *next;
	void *p;

	crit_enter();
	for (sc = classes; sc < classes + NCLASSES; sc++) {
		while ((p = sc->sc_recent) != NULL) {
			sc->sc_recent = sc->sc_recent->ri_next;
			slab_give(sc, p);
		}
		sc->sc_nrecent = 0;
		for (pg = sc->sc_partial; pg != NULL; pg = next) {
			next = pg->pg_owner;
			if (pg->pg_slab_free == sc->sc_capacity)
				slab_destroy(sc, pg);
		}
	}
	crit_exit();
}

/* ------------------------------------------------------------ the way in */

void
kmalloc_init(void)
{
	unsigned units, c;

	for (units = 0, c = 0; units <= KMALLOC_MAX / CLASS_MIN; units++) {
		if (units * CLASS_MIN > classes[c].sc_size)
			c++;
		class_of_units[units] = (uint8_t)c;
	}
	kmem_register_drain("slabs", slab_drain);
}

void *
kmalloc(size_t size, struct malloc_type *type, int flags)
{
	struct slab_class *sc;
	void *p;

	KASSERT(size > 0 && size <= KMALLOC_MAX,
	    ("kmalloc: %zu bytes of %s", size, type->ks_name));
	if (inject_allocation(type->ks_name))
		return (NULL);
	sc = &classes[class_of_units[(size + CLASS_MIN - 1) / CLASS_MIN]];
	crit_enter();
	p = sc->sc_recent;
	if (__builtin_expect(p != NULL, 1)) {
		sc->sc_recent = sc->sc_recent->ri_next;
		sc->sc_nrecent--;
	} else {
		p = slab_take(sc);
	}
	if (p != NULL) {
		item_check_alloc(p, sc->sc_size);
		type->ks_inuse++;
		type->ks_bytes += sc->sc_size;
		type->ks_calls++;
		if (__builtin_expect(!type->ks_registered, 0)) {
			type->ks_registered = true;
			type->ks_next = all_types;
			all_types = type;
		}
	}
	crit_exit();
	if (p != NULL && (flags & M_ZERO) != 0)
		cpu_zero_words(p, roundup2(size, 8));
	return (p);
}

/* The class that p, an item in use, is of. */
static inline struct slab_class *
class_of(void *p)
{
	struct vm_page *pg = vm_page_of_va(p);
	struct slab_class *sc = &classes[pg->pg_used];

	KASSERT(pg->pg_kind == PG_KERNEL && pg->pg_used < NCLASSES,
	    ("kfree: %p is not from kmalloc", p));
	KASSERT(((uintptr_t)p & PAGE_MASK) % sc->sc_size == 0 &&
	    pg->pg_slab_free < sc->sc_capacity,
	    ("kfree: %p is not an item in use of %u bytes", p, sc->sc_size));
	item_check_free(sc, pg, p);
	return (sc);
}

void
kfree(void *p, struct malloc_type *type)
{
	struct recent_item *item = p;
	struct slab_class *sc;

	if (p == NULL)
		return;
	KASSERT(type->ks_inuse > 0,
	    ("kfree: more of %s freed than allocated", type->ks_name));
	crit_enter();
	sc = class_of(p);
	type->ks_inuse--;
	type->ks_bytes -= sc->sc_size;
	if (__builtin_expect(sc->sc_nrecent < CLASS_RECENT, 1)) {
		item->ri_next = sc->sc_recent;
		sc->sc_recent = item;
		sc->sc_nrecent++;
	} else {
		slab_give(sc, p);
	}
	crit_exit();
}

struct malloc_type *
kmalloc_types(void)
{
	return (all_types);
}

uint64_t
kmem_slack(void)
{
	const struct slab_class *sc;
	const struct vm_page *pg;
	uint64_t slack = 0, unused;

	crit_enter();
	for (sc = classes; sc < classes + NCLASSES; sc++) {
		unused = sc->sc_nrecent;
		for (pg = sc->sc_partial; pg != NULL; pg = pg->pg_owner)
			unused += pg->pg_slab_free;
		slack += unused / sc->sc_capacity;
	}
	crit_exit();
	return (slack);
}
