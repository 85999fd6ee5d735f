/*
 * vm_map_impl.h -- what the files of the address map share among themselves.
 *
 * Nobody outside vm/ includes this.  All functions here want the map's lock
 * held exclusively.
 */
#ifndef VM_VM_MAP_IMPL_H
#define VM_VM_MAP_IMPL_H

#include "lib/bits.h"
#include "vm/vm_map.h"

static inline void
vm_map_lock(struct vm_map *map)
{
	lockmgr(&map->map_lock, LK_EXCLUSIVE);
}

static inline void
vm_map_unlock(struct vm_map *map)
{
	lockmgr(&map->map_lock, LK_RELEASE);
}

static inline struct vm_map_entry *
vm_entry_of(struct rb_node *node)
{
	return (node != NULL ?
	    container_of(node, struct vm_map_entry, vme_node) : NULL);
}

static inline struct vm_map_entry *
vm_map_prev(struct vm_map_entry *entry)
{
	return (vm_entry_of(rb_prev(&entry->vme_node)));
}

static inline struct vm_map_entry *
vm_map_last(struct vm_map *map)
{
	return (vm_entry_of(rb_last(&map->map_tree)));
}

/* Must a range like this be paid for by its address space? */
static inline bool
vm_entry_pays(const struct vm_object *obj, vm_prot_t prot, int flags)
{
	if (flags & VME_SHARED)
		return (false);
	return (obj == NULL ? prot != PROT_NONE : (prot & PROT_WRITE) != 0);
}

/* ---------------------------------------------- vm_map.c */

/* Forget all entries; the caller has freed them. */
void vm_map_empty(struct vm_map *map);
/* The first entry that ends above va, or NULL. */
struct vm_map_entry *vm_map_lookup_ge(struct vm_map *map, vm_offset_t va);
/* Is all of [start, end) mapped? */
bool vm_map_covered(struct vm_map *map, vm_offset_t start, vm_offset_t end);

/* A copy of an entry, with its own reference on the object; or NULL. */
struct vm_map_entry *vm_entry_dup(const struct vm_map_entry *entry);
/* Free an entry that is in no tree; its reference on the object goes. */
void vm_entry_free(struct vm_map_entry *entry);
void vm_entry_link(struct vm_map *map, struct vm_map_entry *entry);
void vm_entry_unlink(struct vm_map *map, struct vm_map_entry *entry);

/*
 * vm_map_clip: let entries begin and end at start and at end.
 *
 * => false if memory ran out: nothing changed then
 * => neither the charge nor the meaning of the map changes
 * vm_map_simplify: join neighbours that differ in nothing, from start to end.
 */
bool vm_map_clip(struct vm_map *map, vm_offset_t start, vm_offset_t end);
void vm_map_simplify(struct vm_map *map, vm_offset_t start, vm_offset_t end);

/* What one entry is charged, its predecessor ending at prev_end. */
uint64_t vm_entry_charge(const struct vm_map_entry *entry,
    vm_offset_t prev_end);

/* ---------------------------------------------- vm_map_ops.c */

/*
 * vm_map_replace: as vm_map_insert, but whatever was in the range goes.
 * => the range is inside user space and page aligned
 */
int vm_map_replace(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    struct vm_object *obj, uint64_t offset, vm_prot_t prot,
    vm_prot_t maxprot, int inherit, int flags);
/* As vm_map_remove, with the lock held. */
int vm_map_remove_locked(struct vmspace *vm, vm_offset_t start,
    vm_offset_t end);
/*
 * Grow the stack entry above va down to va; the lock is held.
 *
 * => ENOMEM: beyond the limit, or no memory
 */
int vm_map_growstack(struct vmspace *vm, vm_offset_t va);

/* ---------------------------------------------- vm_fault.c */

/*
 * vm_fault_page: let va, in entry, have a page: readable, or for write ours
 * to write.  0, SIGBUS or SIGKILL as vm_fault().
 */
int vm_fault_page(struct vmspace *vm, struct vm_map_entry *entry,
    vm_offset_t va, bool write);

#endif
