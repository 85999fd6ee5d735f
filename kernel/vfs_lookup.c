/*
 * vfs_lookup.c -- from a path to a file.
 *
 *   vfs_lookup           the whole way
 *   vfs_lookup_last      all but the last step: where to create or remove
 *   vfs_lookup_child     the last step
 *   vfs_access           may the caller do that?
 *
 * A path is walked under the vfs lock, one component at a time; each
 * directory on the way must grant search permission.  There are no symbolic
 * links and no mounts, so a walk only ever goes down, or up by "..".
 */
#include "kernel/cred.h"
#include "kernel/file.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "kernel/vfs.h"

static struct lock namelock;

void
vfs_lock(void)
{
	lockmgr(&namelock, LK_EXCLUSIVE);
}

void
vfs_unlock(void)
{
	lockmgr(&namelock, LK_RELEASE);
}

void
vfs_lock_init(void)
{
	lockinit(&namelock, "vfs");
}

/* ---------------------------------------------------------- permissions */

void
vfs_caller(uid_t *uid, gid_t *gid)
{
	const struct ucred *cr = curthread->td_ucred;

	*uid = cr == NULL ? 0 : cr->cr_uid;
	*gid = cr == NULL ? 0 : cr->cr_gid;
}

int
vfs_access_as(struct vnode *vp, int want, uid_t uid, gid_t gid)
{
	struct vattr va;
	int granted;

	vp->v_ops->vop_getattr(vp, &va);
	if (uid == 0) {
		granted = R_OK | W_OK;
		if (vp->v_type == VDIR || (va.va_mode & 0111) != 0)
			granted |= X_OK;
	} else if (uid == va.va_uid) {
		granted = va.va_mode >> 6;
	} else if (gid == va.va_gid ||
	    cr_in_group(curthread->td_ucred, va.va_gid)) {
		granted = va.va_mode >> 3;
	} else {
		granted = va.va_mode;
	}
	return ((want & ~granted) == 0 ? 0 : EACCES);
}

int
vfs_access(struct vnode *vp, int want)
{
	uid_t uid;
	gid_t gid;

	vfs_caller(&uid, &gid);
	return (vfs_access_as(vp, want, uid, gid));
}

/* ------------------------------------------------------------- the walk */

/* Where a walk begins; a kernel thread has no directories of its own. */
static struct vnode *
start_of(const char *path)
{
	struct filedesc *fdp = curproc == NULL ? NULL : curproc->p_fd;

	if (fdp == NULL)
		return (rootvnode);
	return (*path == '/' ? fdp->fd_rdir : fdp->fd_cdir);
}

static bool
is_root(struct vnode *vp)
{
	struct filedesc *fdp = curproc == NULL ? NULL : curproc->p_fd;

	return (vp == rootvnode || (fdp != NULL && vp == fdp->fd_rdir));
}

static bool
is_dot(const char *name)
{
	return (strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
}

/* One step; *vpp is referenced. */
static int
step(struct vnode *dvp, const char *name, struct vnode **vpp)
{
	int error;

	if (dvp->v_type != VDIR)
		return (ENOTDIR);
	error = vfs_access(dvp, X_OK);
	if (error != 0)
		return (error);
	if (name[0] == '\0' || strcmp(name, ".") == 0 ||
	    (strcmp(name, "..") == 0 && is_root(dvp))) {
		vref(dvp);
		*vpp = dvp;
		return (0);
	}
	if (strcmp(name, "..") == 0)
		return (dvp->v_ops->vop_parent(dvp, vpp));
	return (dvp->v_ops->vop_lookup(dvp, name, vpp));
}

/*
 * Cut the next component off a path into name.  *pathp then stands on the
 * component after it, or on the NUL; *slash: were there slashes between?
 */
static int
cut_component(const char **pathp, char *name, bool *slash)
{
	const char *p = *pathp;
	size_t len = 0;

	while (p[len] != '\0' && p[len] != '/')
		len++;
	if (len > MAXNAMLEN)
		return (ENAMETOOLONG);
	memcpy(name, p, len);
	name[len] = '\0';
	p += len;
	*slash = *p == '/';
	while (*p == '/')
		p++;
	*pathp = p;
	return (0);
}

int
vfs_lookup_last(const char *path, struct vfs_last *last)
{
	struct vnode *dvp, *next;
	int error;

	if (*path == '\0')
		return (ENOENT);
	dvp = start_of(path);
	vref(dvp);
	while (*path == '/')
		path++;
	for (;;) {
		error = cut_component(&path, last->vl_name, &last->vl_dir);
		if (error != 0)
			goto fail;
		if (*path == '\0')
			break;
		error = step(dvp, last->vl_name, &next);
		if (error != 0)
			goto fail;
		vrele(dvp);
		dvp = next;
	}
	if (dvp->v_type != VDIR) {
		error = ENOTDIR;
		goto fail;
	}
	last->vl_dot = last->vl_name[0] == '\0' || is_dot(last->vl_name);
	last->vl_dvp = dvp;
	return (0);

fail:
	vrele(dvp);
	return (error);
}

int
vfs_lookup_child(const struct vfs_last *last, struct vnode **vpp)
{
	int error;

	error = step(last->vl_dvp, last->vl_name, vpp);
	if (error == 0 && last->vl_dir && (*vpp)->v_type != VDIR) {
		vrele(*vpp);
		error = ENOTDIR;
	}
	return (error);
}

int
vfs_lookup_locked(const char *path, struct vnode **vpp)
{
	struct vfs_last last;
	int error;

	error = vfs_lookup_last(path, &last);
	if (error != 0)
		return (error);
	error = vfs_lookup_child(&last, vpp);
	vrele(last.vl_dvp);
	return (error);
}

int
vfs_lookup(const char *path, struct vnode **vpp)
{
	int error;

	vfs_lock();
	error = vfs_lookup_locked(path, vpp);
	vfs_unlock();
	return (error);
}

int
vfs_copyin_path(const char *upath, char **pathp)
{
	char *path;
	int error;

	path = kmalloc(MAXPATHLEN, M_TEMP, 0);
	if (path == NULL)
		return (ENOMEM);
	error = copyinstr(upath, path, MAXPATHLEN, NULL);
	if (error == 0 && *path == '\0')
		error = ENOENT;
	if (error != 0) {
		kfree(path, M_TEMP);
		return (error);
	}
	*pathp = path;
	return (0);
}
