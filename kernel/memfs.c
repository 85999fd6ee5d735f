/*
 * memfs.c -- the file system in memory: nodes and their attributes.
 *
 *   memfs_make_root     the beginning
 *   memnode_alloc       a node; memfs_inactive frees it
 *   memfs_getattr, memfs_setattr
 *   memfs_count         who holds files (census)
 *
 * Not here: names (memfs_dir.c), contents (memfs_rw.c).  The picture is in
 * memfs.h.
 */
#include "kernel/memfs.h"
#include "kernel/devfs.h"
#include "kernel/vfs.h"
#include "vm/vm_object.h"

MALLOC_DEFINE(M_MEMFS, "memfs");

static ino_t last_ino;			/* atomic */

struct memnode *
memnode_alloc(const struct vattr *va)
{
	struct vnode *vp;
	struct memnode *mn;

	mn = kmalloc(sizeof(*mn), M_MEMFS, M_ZERO);
	if (mn == NULL)
		return (NULL);
	vp = &mn->mn_vnode;
	vp->v_refs = 1;
	vp->v_type = va->va_type;
	vp->v_ops = &memfs_ops;
	lockinit(&vp->v_lock, "vnode");
	if (vp->v_type == VREG) {
		vp->v_object = vm_object_alloc(VMO_FILE, 0);
		if (vp->v_object == NULL) {
			kfree(mn, M_MEMFS);
			return (NULL);
		}
	} else if (vp->v_type == VDIR) {
		memfs_init_dir(mn);
	} else {
		vp->v_dev = cdev_find(va->va_rdev);
		KASSERT(vp->v_dev != NULL, ("no device %x", va->va_rdev));
	}
	mn->mn_ino = __atomic_add_fetch(&last_ino, 1, __ATOMIC_RELAXED);
	mn->mn_rdev = va->va_rdev;
	mn->mn_mode = va->va_mode;
	mn->mn_uid = va->va_uid;
	mn->mn_gid = va->va_gid;
	vfs_now(&mn->mn_mtime);
	mn->mn_atime = mn->mn_ctime = mn->mn_mtime;
	return (mn);
}

static void
memfs_inactive(struct vnode *vp)
{
	struct memnode *mn = memnode_of(vp);

	KASSERT(vp->v_textcount == 0 && vp->v_writecount == 0,
	    ("file %llu is in use", (unsigned long long)mn->mn_ino));
	KASSERT(vp->v_type != VDIR || rb_empty(&mn->mn_names),
	    ("directory %llu is not empty", (unsigned long long)mn->mn_ino));
	if (vp->v_object != NULL)
		vm_object_drop(vp->v_object);
	kfree(mn, M_MEMFS);
}

void
memnode_touch(struct memnode *mn)
{
	vfs_now(&mn->mn_mtime);
	mn->mn_ctime = mn->mn_mtime;
}

struct vnode *
memfs_make_root(void)
{
	struct vattr va = { .va_type = VDIR, .va_mode = 0755 };
	struct memnode *root;

	root = memnode_alloc(&va);
	if (root == NULL)
		return (NULL);
	root->mn_parent = root;
	root->mn_nlink = 2;
	return (&root->mn_vnode);
}

/* ----------------------------------------------------------- attributes */

static void
memfs_getattr(struct vnode *vp, struct vattr *va)
{
	struct memnode *mn = memnode_of(vp);

	va->va_type = vp->v_type;
	va->va_mode = mn->mn_mode;
	va->va_uid = mn->mn_uid;
	va->va_gid = mn->mn_gid;
	va->va_nlink = mn->mn_nlink;
	va->va_ino = mn->mn_ino;
	va->va_rdev = mn->mn_rdev;
	va->va_size = (off_t)mn->mn_size;
	va->va_bytes = 0;
	if (vp->v_type == VREG)
		va->va_bytes = round_page(mn->mn_size);
	else if (vp->v_type == VDIR)
		va->va_size = (off_t)(mn->mn_names.rbt_count + 2) * 32;
	va->va_atime = mn->mn_atime;
	va->va_mtime = mn->mn_mtime;
	va->va_ctime = mn->mn_ctime;
}

static int
memfs_setattr(struct vnode *vp, const struct vattr *va, int which)
{
	struct memnode *mn = memnode_of(vp);
	int error;

	if ((which & VA_SIZE) != 0) {
		error = memfs_resize(mn, (uint64_t)va->va_size);
		if (error != 0)
			return (error);
		memnode_touch(mn);
	}
	if ((which & VA_MODE) != 0)
		mn->mn_mode = va->va_mode;
	if ((which & VA_OWNER) != 0) {
		mn->mn_uid = va->va_uid;
		mn->mn_gid = va->va_gid;
	}
	vfs_now(&mn->mn_ctime);
	if ((which & VA_MTIME) != 0)
		mn->mn_mtime = va->va_mtime;
	return (0);
}

const struct vnodeops memfs_ops = {
	.vop_lookup = memfs_lookup,
	.vop_parent = memfs_parent,
	.vop_name = memfs_name,
	.vop_create = memfs_create,
	.vop_remove = memfs_remove,
	.vop_rename = memfs_rename,
	.vop_read = memfs_read,
	.vop_write = memfs_write,
	.vop_readdir = memfs_readdir,
	.vop_getattr = memfs_getattr,
	.vop_setattr = memfs_setattr,
	.vop_inactive = memfs_inactive,
};

/* The name after me on a walk over all of them; *dirp is where me lies. */
static struct mement *
next_name(struct mement *me, struct memnode **dirp)
{
	struct memnode *mn = me->me_node;
	struct mement *next;

	if (mn->mn_vnode.v_type == VDIR && !TAILQ_EMPTY(&mn->mn_order)) {
		*dirp = mn;
		return (TAILQ_FIRST(&mn->mn_order));
	}
	while ((next = TAILQ_NEXT(me, me_link)) == NULL) {
		me = (*dirp)->mn_self;
		if (me == NULL)
			break;			/* that was the root */
		*dirp = (*dirp)->mn_parent;
	}
	return (next);
}

void
memfs_count(struct memfs_counts *mc)
{
	struct memnode *dir = memnode_of(rootvnode);
	const struct vnode *vp;
	struct mement *me;

	memset(mc, 0, sizeof(*mc));
	vfs_lock();
	mc->mc_refs = rootvnode->v_refs;
	me = TAILQ_FIRST(&dir->mn_order);
	for (; me != NULL; me = next_name(me, &dir)) {
		vp = &me->me_node->mn_vnode;
		mc->mc_refs += vp->v_refs;
		mc->mc_texts += vp->v_textcount;
		mc->mc_writers += vp->v_writecount;
	}
	vfs_unlock();
}
