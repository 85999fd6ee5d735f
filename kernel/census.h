/*
 * census.h -- counting everything, to see that nothing is lost.
 */
#ifndef KERNEL_CENSUS_H
#define KERNEL_CENSUS_H

#include "kernel/kern.h"

/*
 * census_text: "name=value" lines into buf: pages by kind, processes,
 * objects, address spaces, allocations by type.  Every cache is emptied
 * first, so that equal states give equal texts.
 *
 * => returns the length, the NUL not counted; cut to size
 */
size_t census_text(char *buf, size_t size);

#endif
