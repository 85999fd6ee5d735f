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

/* The entries of a clipped range, and what lies around it. */
struct span {
	struct vm_map_entry *sp_first;	/* the first one, or sp_next */
	struct vm_map_entry *sp_next;	/* the one behind the range, or NULL */
	vm_offset_t sp_prev_end;	/* where the one before ends, or 0 */
	uint64_t sp_charge;		/* from sp_first to sp_next */
};

static void
span_find(struct vm_map *map, vm_offset_t start, vm_offset_t end,
    struct span *sp)
{
	struct vm_map_entry *entry = vm_map_lookup_ge(map, start), *prev;
	vm_offset_t prev_end;

	prev = entry != NULL ? vm_map_prev(entry) : vm_map_last(map);
	prev_end = prev != NULL ? prev->vme_end : 0;
	sp->sp_first = entry;
	sp->sp_prev_end = prev_end;
	sp->sp_charge = 0;
	for (; entry != NULL && entry->vme_start < end;
	    entry = vm_map_next(entry)) {
		sp->sp_charge += vm_entry_charge(entry, prev_end);
		prev_end = entry->vme_end;
	}
	if (entry != NULL)
		sp->sp_charge += vm_entry_charge(entry, prev_end);
	sp->sp_next = entry;
}

/* The charge it will have once entry (NULL: nothing) is all there is. */
static uint64_t
span_charge_with(const struct span *sp, const struct vm_map_entry *entry)
{
	vm_offset_t prev_end = sp->sp_prev_end;
	uint64_t npages = 0;

	if (entry != NULL) {
		npages += vm_entry_charge(entry, prev_end);
		prev_end = entry->vme_end;
	}
	if (sp->sp_next != NULL)
		npages += vm_entry_charge(sp->sp_next, prev_end);
	return (npages);
}

/* Take its entries away. */
static void
span_discard(struct vm_map *map, const struct span *sp)
{
	struct vm_map_entry *entry, *next;

	for (entry = sp->sp_first; entry != sp->sp_next; entry = next) {
		next = vm_map_next(entry);
		vm_entry_unlink(map, entry);
		vm_entry_free(entry);
	}
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

int
vm_map_replace(struct vmspace *vm, vm_offset_t start, vm_offset_t end,
    struct vm_object *obj, uint64_t offset, vm_prot_t prot,
    vm_prot_t maxprot, int inherit, int flags)
{
	struct vm_map *map = &vm->vm_map;
	struct vm_map_entry *entry;
	struct span sp;
	uint64_t after;

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

	if (range_used(map, start, end) && !vm_map_clip(map, start, end))
		goto fail_entry;
	span_find(map, start, end, &sp);
	after = span_charge_with(&sp, entry);
	if (!charge_raise(vm, sp.sp_charge, after))
		goto fail_clip;
	if (sp.sp_first != sp.sp_next &&
	    !pmap_remove(&vm->vm_pmap, start, end))
		goto fail_charge;

	/* ---- point of no return ---- */

	span_discard(map, &sp);
	if (obj != NULL)
		vm_object_mapped(obj);
	vm_entry_link(map, entry);
	charge_lower(vm, sp.sp_charge, after);
	vm_map_simplify(map, start, end);
	return (0);

fail_charge:
	charge_lower(vm, after, sp.sp_charge);
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
	struct span sp;

	if (!range_used(map, start, end))
		return (0);
	if (!vm_map_clip(map, start, end))
		return (ENOMEM);
	if (!pmap_remove(&vm->vm_pmap, start, end)) {
		vm_map_simplify(map, start, end);
		return (ENOMEM);
	}
	span_find(map, start, end, &sp);
	span_discard(map, &sp);
	charge_lower(vm, sp.sp_charge, span_charge_with(&sp, NULL));
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
vm_map_growstack(struct vmspace *vm, vm_offset_t va)
{
	struct vm_map_entry *entry = vm_map_lookup_ge(&vm->vm_map, va);
	vm_offset_t start = trunc_page(va), end;
	int error;

	if (entry == NULL || (entry->vme_flags & VME_STACK) == 0 ||
	    entry->vme_start <= va ||
	    USER_STACK_TOP - start > vm->vm_stack_limit ||
	    vm->vm_map.map_size + (entry->vme_start - start) >
	    vm->vm_size_limit)
		return (ENOMEM);
	/* The new part joins the old one, unless that became an object. */
	end = entry->vme_start;
	error = vm_map_replace(vm, start, end, NULL, 0, entry->vme_prot,
	    entry->vme_maxprot, INHERIT_COPY, VME_STACK);
	if (error == 0)
		vm->vm_ssize += atop(end - start);
	return (error);
}
