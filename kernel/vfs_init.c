/*
 * vfs_init.c -- the root directory begins to exist.
 */
#include "kernel/memfs.h"
#include "kernel/vfs.h"

struct vnode *rootvnode;

void
vfs_init(void)
{
	vfs_lock_init();
	rootvnode = memfs_make_root();
	if (rootvnode == NULL)
		panic("no memory for the root directory");
}
