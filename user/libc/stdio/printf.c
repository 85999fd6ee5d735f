/*
 * printf.c -- the printf family: lib/format.c with places for its output.
 */
#include <stdint.h>
#include <stdlib.h>

#include "lib/format.h"
#include "user/libc/libc.h"
#include "user/libc/stdio/file.h"

/* ---- to a FILE ---- */

static void
put_file(char c, void *arg)
{
	putc_unlocked(c, arg);
}

static int
print_file(FILE *f, const char *fmt, va_list ap)
{
	int had_error = f->f_flags & F_ERR;
	int len;

	f->f_flags &= ~F_ERR;
	len = format_hooked(put_file, f, fmt, ap, __format_float);
	if (f->f_flags & F_ERR)
		len = -1;
	f->f_flags |= had_error;
	return (len);
}

/*
 * An unbuffered file gets a buffer as long as one printf takes, so that its
 * message arrives in one piece.
 */
static int
print_unbuffered(FILE *f, const char *fmt, va_list ap)
{
	unsigned char buf[F_START + 256];
	int len;

	if (__file_start_write(f) == EOF)
		return (-1);
	f->f_buf = buf;
	f->f_size = sizeof(buf) - F_START;
	f->f_pos = F_START;
	len = print_file(f, fmt, ap);
	if (__file_flush(f) == EOF)
		len = -1;
	f->f_buf = f->f_small;
	f->f_size = 1;
	return (len);
}

int
vfprintf(FILE *restrict f, const char *restrict fmt, va_list ap)
{
	int len;

	__file_lock(f);
	if (f->f_flags & F_NOBUF)
		len = print_unbuffered(f, fmt, ap);
	else
		len = print_file(f, fmt, ap);
	__file_unlock(f);
	return (len);
}

int
vprintf(const char *restrict fmt, va_list ap)
{
	return (vfprintf(stdout, fmt, ap));
}

int
fprintf(FILE *restrict f, const char *restrict fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vfprintf(f, fmt, ap);
	va_end(ap);
	return (len);
}

int
printf(const char *restrict fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vfprintf(stdout, fmt, ap);
	va_end(ap);
	return (len);
}

/* ---- to memory ---- */

struct memory {
	char *m_next;
	char *m_end;			/* the place of the NUL */
};

static void
put_memory(char c, void *arg)
{
	struct memory *m = arg;

	if (m->m_next < m->m_end)
		*m->m_next++ = c;
}

int
vsnprintf(char *restrict buf, size_t size, const char *restrict fmt,
    va_list ap)
{
	struct memory m = { buf, buf };
	int len;

	if (size > 0)
		m.m_end = buf + size - 1;
	len = format_hooked(put_memory, &m, fmt, ap, __format_float);
	if (size > 0)
		*m.m_next = '\0';
	return (len);
}

int
vsprintf(char *restrict buf, const char *restrict fmt, va_list ap)
{
	return (vsnprintf(buf, (size_t)(-1 - (uintptr_t)buf), fmt, ap));
}

int
snprintf(char *restrict buf, size_t size, const char *restrict fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return (len);
}

int
sprintf(char *restrict buf, const char *restrict fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsprintf(buf, fmt, ap);
	va_end(ap);
	return (len);
}

/* Printed twice: first to know how long it is. */
int
vasprintf(char **restrict p, const char *restrict fmt, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	*p = malloc((size_t)len + 1);
	if (*p == NULL)
		return (-1);
	return (vsnprintf(*p, (size_t)len + 1, fmt, ap));
}

int
asprintf(char **restrict p, const char *restrict fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(p, fmt, ap);
	va_end(ap);
	return (len);
}

/* ---- to a descriptor ---- */

int
vdprintf(int fd, const char *restrict fmt, va_list ap)
{
	FILE f = {
		.f_fd = fd,
		.f_flags = F_WRITE | F_NOBUF | F_CHOSEN,
	};

	return (print_unbuffered(&f, fmt, ap));
}

int
dprintf(int fd, const char *restrict fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vdprintf(fd, fmt, ap);
	va_end(ap);
	return (len);
}
