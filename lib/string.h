/*
 * lib/string.h -- memory and strings, the part of C's <string.h> we use.
 *
 * One copy of this code serves the kernel, the programs' C library and the
 * host tests.  The functions are those of the C standard and of BSD; a
 * contract is given where one of them surprises.
 */
#ifndef LIB_STRING_H
#define LIB_STRING_H

#include <stddef.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int c, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memchr(const void *s, int c, size_t len);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t max);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
char *strcpy(char *restrict dst, const char *restrict src);
/* strncpy: fills up with NULs; no NUL at all if src has max or more. */
char *strncpy(char *restrict dst, const char *restrict src, size_t max);

/*
 * strlcpy, strlcat: copy or append, never past size bytes of dst.
 *
 * => dst ends in NUL unless size is 0 (strlcat: unless it was full before)
 * => the length the whole result would have; >= size means it was cut
 */
size_t strlcpy(char *restrict dst, const char *restrict src, size_t size);
size_t strlcat(char *restrict dst, const char *restrict src, size_t size);

#endif
