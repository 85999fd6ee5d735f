/*
 * arch/x86_64/pmap.h -- what arch/ itself needs of the page tables, beyond
 * the contract in vm/pmap.h.
 *
 * The kernel's half of every address space:
 *
 *   0xffffffff80000000  +------------------+
 *                       | kernel image     |  text r-x, rodata r--, data rw-
 *                       +------------------+
 *   0xffffd00000000000  | devices          |  uncached, made by drivers
 *   0xffffc00000000000  | kernel stacks    |  4 pages and a guard each
 *   0xffff800000000000  | all RAM          |  rw-, image text and rodata r--
 *                       +------------------+
 */
#ifndef ARCH_X86_64_PMAP_H
#define ARCH_X86_64_PMAP_H

#include "vm/pmap.h"

#define KVA_RAM		vm_direct_map
#define KVA_STACKS	0xffffc00000000000ul
#define KVA_DEVICES	0xffffd00000000000ul
#define KVA_DEVICES_END	0xffffd08000000000ul
#define KVA_IMAGE	0xffffffff80000000ul

/* The root table of kernel threads: user half empty. */
vm_paddr_t pmap_kernel_cr3(void);
/* Run on it from now on. */
void pmap_activate_kernel(void);

#endif
