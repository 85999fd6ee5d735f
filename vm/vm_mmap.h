/*
 * vm_mmap.h -- mmap and its relatives, in terms of address spaces.
 *
 * What the system calls of kernel/sys_mman.c check and translate, these do;
 * they know neither processes nor descriptors.
 */
#ifndef VM_VM_MMAP_H
#define VM_VM_MMAP_H

#include "vm/vm_map.h"

/*
 * vm_mmap: map len bytes at *addrp (a hint, or with MAP_FIXED the address).
 *
 * => obj NULL: anonymous memory (shared: a new object with all its pages);
 *    else offset is page aligned, and a reference is taken
 * => prot must lie within maxprot
 * => 0 and *addrp is where it went; EINVAL, ENOMEM
 */
int vm_mmap(struct vmspace *vm, vm_offset_t *addrp, uint64_t len, int prot,
    int maxprot, int flags, struct vm_object *obj, uint64_t offset);

/* The rest take user values as they come.  EINVAL for a bad range. */
int vm_munmap(struct vmspace *vm, vm_offset_t addr, uint64_t len);
int vm_mprotect(struct vmspace *vm, vm_offset_t addr, uint64_t len, int prot);
int vm_minherit(struct vmspace *vm, vm_offset_t addr, uint64_t len,
    int inherit);
/*
 * vm_sbrk: move the end of the heap by incr bytes.
 * => 0 and *oldp is the end before; ENOMEM; EINVAL below the heap's start
 */
int vm_sbrk(struct vmspace *vm, int64_t incr, vm_offset_t *oldp);

#endif
