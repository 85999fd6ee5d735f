/*
 * vm_map_ops.c -- changing an address map.
 *
 * Each operation has the same shape.  Whatever can fail comes first: memory
 * for entries, the promise of pages (the charge), tables for the edges of
 * what is unmapped.  Only then are entries changed.  So a failure leaves
 * everything as it was.
 *
 *   vm_map_insert      a new range
 *   vm_map_replace     the same over whatever is there (MAP_FIXED)
 *   vm_map_remove      a hole
 *   vm_map_protect     other rights
 *   vm_map_growstack   the stack becomes larger
 *
 * The charge of an operation is the difference of what the entries of the
 * range and the one behind it are charged before and after: that one's
 * tables count only where its predecessor does not need them already.
 */
#include "vm/vm_commit.h"
#include "vm/vm_map_impl.h"

/* -------------------------------------------------------------- charging */

/* The end of the last entry below va, 0 if there is none. */
static vm_offset_t
end_below(struct vm_map *map, vm_offset_t va)
{
	struct rb_node *node;
	vm_offset_t key = va - 1;

	node = rb_lookup_le(&map->map_tree, &key);
	return (node == NULL ? 0 :
	    container_of(node, struct vm_map_entry, vme_node)->vme_end);
}

/* What the clipped range's entries and the one behind it are charged. */
static uint64_t
charge_of_range(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *entry;
	vm_offset_t prev_end = end_below(map, start);
	uint64_t npages = 0;

	for (entry = vm_map_lookup_ge(map, start); entry != NULL;
	    entry = vm_map_next(entry)) {
		npages += vm_entry_charge(entry, prev_end);
		if (entry->vme_start >= end)
			break;
		prev_end = entry->vme_end;
	}
	return (npages);
}

/* The same as it will be once entry (NULL: nothing) is all there is. */
static uint64_t
charge_with(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    const struct vm_map_entry *entry)
{
	struct vm_map_entry *next = vm_map_lookup_ge(map, end);
	vm_offset_t prev_end = end_below(map, start);
	uint64_t npages = 0;

	if (entry != NULL) {
		npages += vm_entry_charge(entry, prev_end);
		prev_end = end;
	}
	if (next != NULL)
		npages += vm_entry_charge(next, prev_end);
	return (npages);
}

/* Before the change: reserve what it costs more. */
static bool
charge_raise(struct vmspace *vm, uint64_t before, uint64_t after)
{
	if (after <= before)
		return (true);
	if (!vm_commit_reserve(after - before))
		return (false);
	vm->vm_charge += after - before;
	return (true);
}

/* After the change: give back what it costs less. */
static void
charge_lower(struct vmspace *vm, uint64_t before, uint64_t after)
{
	if (after >= before)
		return;
	vm_commit_release(before - after);
	vm->vm_charge -= before - after;
}

/* ------------------------------------------------------ insert and remove */

static bool
range_valid(vm_offset_t start, vm_offset_t end)
{
	return (((start | end) & PAGE_MASK) == 0 && start < end &&
	    start >= USER_MIN && end <= USER_MAX);
}

/* Does any entry lie in the range? */
static bool
range_used(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *entry = vm_map_lookup_ge(map, start);

	return (entry != NULL && entry->vme_start < end);
}

/* Take the entries of a clipped range away. */
static void
discard_entries(struct vm_map *map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_entry *entry, *next;

	for (entry = vm_map_lookup_ge(map, start);
	    entry != NULL && entry->vme_start < end; entry = next) {
		next = vm_map_next(entry);
		vm_entry_unlink(map, entry);
		vm_entry_free(entry);
	}
}

int
vm_map_replace(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    struct vm_object *obj, uint64_t offset, vm_prot_t prot,
    vm_prot_t maxprot, int inherit, int flags)
{
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *entry;
	uint64_t before, after;

	entry = kmalloc(sizeof(*entry), M_VMMAP, M_ZERO);
	if (entry == NULL)
		return (ENOMEM);
	entry->vme_start = start;
	entry->vme_end = end;
	entry->vme_object = obj;
	entry->vme_offset = offset;
	entry->vme_prot = prot;
	entry->vme_maxprot = maxprot;
	entry->vme_inherit = (uint8_t)inherit;
	entry->vme_flags = (uint8_t)flags;
	if (vm_entry_pays(obj, prot, flags))
		entry->vme_flags |= VME_CHARGED;

	if (!vm_map_clip(map, start, end))
		goto fail_entry;
	before = charge_of_range(map, start, end);
	after = charge_with(map, start, end, entry);
	if (!charge_raise(vm, before, after))
		goto fail_clip;
	if (range_used(map, start, end) &&
	    !pmap_remove(&vm->vm_pmap, start, end))
		goto fail_charge;

	/* ---- point of no return ---- */

	discard_entries(map, start, end);
	if (obj != NULL)
		vm_object_mapped(obj);
	vm_entry_link(map, entry);
	charge_lower(vm, before, after);
	vm_map_simplify(map, start, end);
	return (0);

fail_charge:
	charge_lower(vm, after, before);
fail_clip:
	vm_map_simplify(map, start, end);
fail_entry:
	kfree(entry, M_VMMAP);
	return (ENOMEM);
}

int
vm_map_insert(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    struct vm_object *obj, uint64_t offset, vm_prot_t prot,
    vm_prot_t maxprot, int inherit, int flags)
{
	int error = EINVAL;

	if (!range_valid(start, end))
		return (EINVAL);
	vm_map_lock(&vm->vm_map);
	if (!range_used(&vm->vm_map, start, end))
		error = vm_map_replace(vm, start, end, obj, offset, prot,
		    maxprot, inherit, flags);
	vm_map_unlock(&vm->vm_map);
	return (error);
}

int
vm_map_remove_locked(struct vmspace *vm, vm_offset_t start, vm_offset_t end)
{
	struct vm_map *map = &vm->vm_map;
	uint64_t before, after;

	if (!range_used(map, start, end))
		return (0);
	if (!vm_map_clip(map, start, end))
		return (ENOMEM);
	if (!pmap_remove(&vm->vm_pmap, start, end)) {
		vm_map_simplify(map, start, end);
		return (ENOMEM);
	}
	before = charge_of_range(map, start, end);
	after = charge_with(map, start, end, NULL);
	discard_entries(map, start, end);
	charge_lower(vm, before, after);
	return (0);
}

int
vm_map_remove(struct vmspace *vm, vm_offset_t start, vm_offset_t end)
{
	int error;

	vm_map_lock(&vm->vm_map);
	error = vm_map_remove_locked(vm, start, end);
	vm_map_unlock(&vm->vm_map);
	return (error);
}

/* ------------------------------------------------------------ protection */

/*
 * May every page of the range have these rights?  *extra: pages that will
 * have to be paid for; *reduced: rights that something in it loses.
 */
static int
protect_allowed(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot, uint64_t *extra, vm_prot_t *reduced)
{
	struct vm_map_entry *entry;
	vm_offset_t from, to;

	if (!vm_map_covered(map, start, end))
		return (ENOMEM);
	*extra = 0;
	*reduced = 0;
	for (entry = vm_map_lookup_ge(map, start);
	    entry != NULL && entry->vme_start < end;
	    entry = vm_map_next(entry)) {
		if (prot & ~entry->vme_maxprot)
			return (EACCES);
		*reduced |= entry->vme_prot & ~prot;
		if ((entry->vme_flags & VME_CHARGED) ||
		    !vm_entry_pays(entry->vme_object, prot,
		    entry->vme_flags))
			continue;
		from = entry->vme_start > start ? entry->vme_start : start;
		to = entry->vme_end < end ? entry->vme_end : end;
		*extra += atop(to - from);
	}
	return (0);
}

static int
protect_locked(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot)
{
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *entry;
	vm_prot_t reduced;
	uint64_t extra;
	int error;

	error = protect_allowed(map, start, end, prot, &extra, &reduced);
	if (error != 0)
		return (error);
	if (!vm_map_clip(map, start, end))
		return (ENOMEM);
	if (!charge_raise(vm, 0, extra))
		goto fail_clip;
	/* Faults add rights where they are needed; taking them is for now. */
	if (reduced != 0 && !pmap_protect(&vm->vm_pmap, start, end, prot))
		goto fail_charge;

	/* ---- point of no return ---- */

	for (entry = vm_map_lookup_ge(map, start);
	    entry != NULL && entry->vme_start < end;
	    entry = vm_map_next(entry)) {
		entry->vme_prot = prot;
		if (vm_entry_pays(entry->vme_object, prot, entry->vme_flags))
			entry->vme_flags |= VME_CHARGED;
	}
	vm_map_simplify(map, start, end);
	return (0);

fail_charge:
	charge_lower(vm, extra, 0);
fail_clip:
	vm_map_simplify(map, start, end);
	return (ENOMEM);
}

int
vm_map_protect(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot)
{
	int error;

	if (start == end)
		return (0);
	if (!range_valid(start, end))
		return (ENOMEM);
	vm_map_lock(&vm->vm_map);
	error = protect_locked(vm, start, end, prot);
	vm_map_unlock(&vm->vm_map);
	return (error);
}

/* ----------------------------------------------------------------- stack */

int
vm_map_growstack_locked(struct vmspace *vm, vm_offset_t va)
{
	struct vm_map_entry *entry = vm_map_lookup_ge(&vm->vm_map, va);
	vm_offset_t start = trunc_page(va), end;
	int error;

	if (entry == NULL || (entry->vme_flags & VME_STACK) == 0 ||
	    entry->vme_start <= va ||
	    start < USER_STACK_TOP - USER_STACK_MAX)
		return (ENOMEM);
	/* The new part joins the old one, unless that became an object. */
	end = entry->vme_start;
	error = vm_map_replace(vm, start, end, NULL, 0, entry->vme_prot,
	    entry->vme_maxprot, INHERIT_COPY, VME_STACK);
	if (error == 0)
		vm->vm_ssize += atop(end - start);
	return (error);
}

int
vm_map_growstack(struct vmspace *vm, vm_offset_t va)
{
	int error;

	vm_map_lock(&vm->vm_map);
	error = vm_map_growstack_locked(vm, va);
	vm_map_unlock(&vm->vm_map);
	return (error);
}
