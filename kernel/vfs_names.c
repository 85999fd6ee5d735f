/*
 * vfs_names.c -- system calls that change names.
 *
 *   sys_mkdir, sys_rmdir, sys_unlink, sys_rename
 *
 * Everything between looking and changing happens under the vfs lock, so
 * what was checked is still true when it is done.
 */
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/vfs.h"
#include "sysproto.h"

int
vfs_may_change(struct vnode *dvp, struct vnode *vp)
{
	struct vattr dir, va;
	uid_t uid;
	gid_t gid;
	int error;

	error = vfs_access(dvp, W_OK | X_OK);
	if (error != 0 || vp == NULL)
		return (error);
	vfs_caller(&uid, &gid);
	dvp->v_ops->vop_getattr(dvp, &dir);
	if (uid == 0 || (dir.va_mode & S_ISVTX) == 0 || uid == dir.va_uid)
		return (0);
	vp->v_ops->vop_getattr(vp, &va);
	return (uid == va.va_uid ? 0 : EPERM);
}

/* ---------------------------------------------------------------- mkdir */

static int
make_directory(const char *path, mode_t mode)
{
	struct vattr va = { .va_type = VDIR };
	struct vfs_last last;
	struct vnode *vp;
	int error;

	error = vfs_lookup_last(path, &last);
	if (error != 0)
		return (error);
	error = vfs_lookup_child(&last, &vp);
	if (error == 0 || (error == ENOTDIR && last.vl_dir)) {
		if (error == 0)
			vrele(vp);
		error = EEXIST;
	} else if (error == ENOENT && !last.vl_dot) {
		error = vfs_may_change(last.vl_dvp, NULL);
		if (error == 0) {
			va.va_mode = (mode_t)(mode & 01777 &
			    ~curproc->p_fd->fd_cmask);
			vfs_caller(&va.va_uid, &va.va_gid);
			error = last.vl_dvp->v_ops->vop_create(last.vl_dvp,
			    last.vl_name, &va, &vp);
		}
		if (error == 0)
			vrele(vp);
	}
	vrele(last.vl_dvp);
	return (error);
}

int
sys_mkdir(struct sysmsg *sysmsg, const struct mkdir_args *uap)
{
	char *path;
	int error;

	(void)sysmsg;
	error = vfs_copyin_path(uap->path, &path);
	if (error != 0)
		return (error);
	vfs_lock();
	error = make_directory(path, uap->mode);
	vfs_unlock();
	kfree(path, M_TEMP);
	return (error);
}

/* -------------------------------------------------------- rmdir, unlink */

/* May this be removed that way?  dot: the path ended in "." or "..". */
static int
may_remove(const struct vfs_last *last, struct vnode *vp, bool directory)
{
	if (!directory)
		return (vp->v_type == VDIR ? EPERM :
		    vfs_may_change(last->vl_dvp, vp));
	if (vp->v_type != VDIR)
		return (ENOTDIR);
	if (vp == rootvnode)
		return (EBUSY);
	if (last->vl_dot)
		return (EINVAL);
	return (vfs_may_change(last->vl_dvp, vp));
}

static int
remove_name(const char *path, bool directory)
{
	struct vfs_last last;
	struct vnode *vp;
	int error;

	error = vfs_lookup_last(path, &last);
	if (error != 0)
		return (error);
	error = vfs_lookup_child(&last, &vp);
	if (error == 0) {
		error = may_remove(&last, vp, directory);
		if (error == 0)
			error = last.vl_dvp->v_ops->vop_remove(last.vl_dvp,
			    last.vl_name);
		vrele(vp);
	}
	vrele(last.vl_dvp);
	return (error);
}

static int
remove_upath(const char *upath, bool directory)
{
	char *path;
	int error;

	error = vfs_copyin_path(upath, &path);
	if (error != 0)
		return (error);
	vfs_lock();
	error = remove_name(path, directory);
	vfs_unlock();
	kfree(path, M_TEMP);
	return (error);
}

int
sys_rmdir(struct sysmsg *sysmsg, const struct rmdir_args *uap)
{
	(void)sysmsg;
	return (remove_upath(uap->path, true));
}

int
sys_unlink(struct sysmsg *sysmsg, const struct unlink_args *uap)
{
	(void)sysmsg;
	return (remove_upath(uap->path, false));
}

/* --------------------------------------------------------------- rename */

/* Is dvp the directory vp, or somewhere below it? */
static bool
is_below(struct vnode *dvp, struct vnode *vp)
{
	struct vnode *parent;

	vref(dvp);
	while (dvp != vp && dvp != rootvnode &&
	    dvp->v_ops->vop_parent(dvp, &parent) == 0) {
		vrele(dvp);
		dvp = parent;
	}
	vrele(dvp);
	return (dvp == vp);
}

/*
 * May vp become to?  tvp is what has that name now, or NULL.  *same: both
 * names are of one file already, and nothing is to be done.
 */
static int
may_rename(struct vnode *vp, const struct vfs_last *to, struct vnode *tvp,
    bool *same)
{
	if (to->vl_dir && vp->v_type != VDIR)
		return (ENOTDIR);
	if (vp->v_type == VDIR && is_below(to->vl_dvp, vp))
		return (EINVAL);
	*same = tvp == vp;
	if (tvp != NULL && tvp != vp) {
		if (vp->v_type == VDIR && tvp->v_type != VDIR)
			return (ENOTDIR);
		if (vp->v_type != VDIR && tvp->v_type == VDIR)
			return (EISDIR);
	}
	return (vfs_may_change(to->vl_dvp, tvp));
}

/* The source is found and may leave its place; now the target. */
static int
rename_to(const struct vfs_last *from, struct vnode *vp, const char *path)
{
	struct vnode *tvp = NULL;
	struct vfs_last to;
	bool same = false;
	int error;

	error = vfs_lookup_last(path, &to);
	if (error != 0)
		return (error);
	error = to.vl_dot ? EINVAL : vfs_lookup_child(&to, &tvp);
	if (error == ENOENT) {
		tvp = NULL;
		error = 0;
	}
	if (error == 0) {
		error = may_rename(vp, &to, tvp, &same);
		if (error == 0 && !same)
			error = vp->v_ops->vop_rename(from->vl_dvp,
			    from->vl_name, to.vl_dvp, to.vl_name);
		if (tvp != NULL)
			vrele(tvp);
	}
	vrele(to.vl_dvp);
	return (error);
}

static int
rename_path(const char *frompath, const char *topath)
{
	struct vfs_last from;
	struct vnode *vp;
	int error;

	error = vfs_lookup_last(frompath, &from);
	if (error != 0)
		return (error);
	error = from.vl_dot ? EINVAL : vfs_lookup_child(&from, &vp);
	if (error == 0) {
		error = vfs_may_change(from.vl_dvp, vp);
		if (error == 0)
			error = rename_to(&from, vp, topath);
		vrele(vp);
	}
	vrele(from.vl_dvp);
	return (error);
}

int
sys_rename(struct sysmsg *sysmsg, const struct rename_args *uap)
{
	char *from, *to;
	int error;

	(void)sysmsg;
	error = vfs_copyin_path(uap->from, &from);
	if (error != 0)
		return (error);
	error = vfs_copyin_path(uap->to, &to);
	if (error == 0) {
		vfs_lock();
		error = rename_path(from, to);
		vfs_unlock();
		kfree(to, M_TEMP);
	}
	kfree(from, M_TEMP);
	return (error);
}
