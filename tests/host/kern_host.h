/*
 * kern_host.h -- what kern_host.c offers tests, beside kernel/kern.h.
 */
#ifndef HOST_KERN_HOST_H
#define HOST_KERN_HOST_H

#include "kernel/kern.h"
#include "vm/vm_page.h"

/*
 * host_boot: RAM of npages pages, the page array besides; begins at physical
 * address pa.  What earlier tests had is gone.
 */
void host_boot_at(vm_paddr_t pa, uint64_t npages);
void host_boot(uint64_t npages);
/* Let kmalloc fail after n more successes; -1: never. */
void host_kmalloc_fail(int n);
/* kmalloc'ed pieces alive, of all types. */
uint64_t host_kmalloc_inuse(void);
/* An event counter (kernel/kstat.h). */
uint64_t host_kstat(enum kstat which);

#endif
