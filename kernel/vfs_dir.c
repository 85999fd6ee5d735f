/*
 * vfs_dir.c -- directories: where we are, and what is in them.
 *
 *   sys_chdir, sys___getcwd, sys_getdents
 */
#include "kernel/file.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/vfs.h"
#include "sysproto.h"

int
sys_chdir(struct sysmsg *sysmsg, const struct chdir_args *uap)
{
	struct filedesc *fdp = curproc->p_fd;
	struct vnode *vp, *old;
	char *path;
	int error;

	(void)sysmsg;
	error = vfs_copyin_path(uap->path, &path);
	if (error != 0)
		return (error);
	vfs_lock();
	error = vfs_lookup_locked(path, &vp);
	kfree(path, M_TEMP);
	if (error == 0) {
		error = vp->v_type == VDIR ? vfs_access(vp, X_OK) : ENOTDIR;
		old = vp;
		if (error == 0) {
			old = fdp->fd_cdir;
			fdp->fd_cdir = vp;
		}
		vrele(old);
	}
	vfs_unlock();
	return (error);
}

/*
 * Put the path of vp at the end of buf, growing toward its start; *startp
 * is where it begins.  vfs lock held.
 */
static int
path_of(struct vnode *vp, char *buf, size_t size, char **startp)
{
	char name[MAXNAMLEN + 1];
	struct vnode *root = curproc->p_fd->fd_rdir;
	struct vnode *parent;
	char *p = buf + size - 1;
	size_t len;
	int error = 0;

	*p = '\0';
	vref(vp);
	while (vp != root && vp != rootvnode) {
		error = vp->v_ops->vop_name(vp, name);
		if (error == 0)
			error = vp->v_ops->vop_parent(vp, &parent);
		if (error != 0)
			break;
		vrele(vp);
		vp = parent;
		len = strlen(name);
		if ((size_t)(p - buf) < len + 1) {
			error = ERANGE;
			break;
		}
		p -= len;
		memcpy(p, name, len);
		*--p = '/';
	}
	vrele(vp);
	if (*p == '\0')
		*--p = '/';
	*startp = p;
	return (error);
}

int
sys___getcwd(struct sysmsg *sysmsg, const struct __getcwd_args *uap)
{
	char *buf, *start;
	size_t len;
	int error;

	buf = kmalloc(MAXPATHLEN, M_TEMP, 0);
	if (buf == NULL)
		return (ENOMEM);
	vfs_lock();
	error = path_of(curproc->p_fd->fd_cdir, buf, MAXPATHLEN, &start);
	vfs_unlock();
	if (error == 0) {
		len = (size_t)(buf + MAXPATHLEN - start);
		if (uap->buflen < len)
			error = ERANGE;
		else
			error = copyout(start, uap->buf, len);
		sysmsg->sysmsg_result = (int64_t)len;
	}
	kfree(buf, M_TEMP);
	return (error);
}

/*
 * Both locks: names must not change while we walk them, and the position
 * belongs to the vnode's.
 */
int
sys_getdents(struct sysmsg *sysmsg, const struct getdents_args *uap)
{
	struct uio uio = { uap->buf, uap->count, 0, UIO_READ, UIO_USER };
	struct vnode *vp;
	struct file *fp;
	int error;

	error = fget(uap->fd, FREAD, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_data;
	if (fp->f_type != DTYPE_VNODE || vp->v_type != VDIR) {
		error = ENOTDIR;
	} else if (uap->count > INT64_MAX) {
		error = EINVAL;
	} else {
		vfs_lock();
		vn_lock(vp);
		uio.uio_offset = fp->f_offset;
		error = vp->v_ops->vop_readdir(vp, &uio);
		fp->f_offset = uio.uio_offset;
		vn_unlock(vp);
		vfs_unlock();
	}
	if (error == 0)
		sysmsg->sysmsg_result = (int64_t)(uap->count - uio.uio_resid);
	fdrop(fp);
	return (error);
}
