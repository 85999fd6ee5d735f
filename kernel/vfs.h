/*
 * vfs.h -- what the files vfs_*.c, memfs.c and devfs.c share among
 * themselves.  Everybody else: kernel/vnode.h.
 */
#ifndef KERNEL_VFS_H
#define KERNEL_VFS_H

#include "kernel/vnode.h"

void vfs_lock_init(void);
/* The time of day, for files' times. */
void vfs_now(struct timespec *ts);
/* Attributes in the form of stat(2). */
void vfs_stat(struct vnode *vp, struct stat *st);
/*
 * vfs_may_change: may the caller make or remove `vp' (NULL: a new name) in
 * directory dvp?  Write permission, and in a sticky directory one of the
 * two must be his.  0, EACCES or EPERM.
 */
int vfs_may_change(struct vnode *dvp, struct vnode *vp);

#endif
