/*
 * filedesc.h -- the inside of descriptor tables, for kern_descrip.c,
 * kern_filedesc.c and kern_dup.c.  Everybody else: kernel/file.h.
 */
#ifndef KERNEL_FILEDESC_H
#define KERNEL_FILEDESC_H

#include "kernel/file.h"

#define FD_NBLOCKS	(FD_LIMIT / FD_BLOCK)

/* Block n of a table, or NULL; fd_spin held, unless it is known to stay. */
static inline struct fdblock *
fd_block(struct filedesc *fdp, int n)
{
	if (n == 0)
		return (&fdp->fd_first);
	return (fdp->fd_more == NULL ? NULL : fdp->fd_more[n - 1]);
}

/*
 * fd_grow: see that block n (not 0) exists, for now; 0 or ENOMEM.
 * fd_shrink: free block n if nothing is in it any more.
 *
 * => fd_spin is taken inside
 */
int fd_grow(struct filedesc *fdp, int n);
void fd_shrink(struct filedesc *fdp, int n);
/* Slot i is free from now on; what was in it.  fd_spin held. */
struct file *fd_clear(struct fdblock *fb, int i);
/*
 * fd_slot: the block where fd's flags and file are; 0, or EBADF if there is
 * no file.  fd_spin held.
 */
static inline int
fd_slot(struct filedesc *table, int fd, struct fdblock **fbp)
{
	struct fdblock *fb;

	if (fd < 0 || fd >= FD_LIMIT)
		return (EBADF);
	fb = fd_block(table, fd / FD_BLOCK);
	if (fb == NULL || fb->fb_file[fd % FD_BLOCK] == NULL)
		return (EBADF);
	*fbp = fb;
	return (0);
}

#endif
