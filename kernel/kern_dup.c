/*
 * kern_dup.c -- system calls about descriptors themselves.
 *
 *   sys_close, sys_dup, sys_dup2, sys_fcntl
 */
#include "kernel/filedesc.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "sysproto.h"

/* What fcntl(F_SETFL) may change. */
#define SETTABLE	(O_NONBLOCK | O_APPEND)

int
sys_close(struct sysmsg *sysmsg, const struct close_args *uap)
{
	struct file *fp;
	int error;

	(void)sysmsg;
	error = fd_remove(uap->fd, &fp);
	if (error == 0)
		fdrop(fp);
	return (error);
}

/* A second number for an open file, the lowest from first on. */
static int
dup_from(struct sysmsg *sysmsg, int fd, int first, int flags)
{
	struct file *fp;
	int newfd, error;

	error = fget(fd, 0, &fp);
	if (error != 0)
		return (error);
	error = fd_reserve(first, &newfd);
	if (error != 0) {
		fdrop(fp);
		return (error);
	}
	fd_install(newfd, fp, flags);
	sysmsg->sysmsg_result = newfd;
	return (0);
}

int
sys_dup(struct sysmsg *sysmsg, const struct dup_args *uap)
{
	return (dup_from(sysmsg, uap->fd, 0, 0));
}

int
sys_dup2(struct sysmsg *sysmsg, const struct dup2_args *uap)
{
	struct file *fp, *old = NULL;
	int error;

	error = fget(uap->from, 0, &fp);
	if (error != 0)
		return (error);
	if (uap->from == uap->to) {
		fdrop(fp);
		sysmsg->sysmsg_result = uap->to;
		return (0);
	}
	error = fd_replace(uap->to, fp, &old);
	if (error != 0) {
		fdrop(fp);
		return (error);
	}
	if (old != NULL)
		fdrop(old);
	sysmsg->sysmsg_result = uap->to;
	return (0);
}

/* F_GETFD and F_SETFD: flags that belong to the number, not the file. */
static int
number_flags(struct sysmsg *sysmsg, int fd, bool set, long flags)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	int error;

	spin_lock(&table->fd_spin);
	error = fd_slot(table, fd, &fb);
	if (error == 0 && set)
		fb->fb_flags[fd % FD_BLOCK] = (uint8_t)(flags & FD_FLAGS);
	else if (error == 0)
		sysmsg->sysmsg_result = fb->fb_flags[fd % FD_BLOCK];
	spin_unlock(&table->fd_spin);
	return (error);
}

static int
file_flags(struct sysmsg *sysmsg, int fd, bool set, long flags)
{
	struct file *fp;
	uint32_t new;
	int error;

	error = fget(fd, 0, &fp);
	if (error != 0)
		return (error);
	if (set) {
		new = (fp->f_flag & ~(uint32_t)SETTABLE) |
		    ((uint32_t)flags & SETTABLE);
		__atomic_store_n(&fp->f_flag, new, __ATOMIC_RELAXED);
	} else {
		sysmsg->sysmsg_result = (int)OFLAGS(fp->f_flag);
	}
	fdrop(fp);
	return (0);
}

int
sys_fcntl(struct sysmsg *sysmsg, const struct fcntl_args *uap)
{
	int first = (int)uap->arg;

	switch (uap->cmd) {
	case F_DUPFD:
		return (dup_from(sysmsg, uap->fd, first, 0));
	case F_DUPFD_CLOEXEC:
		return (dup_from(sysmsg, uap->fd, first, FD_CLOEXEC));
	case F_GETFD:
		return (number_flags(sysmsg, uap->fd, false, 0));
	case F_SETFD:
		return (number_flags(sysmsg, uap->fd, true, uap->arg));
	case F_GETFL:
		return (file_flags(sysmsg, uap->fd, false, 0));
	case F_SETFL:
		return (file_flags(sysmsg, uap->fd, true, uap->arg));
	default:
		return (EINVAL);
	}
}
