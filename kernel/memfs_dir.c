/*
 * memfs_dir.c -- the file system in memory: names.
 *
 *   memfs_lookup, memfs_parent, memfs_name     finding
 *   memfs_create, memfs_link, memfs_remove     one name more, one less
 *   memfs_rename                               all or nothing
 *   memfs_readdir
 *
 * Everything here runs under the vfs lock.  What can fail (memory for an
 * entry) is done before anything changes.
 */
#include "kernel/memfs.h"
#include "kernel/vfs.h"
#include "lib/bits.h"

static int
compare(const struct rb_node *a, const struct rb_node *b)
{
	return (strcmp(container_of(a, const struct mement, me_byname)->me_name,
	    container_of(b, const struct mement, me_byname)->me_name));
}

static int
compare_key(const void *key, const struct rb_node *node)
{
	return (strcmp(key,
	    container_of(node, const struct mement, me_byname)->me_name));
}

void
memfs_init_dir(struct memnode *dir)
{
	rb_init(&dir->mn_names, compare, compare_key);
	TAILQ_INIT(&dir->mn_order);
	dir->mn_cookie = 2;		/* 0 is ".", 1 is ".." */
}

/* -------------------------------------------------------------- entries */

static struct mement *
find_entry(struct memnode *dir, const char *name)
{
	struct rb_node *node = rb_lookup(&dir->mn_names, name);

	return (node == NULL ? NULL :
	    container_of(node, struct mement, me_byname));
}

static struct mement *
alloc_entry(const char *name)
{
	size_t len = strlen(name);
	struct mement *me;

	me = kmalloc(sizeof(*me) + len + 1, M_MEMFS, 0);
	if (me != NULL) {
		me->me_len = len;
		memcpy(me->me_name, name, len + 1);
	}
	return (me);
}

/* me becomes dir's entry for mn, and has a reference on it. */
static void
enter(struct memnode *dir, struct mement *me, struct memnode *mn)
{
	me->me_node = mn;
	me->me_cookie = dir->mn_cookie++;
	rb_insert(&dir->mn_names, &me->me_byname);
	TAILQ_INSERT_TAIL(&dir->mn_order, me, me_link);
	mn->mn_nlink++;
	if (mn->mn_vnode.v_type == VDIR) {
		mn->mn_nlink++;			/* its own "." */
		mn->mn_parent = dir;
		mn->mn_self = me;
		dir->mn_nlink++;		/* its ".." */
	}
	memnode_touch(dir);
}

/*
 * Undo enter.  The reference passes to the caller, as does me.
 */
static void
leave(struct memnode *dir, struct mement *me)
{
	struct memnode *mn = me->me_node;

	rb_remove(&dir->mn_names, &me->me_byname);
	TAILQ_REMOVE(&dir->mn_order, me, me_link);
	mn->mn_nlink--;
	if (mn->mn_vnode.v_type == VDIR) {
		mn->mn_nlink--;
		mn->mn_parent = NULL;
		mn->mn_self = NULL;
		dir->mn_nlink--;
	}
	vfs_now(&mn->mn_ctime);
	memnode_touch(dir);
}

/* -------------------------------------------------------------- finding */

int
memfs_lookup(struct vnode *dvp, const char *name, struct vnode **vpp)
{
	struct mement *me = find_entry(memnode_of(dvp), name);

	if (me == NULL)
		return (ENOENT);
	*vpp = &me->me_node->mn_vnode;
	vref(*vpp);
	return (0);
}

int
memfs_parent(struct vnode *dvp, struct vnode **vpp)
{
	struct memnode *parent = memnode_of(dvp)->mn_parent;

	if (parent == NULL)
		return (ENOENT);
	*vpp = &parent->mn_vnode;
	vref(*vpp);
	return (0);
}

int
memfs_name(struct vnode *vp, char *buf)
{
	struct mement *me = memnode_of(vp)->mn_self;

	if (me == NULL)
		return (ENOENT);
	memcpy(buf, me->me_name, me->me_len + 1);
	return (0);
}

/* ------------------------------------------------- one more, one less */

/* A directory that was removed, but is still somebody's, takes no names. */
static bool
is_removed(const struct memnode *dir)
{
	return (dir->mn_parent == NULL);
}

int
memfs_create(struct vnode *dvp, const char *name, const struct vattr *va,
    struct vnode **vpp)
{
	struct memnode *dir = memnode_of(dvp);
	struct memnode *mn;
	struct mement *me;

	if (is_removed(dir))
		return (ENOENT);
	me = alloc_entry(name);
	if (me == NULL)
		return (ENOMEM);
	mn = memnode_alloc(va);
	if (mn == NULL) {
		kfree(me, M_MEMFS);
		return (ENOMEM);
	}
	enter(dir, me, mn);
	*vpp = &mn->mn_vnode;
	vref(*vpp);
	return (0);
}

int
memfs_link(struct vnode *dvp, const char *name, struct vnode *vp)
{
	struct memnode *dir = memnode_of(dvp);
	struct mement *me;

	if (vp->v_type == VDIR)
		return (EPERM);
	if (find_entry(dir, name) != NULL)
		return (EEXIST);
	me = alloc_entry(name);
	if (me == NULL)
		return (ENOMEM);
	vref(vp);
	enter(dir, me, memnode_of(vp));
	return (0);
}

int
memfs_remove(struct vnode *dvp, const char *name)
{
	struct memnode *dir = memnode_of(dvp);
	struct mement *me = find_entry(dir, name);
	struct memnode *mn;

	if (me == NULL)
		return (ENOENT);
	mn = me->me_node;
	if (mn->mn_vnode.v_type == VDIR && !rb_empty(&mn->mn_names))
		return (ENOTEMPTY);
	leave(dir, me);
	kfree(me, M_MEMFS);
	vrele(&mn->mn_vnode);
	return (0);
}

/*
 * The new entry is made first; then the old target goes, the node moves and
 * the old entry goes, none of which fails.
 */
int
memfs_rename(struct vnode *fdvp, const char *fname, struct vnode *tdvp,
    const char *tname)
{
	struct memnode *fdir = memnode_of(fdvp), *tdir = memnode_of(tdvp);
	struct mement *from = find_entry(fdir, fname);
	struct mement *to;
	int error;

	if (from == NULL || is_removed(tdir))
		return (ENOENT);
	to = alloc_entry(tname);
	if (to == NULL)
		return (ENOMEM);
	error = memfs_remove(tdvp, tname);
	if (error != 0 && error != ENOENT) {
		kfree(to, M_MEMFS);
		return (error);
	}
	leave(fdir, from);
	enter(tdir, to, from->me_node);
	kfree(from, M_MEMFS);
	return (0);
}

/* -------------------------------------------------------------- reading */

/*
 * One record for getdents, if it still fits: 0, or -1 if it does not, or an
 * errno.
 */
static int
put_record(struct uio *uio, ino_t ino, enum vtype vtype, const char *name,
    size_t len)
{
	static const uint8_t types[] = {
		[VREG] = DT_REG, [VDIR] = DT_DIR, [VCHR] = DT_CHR,
	};
	struct dirent de;
	size_t reclen = _DIRENT_RECLEN(len);

	if (reclen > uio->uio_resid)
		return (-1);
	memset(&de, 0, reclen);
	de.d_fileno = ino;
	de.d_namlen = (uint16_t)len;
	de.d_type = types[vtype];
	memcpy(de.d_name, name, len);
	return (uiomove(&de, reclen, uio));
}

/* "." and "..", which have no entries. */
static int
put_dots(struct memnode *dir, struct uio *uio, uint64_t *cookie)
{
	struct memnode *parent = dir->mn_parent;
	int error;

	if (*cookie == 0) {
		error = put_record(uio, dir->mn_ino, VDIR, ".", 1);
		if (error != 0)
			return (error);
		*cookie = 1;
	}
	if (*cookie == 1) {
		if (parent == NULL)
			parent = dir;
		error = put_record(uio, parent->mn_ino, VDIR, "..", 2);
		if (error != 0)
			return (error);
		*cookie = 2;
	}
	return (0);
}

int
memfs_readdir(struct vnode *vp, struct uio *uio)
{
	struct memnode *dir = memnode_of(vp);
	uint64_t cookie = (uint64_t)uio->uio_offset;
	size_t before = uio->uio_resid;
	struct mement *me;
	int error;

	error = put_dots(dir, uio, &cookie);
	TAILQ_FOREACH(me, &dir->mn_order, me_link) {
		if (error != 0)
			break;
		if (me->me_cookie < cookie)
			continue;
		error = put_record(uio, me->me_node->mn_ino,
		    me->me_node->mn_vnode.v_type, me->me_name, me->me_len);
		if (error == 0)
			cookie = me->me_cookie + 1;
	}
	uio->uio_offset = (off_t)cookie;
	vfs_now(&dir->mn_atime);
	if (error != -1)
		return (error);
	/* Not even one record fits: that must not look like the end. */
	return (uio->uio_resid == before ? EINVAL : 0);
}
