/*
 * chars.c -- reading and writing characters, lines and blocks.
 */
#include <stdlib.h>
#include <string.h>

#include "user/libc/stdio/file.h"

/* ---------------------------------------------------------------- input */

/* True if the buffer has something to read, now or after filling it. */
static int
have_input(FILE *f)
{
	if ((f->f_flags & F_WRITING) == 0 && f->f_pos < f->f_len)
		return (1);
	return (__file_fill(f) == 0);
}

int
getc_unlocked(FILE *f)
{
	return (have_input(f) ? f->f_buf[f->f_pos++] : EOF);
}

int
fgetc(FILE *f)
{
	int c;

	__file_lock(f);
	c = getc_unlocked(f);
	__file_unlock(f);
	return (c);
}

int
getc(FILE *f)
{
	return (fgetc(f));
}

int
getchar(void)
{
	return (fgetc(stdin));
}

/*
 * A string that sscanf reads has no room in front and must not be written
 * to; but what comes back there is what was read.
 */
static int
put_back(int c, FILE *f)
{
	if (c == EOF || (f->f_flags & F_READING) == 0 || f->f_pos == 0)
		return (EOF);
	f->f_pos--;
	if (f->f_buf[f->f_pos] != (unsigned char)c)
		f->f_buf[f->f_pos] = (unsigned char)c;
	f->f_flags &= ~F_EOF;
	return ((unsigned char)c);
}

int
ungetc(int c, FILE *f)
{
	__file_lock(f);
	c = put_back(c, f);
	__file_unlock(f);
	return (c);
}

char *
fgets(char *restrict buf, int size, FILE *restrict f)
{
	char *p = buf;
	int c;

	if (size <= 0)
		return (NULL);
	__file_lock(f);
	while (--size > 0) {
		c = getc_unlocked(f);
		if (c == EOF)
			break;
		*p++ = (char)c;
		if (c == '\n')
			break;
	}
	__file_unlock(f);
	if (p == buf && size > 0)
		return (NULL);
	*p = '\0';
	return (buf);
}

size_t
fread(void *restrict buf, size_t size, size_t n, FILE *restrict f)
{
	size_t left = size * n, chunk;
	char *p = buf;

	if (left == 0)
		return (0);
	__file_lock(f);
	while (left > 0 && have_input(f)) {
		chunk = f->f_len - f->f_pos;
		if (chunk > left)
			chunk = left;
		memcpy(p, f->f_buf + f->f_pos, chunk);
		f->f_pos += chunk;
		p += chunk;
		left -= chunk;
	}
	__file_unlock(f);
	return (n - (left + size - 1) / size);
}

/* Room for one more character and the NUL. */
static int
line_grow(char **line, size_t *size, size_t len)
{
	char *p;

	if (*line != NULL && len + 2 <= *size)
		return (0);
	*size = *line == NULL || *size < 64 ? 128 : *size * 2;
	p = realloc(*line, *size);
	if (p == NULL)
		return (-1);
	*line = p;
	return (0);
}

static ssize_t
get_line(char **line, size_t *size, int delim, FILE *f)
{
	size_t len = 0;
	int c;

	do {
		if (line_grow(line, size, len) < 0)
			return (-1);
		c = getc_unlocked(f);
		if (c == EOF)
			break;
		(*line)[len++] = (char)c;
	} while (c != delim);
	(*line)[len] = '\0';
	return (len == 0 ? -1 : (ssize_t)len);
}

ssize_t
getdelim(char **restrict line, size_t *restrict size, int delim,
    FILE *restrict f)
{
	ssize_t len;

	__file_lock(f);
	len = get_line(line, size, delim, f);
	__file_unlock(f);
	return (len);
}

ssize_t
getline(char **restrict line, size_t *restrict size, FILE *restrict f)
{
	return (getdelim(line, size, '\n', f));
}

/* --------------------------------------------------------------- output */

int
putc_unlocked(int c, FILE *f)
{
	if (__file_start_write(f) == EOF)
		return (EOF);
	f->f_buf[f->f_pos++] = (unsigned char)c;
	if (f->f_pos == F_START + f->f_size ||
	    ((f->f_flags & F_LINE) && c == '\n')) {
		if (__file_flush(f) == EOF)
			return (EOF);
	}
	return ((unsigned char)c);
}

int
fputc(int c, FILE *f)
{
	__file_lock(f);
	c = putc_unlocked(c, f);
	__file_unlock(f);
	return (c);
}

int
putc(int c, FILE *f)
{
	return (fputc(c, f));
}

int
putchar(int c)
{
	return (fputc(c, stdout));
}

/* => bytes taken, fewer than len only after an error */
static size_t
put_bytes(FILE *f, const char *p, size_t len)
{
	size_t left = len, chunk;

	if (__file_start_write(f) == EOF)
		return (0);
	while (left > 0) {
		chunk = F_START + f->f_size - f->f_pos;
		if (chunk > left)
			chunk = left;
		memcpy(f->f_buf + f->f_pos, p, chunk);
		f->f_pos += chunk;
		p += chunk;
		left -= chunk;
		if (f->f_pos == F_START + f->f_size &&
		    __file_flush(f) == EOF)
			return (len - left - chunk);
	}
	if ((f->f_flags & F_LINE) && memchr(p - len, '\n', len) != NULL &&
	    __file_flush(f) == EOF)
		return (0);
	return (len);
}

size_t
fwrite(const void *restrict buf, size_t size, size_t n, FILE *restrict f)
{
	size_t done;

	if (size == 0 || n == 0)
		return (0);
	__file_lock(f);
	done = put_bytes(f, buf, size * n);
	__file_unlock(f);
	return (done / size);
}

int
fputs(const char *restrict s, FILE *restrict f)
{
	size_t len = strlen(s), done;

	__file_lock(f);
	done = put_bytes(f, s, len);
	__file_unlock(f);
	return (done == len ? 0 : EOF);
}

int
puts(const char *s)
{
	int result;

	__file_lock(stdout);
	result = fputs(s, stdout) == EOF ||
	    putc_unlocked('\n', stdout) == EOF ? EOF : 0;
	__file_unlock(stdout);
	return (result);
}
