/*
 * file.c -- buffers of open files: filling, flushing, changing direction.
 *
 *   __file_new, __file_free, __file_mode   for fopen and its like
 *   __file_fill, __file_start_write, __file_flush, __file_unread
 *   fflush, setvbuf
 *   __stdio_alone   after fork
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/libc/libc.h"
#include "user/libc/stdio/file.h"

static FILE file_in = { .f_fd = 0, .f_flags = F_READ | F_STATIC };
static FILE file_out = { .f_fd = 1, .f_flags = F_WRITE | F_STATIC };
static FILE file_err = {
	.f_fd = 2, .f_flags = F_WRITE | F_STATIC | F_NOBUF | F_CHOSEN,
};
FILE *const __stdio[3] = { &file_in, &file_out, &file_err };

volatile int __files_lock;
static FILE *all_files;

FILE *
__file_new(int fd, int flags)
{
	FILE *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return (NULL);
	f->f_fd = fd;
	f->f_flags = flags;
	__lock(&__files_lock);
	f->f_next = all_files;
	all_files = f;
	__unlock(&__files_lock);
	return (f);
}

static void
free_buffer(FILE *f)
{
	if (f->f_buf != f->f_small)
		free(f->f_buf);
	f->f_buf = NULL;
}

void
__file_free(FILE *f)
{
	FILE **link;

	free_buffer(f);
	if (f->f_flags & F_STATIC) {
		f->f_flags &= F_STATIC;
		f->f_fd = -1;
		return;
	}
	__lock(&__files_lock);
	for (link = &all_files; *link != f; link = &(*link)->f_next)
		continue;
	*link = f->f_next;
	__unlock(&__files_lock);
	free(f);
}

int
__file_mode(const char *mode, int *open_flags)
{
	int flags;

	switch (*mode) {
	case 'r':
		flags = F_READ;
		*open_flags = 0;
		break;
	case 'w':
		flags = F_WRITE;
		*open_flags = O_CREAT | O_TRUNC;
		break;
	case 'a':
		flags = F_WRITE;
		*open_flags = O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return (-1);
	}
	if (strchr(mode, '+') != NULL)
		flags = F_READ | F_WRITE;
	if (strchr(mode, 'x') != NULL)
		*open_flags |= O_EXCL;
	if (strchr(mode, 'e') != NULL)
		*open_flags |= O_CLOEXEC;
	if (flags == (F_READ | F_WRITE))
		*open_flags |= O_RDWR;
	else if (flags == F_WRITE)
		*open_flags |= O_WRONLY;
	return (flags);
}

/*
 * The first use decides: lines for a terminal, else blocks.  Without memory
 * a FILE still works, one byte at a time.
 */
static void
get_buffer(FILE *f)
{
	if ((f->f_flags & F_CHOSEN) == 0 && isatty(f->f_fd))
		f->f_flags |= F_LINE;
	f->f_size = BUFSIZ;
	if ((f->f_flags & F_NOBUF) == 0)
		f->f_buf = malloc(F_START + BUFSIZ);
	if (f->f_buf == NULL) {
		f->f_buf = f->f_small;
		f->f_size = 1;
	}
	f->f_pos = f->f_len = F_START;
}

static int
fail(FILE *f, int error)
{
	if (error != 0)
		errno = error;
	f->f_flags |= F_ERR;
	return (EOF);
}

/*
 * Who reads may hold the lock for as long as somebody types: only a FILE
 * that has something to write is locked here.
 */
static int
flush_if_written(FILE *f)
{
	int result;

	if ((f->f_flags & F_WRITING) == 0)
		return (0);
	__file_lock(f);
	result = __file_flush(f);
	__file_unlock(f);
	return (result);
}

/* Whoever waits for an answer wants the question to be seen. */
static void
flush_before_reading(const FILE *f)
{
	if ((f->f_flags & (F_LINE | F_NOBUF)) && (file_out.f_flags & F_LINE))
		flush_if_written(&file_out);
}

int
__file_fill(FILE *f)
{
	ssize_t n;

	if (f->f_fd < 0) {
		f->f_flags |= F_EOF;
		return (EOF);
	}
	if ((f->f_flags & F_READ) == 0)
		return (fail(f, EBADF));
	if (f->f_buf == NULL)
		get_buffer(f);
	if ((f->f_flags & F_WRITING) && __file_flush(f) == EOF)
		return (EOF);
	f->f_flags = (f->f_flags & ~F_WRITING) | F_READING;
	flush_before_reading(f);
	f->f_pos = f->f_len = F_START;
	n = read(f->f_fd, f->f_buf + F_START, f->f_size);
	if (n < 0)
		return (fail(f, 0));
	if (n == 0) {
		f->f_flags |= F_EOF;
		return (EOF);
	}
	f->f_len += (size_t)n;
	return (0);
}

void
__file_unread(FILE *f)
{
	if ((f->f_flags & F_READING) && f->f_len > f->f_pos)
		lseek(f->f_fd, -(off_t)(f->f_len - f->f_pos), SEEK_CUR);
	f->f_pos = f->f_len = F_START;
	f->f_flags &= ~F_READING;
}

static void
flush_all(void)
{
	fflush(NULL);
}

int
__file_start_write(FILE *f)
{
	if (f->f_flags & F_WRITING)
		return (0);
	if ((f->f_flags & F_WRITE) == 0)
		return (fail(f, EBADF));
	if (f->f_buf == NULL)
		get_buffer(f);
	__file_unread(f);
	f->f_flags |= F_WRITING;
	__exit_flush = flush_all;
	return (0);
}

int
__file_flush(FILE *f)
{
	unsigned char *p = f->f_buf + F_START;
	size_t left;
	ssize_t n;

	if ((f->f_flags & F_WRITING) == 0)
		return (0);
	left = f->f_pos - F_START;
	f->f_pos = F_START;		/* lost if it cannot be written */
	while (left > 0) {
		n = write(f->f_fd, p, left);
		if (n < 0)
			return (fail(f, 0));
		p += n;
		left -= (size_t)n;
	}
	return (0);
}

int
fflush(FILE *f)
{
	int result = 0;

	if (f != NULL) {
		__file_lock(f);
		if (f->f_flags & F_READING)
			__file_unread(f);
		result = __file_flush(f);
		__file_unlock(f);
		return (result);
	}
	__lock(&__files_lock);
	for (f = all_files; f != NULL; f = f->f_next)
		result |= flush_if_written(f);
	__unlock(&__files_lock);
	result |= flush_if_written(&file_out);
	return (result | flush_if_written(&file_err));
}

void
__stdio_alone(void)
{
	for (FILE *f = all_files; f != NULL; f = f->f_next)
		__file_alone(f);
	__file_alone(&file_in);
	__file_alone(&file_out);
	__file_alone(&file_err);
}

/* The caller's buffer is not used: ours has the room that ungetc needs. */
int
setvbuf(FILE *restrict f, char *restrict buf, int how, size_t size)
{
	(void)buf;
	(void)size;
	if (how != _IOFBF && how != _IOLBF && how != _IONBF)
		return (EOF);
	__file_lock(f);
	fflush(f);
	free_buffer(f);
	f->f_flags &= ~(F_LINE | F_NOBUF | F_READING | F_WRITING);
	f->f_flags |= F_CHOSEN;
	if (how == _IOLBF)
		f->f_flags |= F_LINE;
	if (how == _IONBF)
		f->f_flags |= F_NOBUF;
	__file_unlock(f);
	return (0);
}

void
setbuf(FILE *restrict f, char *restrict buf)
{
	setvbuf(f, NULL, buf != NULL ? _IOFBF : _IONBF, BUFSIZ);
}

void
setlinebuf(FILE *f)
{
	setvbuf(f, NULL, _IOLBF, 0);
}
