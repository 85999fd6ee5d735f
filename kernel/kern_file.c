/*
 * kern_file.c -- open files, and the calls that work on any of them.
 *
 *   falloc, file_close                 an open file begins and ends
 *   sys_read, sys_write                through the file's operations
 *   sys_ioctl, sys_fstat
 *   file_object                        what mmap maps
 *
 * What a read does depends on what was opened: vfs_vnops.c for files and
 * devices, sys_pipe.c for pipes.
 */
#include "kernel/file.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "kernel/uio.h"
#include "kernel/vnode.h"
#include "sysproto.h"
#include "vm/vm_object.h"

MALLOC_DEFINE(M_FILE, "file");

/* A user may fill the tables of a few processes, but not memory. */
int maxfilesperuser = 4 * FD_LIMIT;

int
falloc(struct file **fpp)
{
	const struct ucred *cr = curthread->td_ucred;
	struct uidinfo *ui = &uidinfo0;		/* a kernel thread's */
	struct file *fp;
	int max = 0;

	if (cr != NULL) {
		ui = cr->cr_ruidinfo;
		max = cr->cr_uid == 0 ? 0 : maxfilesperuser;
	}
	if (!chgopenfiles(ui, 1, max))
		return (ENFILE);
	fp = kmalloc(sizeof(*fp), M_FILE, M_ZERO);
	if (fp == NULL) {
		(void)chgopenfiles(ui, -1, 0);
		return (ENOMEM);
	}
	fp->f_count = 1;
	fp->f_uidinfo = ui;
	uihold(ui);
	*fpp = fp;
	return (0);
}

void
file_close(struct file *fp)
{
	if (fp->f_ops != NULL)
		fp->f_ops->fo_close(fp);
	(void)chgopenfiles(fp->f_uidinfo, -1, 0);
	uidrop(fp->f_uidinfo);
	kfree(fp, M_FILE);
}

/*
 * What a read or write comes to that ended with an error.  If it was
 * interrupted after a part of the bytes went, the part is the result and the
 * interruption is forgotten: the program sees the signal anyway.
 */
static int __attribute__((noinline))
transfer_ended(int error, bool part, enum uio_rw rw)
{
	if (part && (error == ERESTART || error == EINTR || error == EAGAIN))
		return (0);
	if (error == EPIPE && rw == UIO_WRITE)
		ksignal(curproc, SIGPIPE);
	return (error);
}

/* One read or write; which of them is known where it is called. */
static inline int __attribute__((always_inline))
transfer(struct sysmsg *sysmsg, int fd, void *buf, size_t n, enum uio_rw rw)
{
	struct uio uio = { buf, n, 0, rw, UIO_USER };
	struct file *fp;
	int error;

	error = fget(fd, rw == UIO_READ ? FREAD : FWRITE, &fp);
	if (error != 0)
		return (error);
	if (n > INT64_MAX)
		error = EINVAL;
	else if (rw == UIO_READ)
		error = fp->f_ops->fo_read(fp, &uio);
	else
		error = fp->f_ops->fo_write(fp, &uio);
	if (error != 0)
		error = transfer_ended(error, uio.uio_resid != n, rw);
	if (error == 0)
		sysmsg->sysmsg_result = (int64_t)(n - uio.uio_resid);
	fdrop(fp);
	return (error);
}

int
sys_read(struct sysmsg *sysmsg, const struct read_args *uap)
{
	return (transfer(sysmsg, uap->fd, uap->buf, uap->nbyte, UIO_READ));
}

int
sys_write(struct sysmsg *sysmsg, const struct write_args *uap)
{
	return (transfer(sysmsg, uap->fd, (void *)(uintptr_t)uap->buf,
	    uap->nbyte, UIO_WRITE));
}

int
sys_ioctl(struct sysmsg *sysmsg, const struct ioctl_args *uap)
{
	struct file *fp;
	int error;

	(void)sysmsg;
	error = fget(uap->fd, 0, &fp);
	if (error != 0)
		return (error);
	error = fp->f_ops->fo_ioctl(fp, uap->com, uap->data);
	fdrop(fp);
	return (error);
}

int
sys_fstat(struct sysmsg *sysmsg, const struct fstat_args *uap)
{
	struct stat st;
	struct file *fp;
	int error;

	(void)sysmsg;
	error = fget(uap->fd, 0, &fp);
	if (error != 0)
		return (error);
	memset(&st, 0, sizeof(st));
	error = fp->f_ops->fo_stat(fp, &st);
	fdrop(fp);
	if (error == 0)
		error = copyout(&st, uap->sb, sizeof(st));
	return (error);
}

int
file_object(struct file *fp, int prot, bool shared, struct vm_object **objp)
{
	struct vnode *vp = fp->f_data;

	if (fp->f_type != DTYPE_VNODE || vp->v_type != VREG)
		return (ENODEV);
	if ((fp->f_flag & FREAD) == 0)
		return (EACCES);
	if (shared && (prot & PROT_WRITE) != 0 && (fp->f_flag & FWRITE) == 0)
		return (EACCES);
	vm_object_ref(vp->v_object);
	*objp = vp->v_object;
	return (0);
}
