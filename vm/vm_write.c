/*
 * vm_write.c -- the kernel writes into an address space that is not current.
 *
 * exec builds the new program's memory before it gives up the old: the tail
 * of the last data page, the stack with the arguments.  Each page is made
 * ours as a write fault would, then written through the direct map.
 */
#include "kernel/abi/signal.h"
#include "vm/vm_map_impl.h"
#include "vm/vm_write.h"

/* The writable page at va, ours alone; or NULL. */
static struct vm_page *
page_to_write(struct vmspace *vm, vm_offset_t va, int *errorp)
{
	struct vm_map_entry *entry = vm_map_lookup(&vm->vm_map, va);
	bool writable;

	*errorp = ENOMEM;
	if (inject_failure("page of the new space"))
		return (NULL);
	*errorp = EFAULT;
	if (entry == NULL || (entry->vme_prot & PROT_WRITE) == 0)
		return (NULL);
	switch (vm_fault_page(vm, entry, va, true)) {
	case 0:
		*errorp = 0;
		return (pmap_extract(&vm->vm_pmap, trunc_page(va),
		    &writable));
	case SIGKILL:
		*errorp = ENOMEM;
		break;
	}
	return (NULL);
}

/* from NULL: zeroes. */
static int
write_pages(struct vmspace *vm, vm_offset_t va, const char *from, size_t len)
{
	struct vm_page *pg;
	size_t n;
	char *to;
	int error = 0;

	vm_map_lock(&vm->vm_map);
	for (; len > 0 && error == 0; va += n, len -= n) {
		n = PAGE_SIZE - (va & PAGE_MASK);
		if (n > len)
			n = len;
		pg = page_to_write(vm, va, &error);
		if (pg == NULL)
			break;
		to = (char *)vm_page_va(pg) + (va & PAGE_MASK);
		if (from == NULL) {
			memset(to, 0, n);
		} else {
			memcpy(to, from, n);
			from += n;
		}
	}
	vm_map_unlock(&vm->vm_map);
	return (error);
}

int
vmspace_write(struct vmspace *vm, vm_offset_t va, const void *buf, size_t len)
{
	return (write_pages(vm, va, buf, len));
}

int
vmspace_zero(struct vmspace *vm, vm_offset_t va, size_t len)
{
	return (write_pages(vm, va, NULL, len));
}
