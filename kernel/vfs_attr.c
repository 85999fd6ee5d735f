/*
 * vfs_attr.c -- system calls about attributes.
 *
 *   sys_stat, sys_access, sys_chmod, sys_chown, sys_ftruncate, sys_umask
 *   vfs_stat, vfs_now
 *
 * fstat is in kern_file.c: it works on pipes too.
 */
#include "kernel/cred.h"
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

/* Only the owner changes the mode; a file's set-id bits with care. */
static int
change_mode(struct vnode *vp, mode_t mode)
{
	const struct ucred *cr = curthread->td_ucred;
	struct vattr va;

	vn_getattr(vp, &va);
	if (cr->cr_uid != 0 && cr->cr_uid != va.va_uid)
		return (EPERM);
	va.va_mode = mode & 07777;
	/* A group one is not in gets no set-id rights. */
	if (cr->cr_uid != 0 && !cr_in_group(cr, va.va_gid))
		va.va_mode &= (mode_t)~S_ISGID;
	return (vn_setattr(vp, &va, VA_MODE));
}

/*
 * Root gives files away; an owner only to a group of its own.  -1 leaves an
 * id.  A file that changes hands is no longer set-id.
 */
static int
change_owner(struct vnode *vp, uid_t uid, gid_t gid)
{
	const struct ucred *cr = curthread->td_ucred;
	struct vattr va;

	vn_getattr(vp, &va);
	if (uid == (uid_t)-1)
		uid = va.va_uid;
	if (gid == (gid_t)-1)
		gid = va.va_gid;
	if (cr->cr_uid != 0 && (cr->cr_uid != va.va_uid || uid != va.va_uid ||
	    (gid != va.va_gid && !cr_in_group(cr, gid))))
		return (EPERM);
	va.va_uid = uid;
	va.va_gid = gid;
	if (vp->v_type == VREG)
		va.va_mode &= (mode_t)~(S_ISUID | S_ISGID);
	return (vn_setattr(vp, &va, VA_OWNER | VA_MODE));
}

int
sys_chmod(struct sysmsg *sysmsg, const struct chmod_args *uap)
{
	struct vnode *vp;
	int error;

	(void)sysmsg;
	error = lookup_upath(uap->path, &vp);
	if (error != 0)
		return (error);
	error = change_mode(vp, uap->mode);
	vrele(vp);
	return (error);
}

int
sys_chown(struct sysmsg *sysmsg, const struct chown_args *uap)
{
	struct vnode *vp;
	int error;

	(void)sysmsg;
	error = lookup_upath(uap->path, &vp);
	if (error != 0)
		return (error);
	error = change_owner(vp, uap->uid, uap->gid);
	vrele(vp);
	return (error);
}

/* An open file that lies in the file system, held; EINVAL for others. */
static int
fget_vnode(int fd, struct file **fpp)
{
	int error;

	error = fget(fd, 0, fpp);
	if (error == 0 && (*fpp)->f_type != DTYPE_VNODE) {
		fdrop(*fpp);
		error = EINVAL;
	}
	return (error);
}

int
sys_fchmod(struct sysmsg *sysmsg, const struct fchmod_args *uap)
{
	struct file *fp;
	int error;

	(void)sysmsg;
	error = fget_vnode(uap->fd, &fp);
	if (error != 0)
		return (error);
	error = change_mode(fp->f_data, uap->mode);
	fdrop(fp);
	return (error);
}

int
sys_fchown(struct sysmsg *sysmsg, const struct fchown_args *uap)
{
	struct file *fp;
	int error;

	(void)sysmsg;
	error = fget_vnode(uap->fd, &fp);
	if (error != 0)
		return (error);
	error = change_owner(fp->f_data, uap->uid, uap->gid);
	fdrop(fp);
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
