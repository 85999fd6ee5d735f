/*
 * string.h -- memory and strings.
 *
 * What the kernel uses too is in lib/string.h; here is the rest.
 */
#ifndef _STRING_H
#define _STRING_H

#include <stddef.h>

#include "lib/string.h"

void *memrchr(const void *s, int c, size_t len);
void *memmem(const void *s, size_t len, const void *what, size_t wlen);
void *memccpy(void *restrict dst, const void *restrict src, int c, size_t len);
void *mempcpy(void *restrict dst, const void *restrict src, size_t len);
char *strcat(char *restrict dst, const char *restrict src);
char *strncat(char *restrict dst, const char *restrict src, size_t max);
char *stpcpy(char *restrict dst, const char *restrict src);
int strcoll(const char *a, const char *b);
size_t strxfrm(char *restrict dst, const char *restrict src, size_t size);
char *strchrnul(const char *s, int c);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strpbrk(const char *s, const char *accept);
char *strtok(char *restrict s, const char *restrict delim);
char *strtok_r(char *restrict s, const char *restrict delim,
    char **restrict next);
char *strsep(char **s, const char *delim);
char *strcasestr(const char *s, const char *what);
char *strdup(const char *s);
char *strndup(const char *s, size_t max);
char *strerror(int error);
int strerror_r(int error, char *buf, size_t size);
char *strsignal(int sig);

#include <strings.h>

#endif
