/*
 * vm_fault.c -- a program touched memory in a way its page table refuses.
 *
 * The map says whether it may; if so, the tree is made to agree:
 *
 *   what is there          read                    write
 *   --------------------   ---------------------   ----------------------
 *   nothing, anonymous     a zeroed page           a zeroed page
 *   nothing, private file  the file's page, r/o    a copy of the file's page
 *   nothing, shared        the object's page       the object's page
 *   page with other owners (cannot fault)          a copy: v_cow_faults
 *   page of ours alone     (cannot fault)          made writable: v_cow_optim
 *
 * "Cannot fault" has an exception: mprotect leaves adding rights to us.
 * The kernel's own reads and writes of user memory come here too, because
 * CR0.WP makes it obey read-only entries.
 *
 * The map's lock is held throughout, so two LWPs that fault on one page make
 * one copy: the second finds itself sole owner.
 */
#include "kernel/abi/signal.h"
#include "vm/vm_map_impl.h"

/* Map pg and let go of our own reference; SIGKILL if no table was left. */
static int
enter_new(struct vmspace *vm, vm_offset_t va, struct vm_page *pg, int prot)
{
	bool entered = pmap_enter(&vm->vm_pmap, va, pg, prot, false);

	if (vm_page_unref(pg))
		vm_page_free(pg);
	return (entered ? 0 : SIGKILL);
}

static int
supply_zero(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va)
{
	struct vm_page *pg = vm_page_alloc(PG_ANON, true, "zero fill");

	if (pg == NULL)
		return (SIGKILL);
	kstat_add(V_ZFOD, 1);
	return (enter_new(vm, va, pg, entry->vme_prot));
}

/* A private page with the bytes of the object's page src. */
static int
supply_copy(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va,
    const struct vm_page *src)
{
	struct vm_page *pg = vm_page_alloc(PG_ANON, false, "copy of a file");

	if (pg == NULL)
		return (SIGKILL);
	pmap_copy_page(pg, src);
	kstat_add(V_COW_FAULTS, 1);
	return (enter_new(vm, va, pg, entry->vme_prot));
}

static int
supply_object(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va,
    bool write)
{
	bool shared = (entry->vme_flags & VME_SHARED) != 0;
	int prot = entry->vme_prot;
	struct vm_page *pg;
	int error;

	error = vm_object_getpage(entry->vme_object,
	    atop(entry->vme_offset + (va - entry->vme_start)), &pg);
	if (error != 0)
		return (error == EINVAL ? SIGBUS : SIGKILL);
	if (write && !shared)
		return (supply_copy(vm, entry, va, pg));
	if (!shared)
		prot &= ~PROT_WRITE;
	return (pmap_enter(&vm->vm_pmap, va, pg, prot, shared) ? 0 : SIGKILL);
}

static int
supply_page(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va,
    bool write)
{
	if (entry->vme_object == NULL)
		return (supply_zero(vm, entry, va));
	return (supply_object(vm, entry, va, write));
}

static int
fault_write(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va)
{
	switch (pmap_own(&vm->vm_pmap, va, entry->vme_prot)) {
	case PMAP_OWN_ABSENT:
		return (supply_page(vm, entry, va, true));
	case PMAP_OWN_SOLE:
		kstat_add(V_COW_OPTIM, 1);
		return (0);
	case PMAP_OWN_COPIED:
		kstat_add(V_COW_FAULTS, 1);
		return (0);
	case PMAP_OWN_SHARED:
		return (0);
	case PMAP_OWN_NOMEM:
		break;
	}
	return (SIGKILL);
}

/* Not write: a page that may have other owners stays as it is, read-only. */
static int
fault_read(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va)
{
	bool shared = (entry->vme_flags & VME_SHARED) != 0;
	struct vm_page *pg;
	bool writable;

	pg = pmap_extract(&vm->vm_pmap, va, &writable);
	if (pg == NULL)
		return (supply_page(vm, entry, va, false));
	return (pmap_enter(&vm->vm_pmap, va, pg,
	    shared ? entry->vme_prot : entry->vme_prot & ~PROT_WRITE,
	    shared) ? 0 : SIGKILL);
}

int
vm_fault_page(struct vmspace *vm, struct vm_map_entry *entry, vm_offset_t va,
    bool write)
{
	va = trunc_page(va);
	return (write ? fault_write(vm, entry, va) :
	    fault_read(vm, entry, va));
}

/* The entry that holds va, after growing the stack to it if need be. */
static struct vm_map_entry *
entry_for(struct vmspace *vm, vm_offset_t va)
{
	struct vm_map_entry *entry = vm_map_lookup(&vm->vm_map, va);

	if (entry == NULL && vm_map_growstack(vm, va) == 0)
		entry = vm_map_lookup(&vm->vm_map, va);
	return (entry);
}

int
vm_fault(struct vmspace *vm, vm_offset_t va, int access)
{
	struct vm_map_entry *entry;
	int sig = SIGSEGV;

	if (va < USER_MIN || va >= USER_MAX)
		return (SIGSEGV);
	kstat_add(V_VM_FAULTS, 1);
	vm_map_lock(&vm->vm_map);
	entry = entry_for(vm, va);
	if (entry != NULL && (access & ~entry->vme_prot) == 0)
		sig = vm_fault_page(vm, entry, va,
		    (access & VM_FAULT_WRITE) != 0);
	vm_map_unlock(&vm->vm_map);
	return (sig);
}
