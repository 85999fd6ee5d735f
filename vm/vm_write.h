/*
 * vm_write.h -- writing into an address space that need not be current.
 */
#ifndef VM_VM_WRITE_H
#define VM_VM_WRITE_H

#include "vm/vm_map.h"

/*
 * vmspace_write: put len bytes of buf at va; vmspace_zero: len zeroes.
 *
 * => the pages become the space's own, as by a write fault
 * => 0; EFAULT where nothing writable is mapped or beyond a file's end;
 *    ENOMEM.  Pages before the failing one have been written
 * => may block (the map's lock)
 */
int vmspace_write(struct vmspace *vm, vm_offset_t va, const void *buf,
    size_t len);
int vmspace_zero(struct vmspace *vm, vm_offset_t va, size_t len);

#endif
