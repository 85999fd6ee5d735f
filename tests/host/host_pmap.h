/*
 * host_pmap.h -- what tests of vm/ ask a page table on the host.
 */
#ifndef HOST_HOST_PMAP_H
#define HOST_HOST_PMAP_H

#include "vm/pmap.h"

/* Would the machine let a program access va that way without a fault? */
bool host_can_access(struct pmap *pm, vm_offset_t va, int access);

#endif
