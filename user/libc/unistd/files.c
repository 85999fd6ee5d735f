/*
 * files.c -- system calls on files whose C function differs from the call:
 * optional arguments, padding that DragonFly's calls have, results.
 *
 *   open creat fcntl ioctl lseek ftruncate lstat lchown getcwd
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "user/libc/libc.h"

int
open(const char *path, int flags, ...)
{
	va_list ap;
	int mode = 0;

	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, int);
		va_end(ap);
	}
	return (__sys_open(path, flags, mode));
}

int
creat(const char *path, mode_t mode)
{
	return (__sys_open(path, O_WRONLY | O_CREAT | O_TRUNC, mode));
}

/* The argument is an int, or absent; the kernel reads a whole word. */
int
fcntl(int fd, int cmd, ...)
{
	va_list ap;
	long arg;

	va_start(ap, cmd);
	arg = va_arg(ap, int);
	va_end(ap);
	return (__sys_fcntl(fd, cmd, arg));
}

int
ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	void *data;

	va_start(ap, request);
	data = va_arg(ap, void *);
	va_end(ap);
	return (__sys_ioctl(fd, request, data));
}

off_t
lseek(int fd, off_t offset, int whence)
{
	return (__sys_lseek(fd, 0, offset, whence));
}

int
ftruncate(int fd, off_t length)
{
	return (__sys_ftruncate(fd, 0, length));
}

int
lstat(const char *path, struct stat *sb)
{
	return (stat(path, sb));
}

int
lchown(const char *path, uid_t uid, gid_t gid)
{
	return (chown(path, uid, gid));
}

char *
getcwd(char *buf, size_t size)
{
	char *mem = NULL;

	if (buf == NULL) {
		if (size == 0)
			size = MAXPATHLEN;
		buf = mem = malloc(size);
		if (buf == NULL)
			return (NULL);
	} else if (size == 0) {
		errno = EINVAL;
		return (NULL);
	}
	if (__sys_getcwd(buf, size) < 0) {
		free(mem);
		return (NULL);
	}
	return (buf);
}
