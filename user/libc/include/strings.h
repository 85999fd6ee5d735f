/*
 * strings.h -- BSD's additions to string.h.
 */
#ifndef _STRINGS_H
#define _STRINGS_H

#include <stddef.h>

int bcmp(const void *a, const void *b, size_t len);
void bcopy(const void *src, void *dst, size_t len);
void bzero(void *dst, size_t len);
int ffs(int word);
char *index(const char *s, int c);
char *rindex(const char *s, int c);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t max);

#endif
