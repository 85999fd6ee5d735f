/*
 * strings.c -- the string functions that only programs use.
 *
 * What the kernel uses too is in lib/string.c.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *
memrchr(const void *s, int c, size_t len)
{
	const unsigned char *p = s;

	while (len-- > 0) {
		if (p[len] == (unsigned char)c)
			return ((void *)(uintptr_t)(p + len));
	}
	return (NULL);
}

void *
memmem(const void *s, size_t len, const void *what, size_t wlen)
{
	const char *p = s;

	for (; len >= wlen; p++, len--) {
		if (memcmp(p, what, wlen) == 0)
			return ((void *)(uintptr_t)p);
	}
	return (NULL);
}

void *
memccpy(void *restrict dst, const void *restrict src, int c, size_t len)
{
	const void *found = memchr(src, c, len);
	size_t n = len;

	if (found != NULL)
		n = (size_t)((const char *)found - (const char *)src) + 1;
	memcpy(dst, src, n);
	return (found != NULL ? (char *)dst + n : NULL);
}

void *
mempcpy(void *restrict dst, const void *restrict src, size_t len)
{
	return ((char *)memcpy(dst, src, len) + len);
}

char *
stpcpy(char *restrict dst, const char *restrict src)
{
	size_t len = strlen(src);

	memcpy(dst, src, len + 1);
	return (dst + len);
}

char *
strcat(char *restrict dst, const char *restrict src)
{
	strcpy(dst + strlen(dst), src);
	return (dst);
}

char *
strncat(char *restrict dst, const char *restrict src, size_t max)
{
	char *end = dst + strlen(dst);
	size_t len = strnlen(src, max);

	memcpy(end, src, len);
	end[len] = '\0';
	return (dst);
}

int
strcoll(const char *a, const char *b)
{
	return (strcmp(a, b));
}

size_t
strxfrm(char *restrict dst, const char *restrict src, size_t size)
{
	return (strlcpy(dst, src, size));
}

char *
strchrnul(const char *s, int c)
{
	while (*s != '\0' && *s != (char)c)
		s++;
	return ((char *)(uintptr_t)s);
}

/* Length of the start of s in which "is in set" is what wanted says. */
static size_t
span(const char *s, const char *set, int wanted)
{
	size_t n = 0;

	while (s[n] != '\0' && (strchr(set, s[n]) != NULL) == wanted)
		n++;
	return (n);
}

size_t
strspn(const char *s, const char *accept)
{
	return (span(s, accept, 1));
}

size_t
strcspn(const char *s, const char *reject)
{
	return (span(s, reject, 0));
}

char *
strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return (*s != '\0' ? (char *)(uintptr_t)s : NULL);
}

char *
strtok_r(char *restrict s, const char *restrict delim, char **restrict next)
{
	if (s == NULL)
		s = *next;
	s += strspn(s, delim);
	if (*s == '\0') {
		*next = s;
		return (NULL);
	}
	*next = s + strcspn(s, delim);
	if (**next != '\0')
		*(*next)++ = '\0';
	return (s);
}

/* Each thread has a place of its own in a string of its own. */
char *
strtok(char *restrict s, const char *restrict delim)
{
	static __thread char *next;

	if (s == NULL && next == NULL)
		return (NULL);
	return (strtok_r(s, delim, &next));
}

char *
strsep(char **s, const char *delim)
{
	char *start = *s;
	char *end;

	if (start == NULL)
		return (NULL);
	end = start + strcspn(start, delim);
	*s = *end != '\0' ? end + 1 : NULL;
	*end = '\0';
	return (start);
}

char *
strdup(const char *s)
{
	return (strndup(s, SIZE_MAX));
}

char *
strndup(const char *s, size_t max)
{
	size_t len = strnlen(s, max);
	char *copy = malloc(len + 1);

	if (copy != NULL) {
		memcpy(copy, s, len);
		copy[len] = '\0';
	}
	return (copy);
}

/* ---- without regard to upper and lower case ---- */

int
strncasecmp(const char *a, const char *b, size_t max)
{
	int ca, cb;

	for (; max > 0; max--, a++, b++) {
		ca = tolower((unsigned char)*a);
		cb = tolower((unsigned char)*b);
		if (ca != cb || ca == '\0')
			return (ca - cb);
	}
	return (0);
}

int
strcasecmp(const char *a, const char *b)
{
	return (strncasecmp(a, b, SIZE_MAX));
}

char *
strcasestr(const char *s, const char *what)
{
	size_t len = strlen(what);

	for (;; s++) {
		if (strncasecmp(s, what, len) == 0)
			return ((char *)(uintptr_t)s);
		if (*s == '\0')
			return (NULL);
	}
}

/* ---- BSD's names ---- */

int
bcmp(const void *a, const void *b, size_t len)
{
	return (memcmp(a, b, len));
}

void
bcopy(const void *src, void *dst, size_t len)
{
	memmove(dst, src, len);
}

void
bzero(void *dst, size_t len)
{
	memset(dst, 0, len);
}

char *
index(const char *s, int c)
{
	return (strchr(s, c));
}

char *
rindex(const char *s, int c)
{
	return (strrchr(s, c));
}

int
ffs(int word)
{
	return (__builtin_ffs(word));
}
