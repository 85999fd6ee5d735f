/*
 * archive.c -- the root file system is delivered as ustar archives.
 *
 *   archive_unpack    make the files of an archive in the tree of names
 *
 * Later archives, and later entries, win over earlier ones.  A directory
 * that no entry mentions is made when something in it is.
 */
#include "kernel/memfs.h"
#include "kernel/vfs.h"
#include "lib/tar.h"

/* The directory dvp/name, made if there is none; referenced. */
static int
enter_directory(struct vnode *dvp, const char *name, struct vnode **vpp)
{
	struct vattr va = { .va_type = VDIR, .va_mode = 0755 };
	int error;

	error = dvp->v_ops->vop_lookup(dvp, name, vpp);
	if (error == ENOENT)
		return (dvp->v_ops->vop_create(dvp, name, &va, vpp));
	if (error == 0 && (*vpp)->v_type != VDIR) {
		vrele(*vpp);
		error = ENOTDIR;
	}
	return (error);
}

/*
 * Walk a path of the archive, making directories on the way; *dvpp is the
 * last one, referenced, and *namep the rest of the path.
 */
static int
walk(char *path, struct vnode **dvpp, char **namep)
{
	struct vnode *dvp = rootvnode, *next;
	char *slash;
	int error = 0;

	vref(dvp);
	while (error == 0 && (slash = strchr(path, '/')) != NULL) {
		*slash = '\0';
		if (*path != '\0' && strcmp(path, ".") != 0) {
			error = strcmp(path, "..") == 0 ? EINVAL :
			    enter_directory(dvp, path, &next);
			if (error == 0) {
				vrele(dvp);
				dvp = next;
			}
		}
		path = slash + 1;
	}
	if (error == 0 && (*path == '\0' || strlen(path) > MAXNAMLEN ||
	    strcmp(path, ".") == 0 || strcmp(path, "..") == 0))
		error = EINVAL;
	if (error != 0) {
		vrele(dvp);
		return (error);
	}
	*dvpp = dvp;
	*namep = path;
	return (0);
}

static int
unpack_file(struct vnode *dvp, const char *name, const struct tar_entry *te,
    const struct vattr *va)
{
	struct uio uio = { (char *)(uintptr_t)te->te_data, te->te_size, 0,
	    UIO_WRITE, UIO_KERNEL };
	struct vnode *vp;
	int error;

	error = dvp->v_ops->vop_remove(dvp, name);
	if (error != 0 && error != ENOENT)
		return (error);
	error = dvp->v_ops->vop_create(dvp, name, va, &vp);
	if (error != 0)
		return (error);
	vn_lock(vp);
	error = vp->v_ops->vop_write(vp, &uio);
	if (error == 0)
		error = vp->v_ops->vop_setattr(vp, va, VA_MTIME);
	vn_unlock(vp);
	vrele(vp);
	return (error);
}

static int
unpack_directory(struct vnode *dvp, const char *name, const struct vattr *va)
{
	struct vnode *vp;
	int error;

	error = enter_directory(dvp, name, &vp);
	if (error != 0)
		return (error);
	error = vn_setattr(vp, va, VA_MODE | VA_OWNER | VA_MTIME);
	vrele(vp);
	return (error);
}

/* A second name for a file that was unpacked before. */
static int
unpack_link(struct vnode *dvp, const char *name, const char *target)
{
	char path[MAXNAMLEN];
	struct vnode *vp;
	int error;

	path[0] = '/';
	strlcpy(path + 1, target, sizeof(path) - 1);
	error = vfs_lookup_locked(path, &vp);
	if (error != 0)
		return (error);
	error = memfs_link(dvp, name, vp);
	vrele(vp);
	return (error);
}

static int
unpack_entry(struct tar_entry *te)
{
	struct vattr va = {
		.va_mode = te->te_mode & 07777,
		.va_uid = te->te_uid,
		.va_gid = te->te_gid,
		.va_mtime = { .tv_sec = (time_t)te->te_mtime },
	};
	struct vnode *dvp;
	char *name;
	int error;

	if (te->te_name[0] == '\0')
		return (te->te_type == TAR_DIR ?
		    vn_setattr(rootvnode, &va, VA_MODE | VA_OWNER) : EINVAL);
	error = walk(te->te_name, &dvp, &name);
	if (error != 0)
		return (error);
	switch (te->te_type) {
	case TAR_FILE:
		va.va_type = VREG;
		error = unpack_file(dvp, name, te, &va);
		break;
	case TAR_DIR:
		va.va_type = VDIR;
		error = unpack_directory(dvp, name, &va);
		break;
	case TAR_LINK:
		error = unpack_link(dvp, name, te->te_link);
		break;
	default:
		error = EOPNOTSUPP;
	}
	vrele(dvp);
	return (error);
}

int
archive_unpack(const void *archive, size_t size)
{
	struct tar_entry *te;
	size_t offset = 0;
	int error = 0, more;

	te = kmalloc(sizeof(*te), M_TEMP, 0);
	if (te == NULL)
		return (ENOMEM);
	for (;;) {
		more = tar_next(archive, size, &offset, te);
		if (more <= 0)
			break;
		vfs_lock();
		error = unpack_entry(te);
		vfs_unlock();
		if (error == ENOMEM)
			break;
		if (error != 0)
			kprintf("archive: %s: not unpacked, error %d\n",
			    te->te_name, error);
		error = 0;
	}
	if (more < 0) {
		kprintf("archive: damaged at byte %zu\n", offset);
		error = EINVAL;
	} else if (error != 0) {
		kprintf("archive: no memory left at byte %zu\n", offset);
	}
	kfree(te, M_TEMP);
	return (error);
}
