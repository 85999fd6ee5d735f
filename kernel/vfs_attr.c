/*
 * vfs_attr.c -- system calls about attributes.
 *
 *   sys_stat, sys_access, sys_chmod, sys_ftruncate, sys_umask
 *   vfs_stat, vfs_now
 *
 * fstat is in kern_file.c: it works on pipes too.
 */
#include "kernel/file.h"
#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/vfs.h"
#include "sysproto.h"
#include "vm/vm_page.h"

void
vfs_now(struct timespec *ts)
{
	uint64_t ns = cpu_nanouptime();

	ts->tv_sec = cpu_boottime() + (time_t)(ns / 1000000000);
	ts->tv_nsec = (long)(ns % 1000000000);
}

void
vfs_stat(struct vnode *vp, struct stat *st)
{
	static const mode_t types[] = {
		[VREG] = S_IFREG, [VDIR] = S_IFDIR, [VCHR] = S_IFCHR,
	};
	struct vattr va;

	vn_getattr(vp, &va);
	memset(st, 0, sizeof(*st));
	st->st_ino = va.va_ino;
	st->st_nlink = va.va_nlink;
	st->st_dev = 1;
	st->st_mode = (mode_t)(types[va.va_type] | va.va_mode);
	st->st_uid = va.va_uid;
	st->st_gid = va.va_gid;
	st->st_rdev = va.va_rdev;
	st->st_atim = va.va_atime;
	st->st_mtim = va.va_mtime;
	st->st_ctim = va.va_ctime;
	st->st_size = va.va_size;
	st->st_blocks = (blkcnt_t)(va.va_bytes / 512);
	st->st_blksize = PAGE_SIZE;
}

/* The file at a user's path, referenced. */
static int
lookup_upath(const char *upath, struct vnode **vpp)
{
	char *path;
	int error;

	error = vfs_copyin_path(upath, &path);
	if (error != 0)
		return (error);
	error = vfs_lookup(path, vpp);
	kfree(path, M_TEMP);
	return (error);
}

int
sys_stat(struct sysmsg *sysmsg, const struct stat_args *uap)
{
	struct vnode *vp;
	struct stat st;
	int error;

	(void)sysmsg;
	error = lookup_upath(uap->path, &vp);
	if (error != 0)
		return (error);
	vfs_stat(vp, &st);
	vrele(vp);
	return (copyout(&st, uap->ub, sizeof(st)));
}

/*
 * access asks for the real user, so that a set-id program can find out what
 * its caller may do.  (The way to the file is walked as the effective one.)
 */
int
sys_access(struct sysmsg *sysmsg, const struct access_args *uap)
{
	const struct ucred *cr = curthread->td_ucred;
	struct vnode *vp;
	int error;

	(void)sysmsg;
	if ((uap->mode & ~(R_OK | W_OK | X_OK)) != 0)
		return (EINVAL);
	error = lookup_upath(uap->path, &vp);
	if (error != 0)
		return (error);
	error = vfs_access_as(vp, uap->mode, cr->cr_ruid, cr->cr_rgid);
	vrele(vp);
	return (error);
}

int
sys_chmod(struct sysmsg *sysmsg, const struct chmod_args *uap)
{
	struct vnode *vp;
	struct vattr va;
	uid_t uid;
	gid_t gid;
	int error;

	(void)sysmsg;
	error = lookup_upath(uap->path, &vp);
	if (error != 0)
		return (error);
	vfs_caller(&uid, &gid);
	vn_getattr(vp, &va);
	if (uid != 0 && uid != va.va_uid) {
		error = EPERM;
	} else {
		va.va_mode = uap->mode & 07777;
		/* A group one is not in gets no set-id rights. */
		if (uid != 0 && gid != va.va_gid)
			va.va_mode &= (mode_t)~S_ISGID;
		error = vn_setattr(vp, &va, VA_MODE);
	}
	vrele(vp);
	return (error);
}

int
sys_ftruncate(struct sysmsg *sysmsg, const struct ftruncate_args *uap)
{
	struct vattr va = { .va_size = uap->length };
	struct vnode *vp;
	struct file *fp;
	int error;

	(void)sysmsg;
	error = fget(uap->fd, 0, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_data;
	if (fp->f_type != DTYPE_VNODE || vp->v_type != VREG ||
	    (fp->f_flag & FWRITE) == 0 || uap->length < 0)
		error = EINVAL;
	else
		error = vn_setattr(vp, &va, VA_SIZE);
	fdrop(fp);
	return (error);
}

int
sys_umask(struct sysmsg *sysmsg, const struct umask_args *uap)
{
	struct filedesc *fdp = curproc->p_fd;

	spin_lock(&fdp->fd_spin);
	sysmsg->sysmsg_result = fdp->fd_cmask;
	fdp->fd_cmask = uap->mask & 0777;
	spin_unlock(&fdp->fd_spin);
	return (0);
}
