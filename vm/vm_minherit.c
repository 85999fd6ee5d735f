/*
 * vm_minherit.c -- what a child will get of a range.
 *
 * COPY and NONE are notes in the map that fork obeys (vmspace.c).  SHARE
 * needs an object now: private memory has none, and after fork it would be
 * too late to agree on one.  So the pages of a private range move into a new
 * object at the moment of the call:
 *
 *   1  own every present page, copying those with other owners
 *   2  give each to the object; make those that are absent
 *   3  point the entry, and the page table, at the object
 *
 * 1 and 2 can fail; what they did until then nobody can see from outside.
 */
#include "vm/vm_commit.h"
#include "vm/vm_map_impl.h"

/* Page i of obj: zeroes, or what the file has there. */
static int
read_in(struct vm_map_entry *entry, uint64_t i, struct vm_object *obj)
{
	struct vm_page *src, *pg;
	int error;

	error = vm_object_getpage(obj, i, &pg);
	if (error != 0 || entry->vme_object == NULL)
		return (error);
	error = vm_object_getpage(entry->vme_object,
	    atop(entry->vme_offset) + i, &src);
	/* Beyond the end of the file there is nothing to read. */
	if (error == EINVAL)
		return (0);
	if (error == 0)
		pmap_copy_page(pg, src);
	return (error);
}

/* Steps 1 and 2 for the page at va. */
static int
give_page(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va,
    struct vm_object *obj)
{
	uint64_t i = atop(va - entry->vme_start);
	bool writable;

	switch (pmap_own(&vm->vm_pmap, va, entry->vme_prot | PROT_WRITE)) {
	case PMAP_OWN_ABSENT:
		return (read_in(entry, i, obj));
	case PMAP_OWN_NOMEM:
		return (ENOMEM);
	case PMAP_OWN_COPIED:
		kstat_add(V_COW_FAULTS, 1);
		break;
	case PMAP_OWN_SOLE:
	case PMAP_OWN_SHARED:
		break;
	}
	return (vm_object_insert(obj, i,
	    pmap_extract(&vm->vm_pmap, va, &writable)));
}

/* Steps 1 and 2 for a range: its contents are in vme_pending; or ENOMEM. */
static int
entry_prepare(struct vmspace *vm, struct vm_map_entry *entry)
{
	uint64_t npages = atop(entry->vme_end - entry->vme_start);
	vm_offset_t va;
	int error = 0;

	/* Until the object has them, copies are private pages: pay for them. */
	if ((entry->vme_flags & VME_CHARGED) == 0) {
		if (!vm_commit_reserve(npages))
			return (ENOMEM);
		vm->vm_charge += npages;
	}
	/* Even an empty one tells entry_abandon() that we have been here. */
	entry->vme_pending = vm_object_alloc(VMO_ANON, npages);
	if (entry->vme_pending == NULL) {
		if ((entry->vme_flags & VME_CHARGED) == 0) {
			vm_commit_release(npages);
			vm->vm_charge -= npages;
		}
		return (ENOMEM);
	}
	for (va = entry->vme_start; va < entry->vme_end && error == 0;
	    va += PAGE_SIZE)
		error = give_page(vm, entry, va, entry->vme_pending);
	return (error);
}

/*
 * Undo entry_prepare().  Owned pages go back to being private ones.  In a
 * range that was never writable, and so was not charged, they are the same
 * as the file's pages, and the next read finds those.
 */
static void
entry_abandon(struct vmspace *vm, struct vm_map_entry *entry)
{
	uint64_t npages = atop(entry->vme_end - entry->vme_start);

	vm_object_drop(entry->vme_pending);
	entry->vme_pending = NULL;
	if ((entry->vme_flags & VME_CHARGED) == 0) {
		if (pmap_remove(&vm->vm_pmap, entry->vme_start,
		    entry->vme_end)) {
			vm_commit_release(npages);
			vm->vm_charge -= npages;
		} else {
			entry->vme_flags |= VME_CHARGED;
		}
	} else if ((entry->vme_prot & PROT_WRITE) == 0) {
		/* The path is owned: this needs no memory. */
		(void)pmap_protect(&vm->vm_pmap, entry->vme_start,
		    entry->vme_end, entry->vme_prot);
	}
}

/* Step 3: present pages are mapped as a shared object's from now on. */
static void
remap_shared(struct vmspace *vm, struct vm_map_entry *entry)
{
	struct vm_page *pg;
	vm_offset_t va;
	bool writable, entered;

	for (va = entry->vme_start; va < entry->vme_end; va += PAGE_SIZE) {
		pg = pmap_extract(&vm->vm_pmap, va, &writable);
		if (pg == NULL)
			continue;
		entered = pmap_enter(&vm->vm_pmap, va, pg, entry->vme_prot,
		    true);
		KASSERT(entered, ("an owned path needs no table"));
	}
}

static void
entry_share(struct vmspace *vm, struct vm_map_entry *entry)
{
	uint64_t npages = atop(entry->vme_end - entry->vme_start);
	struct vm_object *old = entry->vme_object;

	remap_shared(vm, entry);
	entry->vme_object = entry->vme_pending;
	entry->vme_pending = NULL;
	entry->vme_offset = 0;
	entry->vme_flags = (uint8_t)((entry->vme_flags | VME_SHARED) &
	    ~VME_CHARGED);
	vm_object_mapped(entry->vme_object);
	vm_commit_release(npages);
	vm->vm_charge -= npages;
	if (old != NULL) {
		vm_object_unmapped(old);
		vm_object_drop(old);
	}
}

/* Entries of a clipped range, from the first on. */
#define FOREACH_IN_RANGE(entry, first, end)				\
	for ((entry) = (first);						\
	    (entry) != NULL && (entry)->vme_start < (end);		\
	    (entry) = vm_map_next(entry))

/* All private memory of the range becomes shared objects'; or nothing. */
static int
share_range(struct vmspace *vm, struct vm_map_entry *first, vm_offset_t end)
{
	struct vm_map_entry *entry;
	int error = 0;

	FOREACH_IN_RANGE(entry, first, end) {
		if ((entry->vme_flags & VME_SHARED) == 0)
			error = entry_prepare(vm, entry);
		if (error != 0)
			break;
	}
	FOREACH_IN_RANGE(entry, first, end) {
		if (entry->vme_pending == NULL)
			continue;
		if (error != 0)
			entry_abandon(vm, entry);
		else
			entry_share(vm, entry);
	}
	return (error);
}

static int
inherit_range(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    int inherit)
{
	struct vm_map_entry *entry, *first;
	int error;

	first = vm_map_lookup_ge(&vm->vm_map, start);
	if (inherit == INHERIT_SHARE) {
		error = share_range(vm, first, end);
		if (error != 0)
			return (error);
	}
	FOREACH_IN_RANGE(entry, first, end)
		entry->vme_inherit = (uint8_t)inherit;
	return (0);
}

int
vm_map_inherit(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    int inherit)
{
	int error = ENOMEM;

	if (inherit != INHERIT_SHARE && inherit != INHERIT_COPY &&
	    inherit != INHERIT_NONE)
		return (EINVAL);
	vm_map_lock(&vm->vm_map);
	if (vm_map_clip(&vm->vm_map, start, end)) {
		error = inherit_range(vm, start, end, inherit);
		vm_map_simplify(&vm->vm_map, start, end);
	}
	vm_map_unlock(&vm->vm_map);
	return (error);
}
