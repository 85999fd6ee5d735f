/*
 * vm_commit.h -- promises of memory.
 *
 * The invariant: kernel pages + object pages + what all address spaces are
 * charged <= RAM.  An address space is charged as if it shared nothing, so
 * a copy-on-write fault always finds a page: shortage is an ENOMEM from
 * fork, mmap or exec, never a death (docs/memory.md).
 * vm.overcommit=1 lifts it.
 */
#ifndef VM_VM_COMMIT_H
#define VM_VM_COMMIT_H

#include "kernel/kern.h"

extern int vm_overcommit;		/* vm.overcommit */

/* Reserve npages, or change nothing and return false.  Atomic. */
bool vm_commit_reserve(uint64_t npages);
void vm_commit_release(uint64_t npages);
/* Pages promised now, and the most there can be (all RAM we manage). */
uint64_t vm_commit_now(void);
uint64_t vm_commit_limit(void);

#endif
