/*
 * vfs_vnops.c -- vnodes: references, locks, and open files on them.
 *
 *   vref, vrele, vn_lock             a vnode's life
 *   vn_file and the operations       an open file or device
 *   vn_exec_open, vn_text_*          running programs
 *   vn_read_kernel                   for exec
 *   sys_lseek
 */
#include "kernel/devfs.h"
#include "kernel/file.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/vfs.h"
#include "kernel/vnode.h"
#include "sysproto.h"

void
vref(struct vnode *vp)
{
	__atomic_fetch_add(&vp->v_refs, 1, __ATOMIC_RELAXED);
}

void
vrele(struct vnode *vp)
{
	if (__atomic_sub_fetch(&vp->v_refs, 1, __ATOMIC_ACQ_REL) == 0)
		vp->v_ops->vop_inactive(vp);
}

void
vn_lock(struct vnode *vp)
{
	lockmgr(&vp->v_lock, LK_EXCLUSIVE);
}

void
vn_unlock(struct vnode *vp)
{
	lockmgr(&vp->v_lock, LK_RELEASE);
}

void
vn_getattr(struct vnode *vp, struct vattr *va)
{
	vn_lock(vp);
	vp->v_ops->vop_getattr(vp, va);
	vn_unlock(vp);
}

int
vn_setattr(struct vnode *vp, const struct vattr *va, int which)
{
	int error;

	vn_lock(vp);
	error = vp->v_ops->vop_setattr(vp, va, which);
	vn_unlock(vp);
	return (error);
}

/* ----------------------------------------------------------- open files */

/*
 * A device's read may sleep for a key to be pressed, so it runs without the
 * vnode's lock; devices have no position.
 */
static int
vn_read(struct file *fp, struct uio *uio)
{
	struct vnode *vp = fp->f_data;
	int error;

	if (vp->v_type == VDIR)
		return (EISDIR);
	if (vp->v_type == VCHR)
		return (vp->v_dev->d_read(uio, fp->f_flag));
	vn_lock(vp);
	uio->uio_offset = fp->f_offset;
	error = vp->v_ops->vop_read(vp, uio);
	fp->f_offset = uio->uio_offset;
	vn_unlock(vp);
	return (error);
}

/*
 * Write, but not beyond the caller's RLIMIT_FSIZE: what fits is written;
 * if nothing does, SIGXFSZ and EFBIG.
 */
static int
limited_write(struct vnode *vp, struct uio *uio)
{
	uint64_t limit = plimit_cur(RLIMIT_FSIZE);
	uint64_t at = (uint64_t)uio->uio_offset;
	size_t beyond = 0;
	int error;

	if (uio->uio_resid == 0)
		return (0);
	if (at >= limit) {
		ksignal(curproc, SIGXFSZ);
		return (EFBIG);
	}
	if (uio->uio_resid > limit - at) {
		beyond = uio->uio_resid - (limit - at);
		uio->uio_resid -= beyond;
	}
	error = vp->v_ops->vop_write(vp, uio);
	uio->uio_resid += beyond;
	return (error);
}

/* Whatever a user writes into does not run as its owner any more; v_lock. */
static void
drop_set_id(struct vnode *vp)
{
	struct vattr va;

	if (curthread->td_ucred->cr_uid == 0)
		return;
	vp->v_ops->vop_getattr(vp, &va);
	if ((va.va_mode & (S_ISUID | S_ISGID)) == 0)
		return;
	va.va_mode &= (mode_t)~(S_ISUID | S_ISGID);
	(void)vp->v_ops->vop_setattr(vp, &va, VA_MODE);
}

static int
vn_write(struct file *fp, struct uio *uio)
{
	struct vnode *vp = fp->f_data;
	struct vattr va;
	int error;

	if (vp->v_type == VCHR)
		return (vp->v_dev->d_write(uio, fp->f_flag));
	vn_lock(vp);
	uio->uio_offset = fp->f_offset;
	if ((fp->f_flag & O_APPEND) != 0) {
		vp->v_ops->vop_getattr(vp, &va);
		uio->uio_offset = va.va_size;
	}
	error = limited_write(vp, uio);
	if (error == 0)
		drop_set_id(vp);
	fp->f_offset = uio->uio_offset;
	vn_unlock(vp);
	return (error);
}

static int
vn_ioctl(struct file *fp, unsigned long com, void *udata)
{
	struct vnode *vp = fp->f_data;

	if (vp->v_type != VCHR || vp->v_dev->d_ioctl == NULL)
		return (ENOTTY);
	return (vp->v_dev->d_ioctl(com, udata));
}

static int
vn_stat(struct file *fp, struct stat *st)
{
	vfs_stat(fp->f_data, st);
	return (0);
}

static void
vn_close(struct file *fp)
{
	struct vnode *vp = fp->f_data;

	if ((fp->f_flag & FWRITE) != 0 && vp->v_type == VREG) {
		vn_lock(vp);
		vp->v_writecount--;
		vn_unlock(vp);
	}
	vrele(vp);
}

static const struct fileops vn_fileops = {
	.fo_read = vn_read,
	.fo_write = vn_write,
	.fo_ioctl = vn_ioctl,
	.fo_stat = vn_stat,
	.fo_close = vn_close,
};

int
vn_file(struct vnode *vp, uint32_t fflags, struct file *fp)
{
	int error = 0;

	if ((fflags & FWRITE) != 0 && vp->v_type == VREG) {
		vn_lock(vp);
		if (vp->v_textcount != 0)
			error = ETXTBSY;
		else
			vp->v_writecount++;
		vn_unlock(vp);
	} else if (vp->v_type == VCHR && vp->v_dev->d_open != NULL) {
		error = vp->v_dev->d_open(fflags);
	}
	if (error != 0)
		return (error);
	fp->f_type = DTYPE_VNODE;
	fp->f_flag = fflags & (FREAD | FWRITE | O_NONBLOCK | O_APPEND);
	fp->f_data = vp;
	fp->f_ops = &vn_fileops;
	return (0);
}

/* ------------------------------------------------------------- programs */

int
vn_exec_open(const char *path, struct vnode **vpp)
{
	struct vnode *vp;
	int error;

	error = vfs_lookup(path, &vp);
	if (error != 0)
		return (error);
	error = vp->v_type == VREG ? vfs_access(vp, X_OK) : EACCES;
	if (error == 0) {
		vn_lock(vp);
		if (vp->v_writecount != 0)
			error = ETXTBSY;
		else
			__atomic_fetch_add(&vp->v_textcount, 1,
			    __ATOMIC_RELAXED);
		vn_unlock(vp);
	}
	if (error != 0)
		vrele(vp);
	else
		*vpp = vp;
	return (error);
}

void
vn_text_ref(struct vnode *vp)
{
	if (vp == NULL)
		return;
	vref(vp);
	__atomic_fetch_add(&vp->v_textcount, 1, __ATOMIC_RELAXED);
}

void
vn_text_drop(struct vnode *vp)
{
	if (vp == NULL)
		return;
	__atomic_fetch_sub(&vp->v_textcount, 1, __ATOMIC_RELEASE);
	vrele(vp);
}

int
vn_read_kernel(struct vnode *vp, void *buf, size_t len, off_t offset,
    size_t *donep)
{
	struct uio uio = { buf, len, offset, UIO_READ, UIO_KERNEL };
	int error;

	vn_lock(vp);
	error = inject_failure("read of the program") ? EIO :
	    vp->v_ops->vop_read(vp, &uio);
	vn_unlock(vp);
	*donep = len - uio.uio_resid;
	return (error);
}

/* ---------------------------------------------------------------- lseek */

static int
seek(struct file *fp, off_t offset, int whence, off_t *result)
{
	struct vnode *vp = fp->f_data;
	struct vattr va;
	off_t base, pos;

	switch (whence) {
	case SEEK_SET:
		base = 0;
		break;
	case SEEK_CUR:
		base = fp->f_offset;
		break;
	case SEEK_END:
		vp->v_ops->vop_getattr(vp, &va);
		base = va.va_size;
		break;
	default:
		return (EINVAL);
	}
	if (__builtin_add_overflow(base, offset, &pos))
		return (EOVERFLOW);
	if (pos < 0)
		return (EINVAL);
	fp->f_offset = pos;
	*result = pos;
	return (0);
}

int
sys_lseek(struct sysmsg *sysmsg, const struct lseek_args *uap)
{
	struct vnode *vp;
	struct file *fp;
	off_t result = 0;
	int error;

	error = fget(uap->fd, 0, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_data;
	if (fp->f_type != DTYPE_VNODE || vp->v_type == VCHR) {
		error = ESPIPE;
	} else {
		vn_lock(vp);
		error = seek(fp, uap->offset, uap->whence, &result);
		vn_unlock(vp);
	}
	if (error == 0)
		sysmsg->sysmsg_result = result;
	fdrop(fp);
	return (error);
}
