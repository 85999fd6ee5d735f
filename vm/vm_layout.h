/*
 * vm_layout.h -- where things lie in a user address space.
 *
 *   0x00007fffffffffff  +-----------------+
 *                       | never mappable  |  the last page
 *   USER_STACK_TOP      +-----------------+
 *                       | stack           |  grows down, 8 MiB at most
 *                       +-----------------+
 *                       :                 :
 *   USER_MMAP_START     +-----------------+
 *                       | mmap, upwards   |
 *                       +-----------------+
 *   USER_HEAP_START     | heap (sbrk)     |
 *                       +-----------------+
 *   0x0000000000400000  | text, data, bss |
 *   USER_MIN            +-----------------+
 *                       | page 0: never   |
 *                       +-----------------+
 *
 * Text and data, heap, mmap area and stack never share a page directory
 * (they are at least 1 GiB apart), so a write in one copies no table that
 * the others use below the second level.
 */
#ifndef VM_VM_LAYOUT_H
#define VM_VM_LAYOUT_H

#define USER_MIN	0x0000000000001000ul
#define USER_MAX	0x00007ffffffff000ul	/* first address past user */
#define USER_HEAP_START	0x0000001000000000ul
#define USER_HEAP_END	0x0000002000000000ul
#define USER_MMAP_START	0x0000002000000000ul
#define USER_MMAP_END	0x0000700000000000ul
#define USER_STACK_TOP	USER_MAX
#define USER_STACK_MAX	(8ul << 20)		/* bytes it may grow to */
#define USER_STACK_INIT	16			/* pages charged from exec on */

#endif
