/*
 * host_pmap.h -- what tests of vm/ ask a page table on the host.
 */
#ifndef HOST_HOST_PMAP_H
#define HOST_HOST_PMAP_H

#include "vm/pmap.h"

/* After host_boot(). */
void host_pmap_boot(void);
/*
 * host_translate: what the mmu does: the page that a program reaches with
 * that kind of access to va, or NULL: a fault.
 */
struct vm_page *host_translate(struct pmap *pm, vm_offset_t va, int access);

#endif
