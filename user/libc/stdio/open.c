/*
 * open.c -- making and closing FILEs, and moving in them.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "user/libc/stdio/file.h"

FILE *
fopen(const char *restrict path, const char *restrict mode)
{
	int open_flags, fd;
	int flags = __file_mode(mode, &open_flags);
	FILE *f;

	if (flags < 0)
		return (NULL);
	fd = open(path, open_flags, 0666);
	if (fd < 0)
		return (NULL);
	f = __file_new(fd, flags);
	if (f == NULL)
		close(fd);
	return (f);
}

FILE *
fdopen(int fd, const char *mode)
{
	int open_flags;
	int flags = __file_mode(mode, &open_flags);

	if (flags < 0 || fcntl(fd, F_GETFD) < 0)
		return (NULL);
	return (__file_new(fd, flags));
}

/* Opens path as descriptor number want, unless want is -1. */
static int
open_as(const char *path, int open_flags, int want)
{
	int fd = open(path, open_flags, 0666);

	if (fd < 0 || want < 0 || fd == want)
		return (fd);
	want = dup2(fd, want);
	close(fd);
	return (want);
}

FILE *
freopen(const char *restrict path, const char *restrict mode,
    FILE *restrict f)
{
	int open_flags, fd = -1;
	int flags = __file_mode(mode, &open_flags);

	fflush(f);
	setvbuf(f, NULL, _IOFBF, 0);
	if (flags >= 0)
		fd = open_as(path, open_flags, f->f_fd);
	if (fd < 0) {
		fclose(f);
		return (NULL);
	}
	f->f_fd = fd;
	f->f_flags = (f->f_flags & F_STATIC) | flags;
	return (f);
}

int
fclose(FILE *f)
{
	int result;

	__file_lock(f);
	result = __file_flush(f);
	if (f->f_flags & F_READING)
		__file_unread(f);
	if (f->f_fd >= 0 && close(f->f_fd) < 0)
		result = EOF;
	__file_unlock(f);
	__file_free(f);
	return (result);
}

int
fileno(FILE *f)
{
	if (f->f_fd < 0)
		errno = EBADF;
	return (f->f_fd);
}

static int
seek(FILE *f, off_t offset, int whence)
{
	if (__file_flush(f) == EOF)
		return (-1);
	__file_unread(f);
	if (lseek(f->f_fd, offset, whence) < 0)
		return (-1);
	f->f_flags &= ~(F_EOF | F_WRITING);
	return (0);
}

int
fseeko(FILE *f, off_t offset, int whence)
{
	int result;

	__file_lock(f);
	result = seek(f, offset, whence);
	__file_unlock(f);
	return (result);
}

off_t
ftello(FILE *f)
{
	off_t pos;

	__file_lock(f);
	pos = lseek(f->f_fd, 0, SEEK_CUR);
	if (pos >= 0 && (f->f_flags & F_READING))
		pos -= (off_t)(f->f_len - f->f_pos);
	if (pos >= 0 && (f->f_flags & F_WRITING))
		pos += (off_t)(f->f_pos - F_START);
	__file_unlock(f);
	return (pos);
}

int
fseek(FILE *f, long offset, int whence)
{
	return (fseeko(f, offset, whence));
}

long
ftell(FILE *f)
{
	return (ftello(f));
}

void
rewind(FILE *f)
{
	fseeko(f, 0, SEEK_SET);
	clearerr(f);
}

int
fgetpos(FILE *restrict f, fpos_t *restrict pos)
{
	*pos = ftello(f);
	return (*pos < 0 ? -1 : 0);
}

int
fsetpos(FILE *f, const fpos_t *pos)
{
	return (fseeko(f, *pos, SEEK_SET));
}

int
feof(FILE *f)
{
	return ((f->f_flags & F_EOF) != 0);
}

int
ferror(FILE *f)
{
	return ((f->f_flags & F_ERR) != 0);
}

void
clearerr(FILE *f)
{
	f->f_flags &= ~(F_EOF | F_ERR);
}

/* unlink says EISDIR or EPERM for a directory. */
int
remove(const char *path)
{
	if (unlink(path) == 0)
		return (0);
	if (errno != EISDIR && errno != EPERM)
		return (-1);
	return (rmdir(path));
}

void
perror(const char *what)
{
	const char *text = strerror(errno);

	if (what != NULL && *what != '\0')
		fprintf(stderr, "%s: %s\n", what, text);
	else
		fprintf(stderr, "%s\n", text);
}
