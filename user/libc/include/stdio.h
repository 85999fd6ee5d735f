/*
 * stdio.h -- buffered files and formatted text.
 */
#ifndef _STDIO_H
#define _STDIO_H

#include <stdarg.h>
#include <sys/cdefs.h>
#include <sys/types.h>

#include "kernel/abi/fcntl.h"

typedef struct __file FILE;
typedef off_t fpos_t;

#define EOF		(-1)
#define BUFSIZ		4096
#define FOPEN_MAX	64
#define FILENAME_MAX	1024
#define L_tmpnam	32

#define _IOFBF		0		/* setvbuf: written when full */
#define _IOLBF		1		/* ... or when a line ends */
#define _IONBF		2		/* written at once */

extern FILE *const __stdio[3];
#define stdin		(__stdio[0])
#define stdout		(__stdio[1])
#define stderr		(__stdio[2])

/* ---- opening ---- */
FILE *fopen(const char *restrict path, const char *restrict mode);
FILE *fdopen(int fd, const char *mode);
FILE *freopen(const char *restrict path, const char *restrict mode,
    FILE *restrict f);
int fclose(FILE *f);
int fflush(FILE *f);
int setvbuf(FILE *restrict f, char *restrict buf, int how, size_t size);
void setbuf(FILE *restrict f, char *restrict buf);
void setlinebuf(FILE *f);
int fileno(FILE *f);
FILE *popen(const char *command, const char *mode);
int pclose(FILE *f);

/* ---- threads: several calls as one; the thread may lock it again ---- */
void flockfile(FILE *f);
int ftrylockfile(FILE *f);
void funlockfile(FILE *f);
int getc_unlocked(FILE *f);
int putc_unlocked(int c, FILE *f);

/* ---- characters and lines ---- */
int fgetc(FILE *f);
int getc(FILE *f);
int getchar(void);
int ungetc(int c, FILE *f);
int fputc(int c, FILE *f);
int putc(int c, FILE *f);
int putchar(int c);
char *fgets(char *restrict buf, int size, FILE *restrict f);
int fputs(const char *restrict s, FILE *restrict f);
int puts(const char *s);
/* getline, getdelim: *line grows as needed; free it.  => -1 at the end */
ssize_t getline(char **restrict line, size_t *restrict size,
    FILE *restrict f);
ssize_t getdelim(char **restrict line, size_t *restrict size, int delim,
    FILE *restrict f);

/* ---- blocks and positions ---- */
size_t fread(void *restrict buf, size_t size, size_t n, FILE *restrict f);
size_t fwrite(const void *restrict buf, size_t size, size_t n,
    FILE *restrict f);
int fseek(FILE *f, long offset, int whence);
int fseeko(FILE *f, off_t offset, int whence);
long ftell(FILE *f);
off_t ftello(FILE *f);
void rewind(FILE *f);
int fgetpos(FILE *restrict f, fpos_t *restrict pos);
int fsetpos(FILE *f, const fpos_t *pos);
int feof(FILE *f);
int ferror(FILE *f);
void clearerr(FILE *f);

/* ---- formatted ---- */
int printf(const char *restrict fmt, ...) __printflike(1, 2);
int fprintf(FILE *restrict f, const char *restrict fmt, ...)
    __printflike(2, 3);
int dprintf(int fd, const char *restrict fmt, ...) __printflike(2, 3);
int sprintf(char *restrict buf, const char *restrict fmt, ...)
    __printflike(2, 3);
int snprintf(char *restrict buf, size_t size, const char *restrict fmt, ...)
    __printflike(3, 4);
int asprintf(char **restrict p, const char *restrict fmt, ...)
    __printflike(2, 3);
int vprintf(const char *restrict fmt, va_list ap) __printflike(1, 0);
int vfprintf(FILE *restrict f, const char *restrict fmt, va_list ap)
    __printflike(2, 0);
int vdprintf(int fd, const char *restrict fmt, va_list ap)
    __printflike(2, 0);
int vsprintf(char *restrict buf, const char *restrict fmt, va_list ap)
    __printflike(2, 0);
int vsnprintf(char *restrict buf, size_t size, const char *restrict fmt,
    va_list ap) __printflike(3, 0);
int vasprintf(char **restrict p, const char *restrict fmt, va_list ap)
    __printflike(2, 0);
int scanf(const char *restrict fmt, ...) __scanflike(1, 2);
int fscanf(FILE *restrict f, const char *restrict fmt, ...)
    __scanflike(2, 3);
int sscanf(const char *restrict s, const char *restrict fmt, ...)
    __scanflike(2, 3);
int vscanf(const char *restrict fmt, va_list ap) __scanflike(1, 0);
int vfscanf(FILE *restrict f, const char *restrict fmt, va_list ap)
    __scanflike(2, 0);
int vsscanf(const char *restrict s, const char *restrict fmt, va_list ap)
    __scanflike(2, 0);

/* ---- the rest ---- */
void perror(const char *what);
int remove(const char *path);
int rename(const char *from, const char *to);

#endif
