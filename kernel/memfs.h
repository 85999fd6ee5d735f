/*
 * memfs.h -- the file system in memory.
 *
 *   node                      directory's entries
 *   +-----------------+       +--------+  +--------+
 *   | vnode           |       | name   |  | name   |  in the order they were
 *   | mode owner times|       | cookie |  | cookie |  made (for getdents), and
 *   | file: size      |       | target |  | target |  in a tree by name (for
 *   | dir: entries ---|------>|   |    |->|   |    |  lookup)
 *   +-----------------+       +---|----+  +---|----+
 *                                 v           v     nodes, one reference each
 *
 * A node lives as long as its vnode has references: one for each name, one
 * for each open file, working directory, running program.  So a file that
 * was unlinked while open goes away with its last close.
 *
 * The bytes of a file are the pages of its vm_object, all of them: there are
 * no holes, so a program that maps a file never finds the machine short of
 * memory when it touches it.
 */
#ifndef KERNEL_MEMFS_H
#define KERNEL_MEMFS_H

#include "kernel/vnode.h"
#include "lib/queue.h"
#include "lib/rbtree.h"

struct memnode;

/* One name in a directory.  All fields: vfs lock. */
struct mement {
	struct rb_node me_byname;
	TAILQ_ENTRY(mement) me_link;
	uint64_t me_cookie;		/* its place for getdents */
	struct memnode *me_node;	/* a reference */
	size_t me_len;
	char me_name[];			/* me_len bytes and a NUL */
};
TAILQ_HEAD(mement_list, mement);

/*
 *   I   set when it is made, never changed after
 *   W   vfs lock
 *   L   v_lock
 */
struct memnode {
	struct vnode mn_vnode;		/* must be first */
	ino_t mn_ino;			/* I  */
	dev_t mn_rdev;			/* I  */
	mode_t mn_mode;			/* L  permission bits */
	uid_t mn_uid;			/* L  */
	gid_t mn_gid;			/* L  */
	nlink_t mn_nlink;		/* W  */
	uint64_t mn_size;		/* L  bytes of a file */
	struct timespec mn_atime, mn_mtime, mn_ctime; /* L  */

	/* directories only */
	struct rb_tree mn_names;	/* W  entries by name */
	struct mement_list mn_order;	/* W  entries by cookie */
	uint64_t mn_cookie;		/* W  the last one given out */
	struct memnode *mn_parent;	/* W  NULL once removed; root: itself */
	struct mement *mn_self;		/* W  our name there; root: NULL */
};

MALLOC_DECLARE(M_MEMFS);

static inline struct memnode *
memnode_of(struct vnode *vp)
{
	return ((struct memnode *)vp);
}

/* ---------------------------------------------- memfs.c */

extern const struct vnodeops memfs_ops;

/* The empty root directory; NULL if there is no memory. */
struct vnode *memfs_make_root(void);
/* A node without a name, one reference; NULL if memory ran out. */
struct memnode *memnode_alloc(const struct vattr *va);
void memnode_touch(struct memnode *mn);	/* modified now */

/* What is held of all files that have a name; two names count twice. */
struct memfs_counts {
	uint64_t mc_refs, mc_texts, mc_writers;
};
/* => may block for the vfs lock, which is taken inside */
void memfs_count(struct memfs_counts *mc);

/* ---------------------------------------------- memfs_dir.c */

int memfs_lookup(struct vnode *dvp, const char *name, struct vnode **vpp);
int memfs_parent(struct vnode *dvp, struct vnode **vpp);
int memfs_name(struct vnode *vp, char *buf);
int memfs_create(struct vnode *dvp, const char *name,
    const struct vattr *va, struct vnode **vpp);
int memfs_remove(struct vnode *dvp, const char *name);
int memfs_rename(struct vnode *fdvp, const char *fname, struct vnode *tdvp,
    const char *tname);
int memfs_readdir(struct vnode *vp, struct uio *uio);
/* One more name for a file that is no directory; vfs lock held. */
int memfs_link(struct vnode *dvp, const char *name, struct vnode *vp);
void memfs_init_dir(struct memnode *dir);

/* ---------------------------------------------- memfs_rw.c */

int memfs_read(struct vnode *vp, struct uio *uio);
int memfs_write(struct vnode *vp, struct uio *uio);
/* Cut or extend with zeros: 0, EFBIG, ENOMEM (nothing changed).  v_lock. */
int memfs_resize(struct memnode *mn, uint64_t size);

#endif
