/*
 * vfs_open.c -- open(2).
 *
 *   sys_open        reserve a number, find or make the file, join the two
 *   open_vnode      find it, or make it
 *   may_open        is this way of opening it allowed?
 *
 * The number is reserved first, so that nothing has been created or cut when
 * there is none.
 */
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/vfs.h"
#include "sysproto.h"

static int
create_file(const struct vfs_last *last, int mode, struct vnode **vpp)
{
	struct vattr va = { .va_type = VREG };
	int error;

	if (last->vl_dir)
		return (EISDIR);
	error = vfs_may_change(last->vl_dvp, NULL);
	if (error != 0)
		return (error);
	va.va_mode = (mode_t)(mode & 07777 & ~curproc->p_fd->fd_cmask);
	vfs_caller(&va.va_uid, &va.va_gid);
	return (last->vl_dvp->v_ops->vop_create(last->vl_dvp, last->vl_name,
	    &va, vpp));
}

static int
may_open(struct vnode *vp, int flags)
{
	uint32_t fflags = (uint32_t)FFLAGS(flags);
	int want = 0;

	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return (EEXIST);
	if (vp->v_type == VDIR &&
	    ((fflags & FWRITE) != 0 || (flags & O_CREAT) != 0))
		return (EISDIR);
	if (vp->v_type != VDIR && (flags & O_DIRECTORY) != 0)
		return (ENOTDIR);
	if ((fflags & FREAD) != 0)
		want |= R_OK;
	if ((fflags & FWRITE) != 0)
		want |= W_OK;
	return (vfs_access(vp, want));
}

/* *vpp is referenced. */
static int
open_vnode(const char *path, int flags, int mode, struct vnode **vpp)
{
	struct vfs_last last;
	int error;

	vfs_lock();
	error = vfs_lookup_last(path, &last);
	if (error != 0) {
		vfs_unlock();
		return (error);
	}
	error = vfs_lookup_child(&last, vpp);
	if (error == ENOENT && (flags & O_CREAT) != 0 && !last.vl_dot) {
		error = create_file(&last, mode, vpp);
	} else if (error == 0) {
		error = may_open(*vpp, flags);
		if (error != 0)
			vrele(*vpp);
	}
	vrele(last.vl_dvp);
	vfs_unlock();
	return (error);
}

/*
 * Open a path; *fpp has the only reference.  The open file is made first:
 * where there may be none, nothing is created.
 */
static int
open_file(const char *path, int flags, int mode, struct file **fpp)
{
	struct vattr va = { .va_size = 0 };
	struct vnode *vp;
	struct file *fp;
	int error;

	error = falloc(&fp);
	if (error != 0)
		return (error);
	error = open_vnode(path, flags, mode, &vp);
	if (error != 0)
		goto fail_file;
	error = vn_file(vp, (uint32_t)FFLAGS(flags), fp);
	if (error != 0) {
		vrele(vp);
		goto fail_file;
	}
	if ((flags & O_TRUNC) != 0 && vp->v_type == VREG) {
		error = vn_setattr(vp, &va, VA_SIZE);
		if (error != 0)
			goto fail_file;
	}
	*fpp = fp;
	return (0);

fail_file:
	fdrop(fp);
	return (error);
}

int
sys_open(struct sysmsg *sysmsg, const struct open_args *uap)
{
	struct file *fp;
	char *path;
	int fd, error;

	/* To cut a file is to write to it. */
	if ((uap->flags & O_ACCMODE) == O_ACCMODE ||
	    ((uap->flags & O_TRUNC) != 0 &&
	    (uap->flags & O_ACCMODE) == O_RDONLY))
		return (EINVAL);
	error = vfs_copyin_path(uap->path, &path);
	if (error != 0)
		return (error);
	error = fd_reserve(0, &fd);
	if (error != 0)
		goto fail_path;
	error = open_file(path, uap->flags, uap->mode, &fp);
	if (error != 0)
		goto fail_fd;
	fd_install(fd, fp, (uap->flags & O_CLOEXEC) != 0 ? FD_CLOEXEC : 0);
	sysmsg->sysmsg_result = fd;
	kfree(path, M_TEMP);
	return (0);

fail_fd:
	fd_unreserve(fd);
fail_path:
	kfree(path, M_TEMP);
	return (error);
}
