/*
 * sys/mman.h -- mapped memory.
 */
#ifndef _SYS_MMAN_H
#define _SYS_MMAN_H

#include <sys/types.h>

#include "kernel/abi/mman.h"

void *mmap(void *addr, size_t len, int prot, int flags, int fd, off_t pos);
int munmap(void *addr, size_t len);
int mprotect(void *addr, size_t len, int prot);
/* minherit: what fork does with the range, see INHERIT_*. */
int minherit(void *addr, size_t len, int inherit);

#endif
