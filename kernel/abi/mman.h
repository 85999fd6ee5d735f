/*
 * abi/mman.h -- mmap, mprotect, minherit.
 */
#ifndef ABI_MMAN_H
#define ABI_MMAN_H

#define PROT_NONE	0x0
#define PROT_READ	0x1
#define PROT_WRITE	0x2
#define PROT_EXEC	0x4

#define MAP_SHARED	0x0001
#define MAP_PRIVATE	0x0002
#define MAP_FIXED	0x0010
#define MAP_STACK	0x0400	/* accepted; the range does not grow */
#define MAP_ANON	0x1000
#define MAP_ANONYMOUS	MAP_ANON

#define INHERIT_SHARE	0	/* one memory for parent and child */
#define INHERIT_COPY	1	/* copy on write */
#define INHERIT_NONE	2	/* a hole in the child */

#define MAP_FAILED	((void *)-1)

#endif
