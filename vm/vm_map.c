/*
 * vm_map.c -- the sorted set of ranges of an address space.
 *
 *      0x400000     0x401000        0x403000          0x1000000000
 *   ---+------------+---------------+------ - - ------+----------+---
 *      | r-x, file  | rw-, file     |      hole       | rw-, anon|
 *   ---+------------+---------------+------ - - ------+----------+---
 *
 * Entries never overlap.  They lie in a red-black tree by their start; the
 * entry that holds an address is the last one that starts at or below it.
 * An operation on a part of an entry first clips it in two at the edge; when
 * it is done, neighbours that differ in nothing become one again.
 *
 * Here: finding, clipping, joining, and what an entry is charged.  The
 * operations themselves are in vm_map_ops.c.
 */
#include "vm/vm_map_impl.h"

MALLOC_DEFINE(M_VMMAP, "vm map entry");

static inline struct vm_map_entry *
entry_of(const struct rb_node *node)
{
	return (container_of(node, struct vm_map_entry, vme_node));
}

static int
entry_cmp(const struct rb_node *a, const struct rb_node *b)
{
	vm_offset_t sa = entry_of(a)->vme_start, sb = entry_of(b)->vme_start;

	return (sa < sb ? -1 : sa > sb);
}

static int
entry_keycmp(const void *key, const struct rb_node *node)
{
	vm_offset_t va = *(const vm_offset_t *)key;
	vm_offset_t start = entry_of(node)->vme_start;

	return (va < start ? -1 : va > start);
}

void
vm_map_empty(struct vm_map *map)
{
	rb_init(&map->map_tree, entry_cmp, entry_keycmp);
	map->map_hint = NULL;
	map->map_nentries = 0;
	map->map_size = 0;
}

void
vm_map_init(struct vm_map *map)
{
	vm_map_empty(map);
	lockinit(&map->map_lock, "vmmap");
}

/* -------------------------------------------------------------- finding */

struct vm_map_entry *
vm_map_first(struct vm_map *map)
{
	return (vm_entry_of(rb_first(&map->map_tree)));
}

struct vm_map_entry *
vm_map_next(struct vm_map_entry *entry)
{
	return (vm_entry_of(rb_next(&entry->vme_node)));
}

struct vm_map_entry *
vm_map_lookup(struct vm_map *map, vm_offset_t va)
{
	struct vm_map_entry *hint = map->map_hint;
	struct rb_node *node;

	/* Faults come in rows: mostly it is the entry of last time. */
	if (hint != NULL && va >= hint->vme_start && va < hint->vme_end)
		return (hint);
	node = rb_lookup_le(&map->map_tree, &va);
	if (node == NULL || va >= entry_of(node)->vme_end)
		return (NULL);
	map->map_hint = entry_of(node);
	return (map->map_hint);
}

struct vm_map_entry *
vm_map_lookup_ge(struct vm_map *map, vm_offset_t va)
{
	struct rb_node *node = rb_lookup_le(&map->map_tree, &va);

	if (node == NULL)
		return (vm_map_first(map));
	if (va < entry_of(node)->vme_end)
		return (entry_of(node));
	return (vm_map_next(entry_of(node)));
}

bool
vm_map_covered(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *entry;

	for (entry = vm_map_lookup(map, start);
	    entry != NULL && entry->vme_start <= start;
	    entry = vm_map_next(entry)) {
		start = entry->vme_end;
		if (start >= end)
			return (true);
	}
	return (start >= end);
}

vm_offset_t
vm_map_findspace(struct vm_map *map, vm_offset_t hint, vm_offset_t limit,
    uint64_t len)
{
	struct vm_map_entry *entry;
	vm_offset_t start = round_page(hint);

	if (start < USER_MIN)
		start = USER_MIN;
	if (limit > USER_MAX)
		limit = USER_MAX;
	for (entry = vm_map_lookup_ge(map, start); entry != NULL;
	    entry = vm_map_next(entry)) {
		if (entry->vme_start >= start &&
		    entry->vme_start - start >= len)
			break;
		start = entry->vme_end;
	}
	if (start >= limit || limit - start < len)
		return (0);
	return (start);
}

/* -------------------------------------------------------------- entries */

struct vm_map_entry *
vm_entry_dup(const struct vm_map_entry *entry)
{
	struct vm_map_entry *copy = kmalloc(sizeof(*copy), M_VMMAP, 0);

	if (copy == NULL)
		return (NULL);
	*copy = *entry;
	if (copy->vme_object != NULL) {
		vm_object_ref(copy->vme_object);
		vm_object_mapped(copy->vme_object);
	}
	return (copy);
}

void
vm_entry_free(struct vm_map_entry *entry)
{
	if (entry->vme_object != NULL) {
		vm_object_unmapped(entry->vme_object);
		vm_object_drop(entry->vme_object);
	}
	kfree(entry, M_VMMAP);
}

void
vm_entry_link(struct vm_map *map, struct vm_map_entry *entry)
{
	struct rb_node *other = rb_insert(&map->map_tree, &entry->vme_node);

	KASSERT(other == NULL, ("two map entries at %lx",
	    (unsigned long)entry->vme_start));
	map->map_nentries++;
	map->map_size += entry->vme_end - entry->vme_start;
}

void
vm_entry_unlink(struct vm_map *map, struct vm_map_entry *entry)
{
	if (map->map_hint == entry)
		map->map_hint = NULL;
	rb_remove(&map->map_tree, &entry->vme_node);
	map->map_nentries--;
	map->map_size -= entry->vme_end - entry->vme_start;
}

/* -------------------------------------------------- clipping and joining */

/* Let an entry begin at va, if one holds it; false: no memory. */
static bool
clip_at(struct vm_map *map, vm_offset_t va)
{
	struct vm_map_entry *entry = vm_map_lookup(map, va);
	struct vm_map_entry *upper;

	if (entry == NULL || entry->vme_start == va)
		return (true);
	upper = vm_entry_dup(entry);
	if (upper == NULL)
		return (false);
	upper->vme_start = va;
	upper->vme_offset += va - entry->vme_start;
	map->map_size -= entry->vme_end - va;
	entry->vme_end = va;
	vm_entry_link(map, upper);
	return (true);
}

static bool
joinable(const struct vm_map_entry *a, const struct vm_map_entry *b)
{
	if (a->vme_end != b->vme_start || a->vme_object != b->vme_object)
		return (false);
	if (a->vme_object != NULL &&
	    a->vme_offset + (a->vme_end - a->vme_start) != b->vme_offset)
		return (false);
	return (a->vme_prot == b->vme_prot &&
	    a->vme_maxprot == b->vme_maxprot &&
	    a->vme_inherit == b->vme_inherit &&
	    a->vme_flags == b->vme_flags);
}

/* Join upper to the entry before it, if they agree; returns the joint one. */
static struct vm_map_entry *
join_lower(struct vm_map *map, struct vm_map_entry *upper)
{
	struct vm_map_entry *lower = vm_map_prev(upper);

	if (lower == NULL || !joinable(lower, upper))
		return (upper);
	vm_entry_unlink(map, upper);
	lower->vme_end = upper->vme_end;
	map->map_size += upper->vme_end - upper->vme_start;
	vm_entry_free(upper);
	return (lower);
}

bool
vm_map_clip(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	if (!clip_at(map, start))
		return (false);
	if (!clip_at(map, end)) {
		vm_map_simplify(map, start, start);
		return (false);
	}
	return (true);
}

void
vm_map_simplify(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *entry;

	for (entry = vm_map_lookup_ge(map, start);
	    entry != NULL && entry->vme_start <= end;
	    entry = vm_map_next(entry))
		entry = join_lower(map, entry);
}

/* --------------------------------------------------------------- charge */

uint64_t
vm_entry_charge(const struct vm_map_entry *entry, vm_offset_t prev_end)
{
	uint64_t npages;

	npages = pmap_tables_spanned(prev_end, entry->vme_start,
	    entry->vme_end);
	if (entry->vme_flags & VME_CHARGED)
		npages += atop(entry->vme_end - entry->vme_start);
	return (npages);
}

uint64_t
vm_map_charge(struct vm_map *map)
{
	struct vm_map_entry *entry;
	vm_offset_t prev_end = 0;
	uint64_t npages = 1;			/* the root */

	for (entry = vm_map_first(map); entry != NULL;
	    entry = vm_map_next(entry)) {
		npages += vm_entry_charge(entry, prev_end);
		prev_end = entry->vme_end;
	}
	return (npages);
}
