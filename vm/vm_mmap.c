/*
 * vm_mmap.c -- mmap, munmap, mprotect, minherit and sbrk on an address space.
 *
 * From what the caller wants to what the map does: addresses are chosen and
 * checked here, shared anonymous memory gets its object here.
 */
#include "vm/vm_map_impl.h"
#include "vm/vm_mmap.h"

#define PROT_ALL	(PROT_READ | PROT_WRITE | PROT_EXEC)

/* [addr, addr + len) in whole pages; false if it wraps or is not user's. */
static bool
user_range(vm_offset_t addr, uint64_t len, vm_offset_t *startp,
    vm_offset_t *endp)
{
	if (addr > USER_MAX || len > USER_MAX - addr)
		return (false);
	*startp = trunc_page(addr);
	*endp = round_page(addr + len);
	return (true);
}

/* A place for len bytes: near the hint if that is free, else anywhere. */
static vm_offset_t
choose_address(struct vm_map *map, vm_offset_t hint, uint64_t len)
{
	vm_offset_t addr = 0;

	if (hint >= USER_MIN && hint < USER_MMAP_END)
		addr = vm_map_findspace(map, trunc_page(hint), USER_MMAP_END,
		    len);
	if (addr == 0)
		addr = vm_map_findspace(map, USER_MMAP_START, USER_MMAP_END,
		    len);
	return (addr);
}

static int
map_range(struct vmspace *vm, vm_offset_t *addrp, uint64_t len, int prot,
    int maxprot, int flags, struct vm_object *obj, uint64_t offset)
{
	bool shared = (flags & MAP_SHARED) != 0;
	vm_offset_t addr = *addrp;
	int error;

	vm_map_lock(&vm->vm_map);
	if ((flags & MAP_FIXED) == 0)
		addr = choose_address(&vm->vm_map, addr, len);
	if (addr == 0 || len > vm->vm_size_limit ||
	    vm->vm_map.map_size > vm->vm_size_limit - len)
		error = ENOMEM;
	else
		error = vm_map_replace(vm, addr, addr + len, obj, offset,
		    (vm_prot_t)prot, (vm_prot_t)maxprot,
		    shared ? INHERIT_SHARE : INHERIT_COPY,
		    shared ? VME_SHARED : 0);
	vm_map_unlock(&vm->vm_map);
	*addrp = addr;
	return (error);
}

/* Shared anonymous memory: its pages are paid for, so they are made now. */
static struct vm_object *
anonymous_object(uint64_t len)
{
	struct vm_object *obj = vm_object_alloc(VMO_ANON, 0);

	if (obj != NULL && vm_object_resize(obj, atop(len)) != 0) {
		vm_object_drop(obj);
		obj = NULL;
	}
	return (obj);
}

int
vm_mmap(struct vmspace *vm, vm_offset_t *addrp, uint64_t len, int prot,
    int maxprot, int flags, struct vm_object *obj, uint64_t offset)
{
	vm_offset_t start = *addrp, end;
	int error;

	if (len == 0 || (prot & ~PROT_ALL) != 0)
		return (EINVAL);
	if (len > USER_MAX)
		return (ENOMEM);
	len = round_page(len);
	if (flags & MAP_FIXED) {
		if ((start & PAGE_MASK) != 0 || start < USER_MIN ||
		    !user_range(start, len, &start, &end))
			return (EINVAL);
	}
	if (obj != NULL) {
		vm_object_ref(obj);
	} else {
		offset = 0;
		if (flags & MAP_SHARED) {
			obj = anonymous_object(len);
			if (obj == NULL)
				return (ENOMEM);
		}
	}
	error = map_range(vm, addrp, len, prot, maxprot, flags, obj, offset);
	if (error != 0 && obj != NULL)
		vm_object_drop(obj);
	return (error);
}

int
vm_munmap(struct vmspace *vm, vm_offset_t addr, uint64_t len)
{
	vm_offset_t start, end;

	if (len == 0 || (addr & PAGE_MASK) != 0 ||
	    !user_range(addr, len, &start, &end))
		return (EINVAL);
	return (vm_map_remove(vm, start, end));
}

int
vm_mprotect(struct vmspace *vm, vm_offset_t addr, uint64_t len, int prot)
{
	vm_offset_t start, end;

	if ((addr & PAGE_MASK) != 0 || (prot & ~PROT_ALL) != 0)
		return (EINVAL);
	if (!user_range(addr, len, &start, &end))
		return (ENOMEM);
	return (vm_map_protect(vm, start, end, (vm_prot_t)prot));
}

int
vm_minherit(struct vmspace *vm, vm_offset_t addr, uint64_t len, int inherit)
{
	vm_offset_t start, end;

	if (!user_range(addr, len, &start, &end))
		return (EINVAL);
	return (vm_map_inherit(vm, start, end, inherit));
}

/* ----------------------------------------------------------------- heap */

/* The heap's pages reach from one end to another; 0 or ENOMEM. */
static int
heap_resize(struct vmspace *vm, vm_offset_t old_end, vm_offset_t new_end)
{
	struct vm_map_entry *entry;

	if (new_end < old_end)
		return (vm_map_remove_locked(vm, new_end, old_end));
	if (new_end == old_end)
		return (0);
	if (ptoa(vm->vm_dsize) + (new_end - old_end) > vm->vm_data_limit ||
	    vm->vm_map.map_size + (new_end - old_end) > vm->vm_size_limit)
		return (ENOMEM);
	/* Something mapped there with MAP_FIXED stays. */
	entry = vm_map_lookup_ge(&vm->vm_map, old_end);
	if (entry != NULL && entry->vme_start < new_end)
		return (ENOMEM);
	return (vm_map_replace(vm, old_end, new_end, NULL, 0,
	    PROT_READ | PROT_WRITE, PROT_ALL, INHERIT_COPY, 0));
}

int
vm_sbrk(struct vmspace *vm, int64_t incr, vm_offset_t *oldp)
{
	vm_offset_t old, new, old_end, new_end;
	int error;

	vm_map_lock(&vm->vm_map);
	old = vm->vm_brk;
	new = old + (vm_offset_t)incr;
	error = 0;
	if (incr < 0 && (new > old || new < USER_HEAP_START))
		error = EINVAL;
	else if (incr > 0 && (new < old || new > USER_HEAP_END))
		error = ENOMEM;
	if (error == 0) {
		old_end = round_page(old);
		new_end = round_page(new);
		error = heap_resize(vm, old_end, new_end);
	}
	if (error == 0) {
		vm->vm_brk = new;
		vm->vm_dsize += atop(new_end) - atop(old_end);
		*oldp = old;
	}
	vm_map_unlock(&vm->vm_map);
	return (error);
}
