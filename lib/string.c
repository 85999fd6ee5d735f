/*
 * lib/string.c -- memory and strings in plain C.
 *
 * Copies go eight bytes at a time, four times in one step of the loop, since
 * fork and exec do little else than copying and clearing; the rest is as
 * simple as it looks.
 *
 * A compiler recognises the loop of a memcpy and likes to replace it by a
 * call of memcpy, which inside memcpy is a bad idea.  STEP() in the loop is
 * an empty statement that it can not see through, so that the loop stays.
 */
#include <stdint.h>

#include "lib/string.h"

#define STEP()	__asm__ volatile("" : : : "memory")

/* Eight bytes at any address, whatever their type is elsewhere. */
typedef uint64_t __attribute__((may_alias, aligned(1))) word_t;

static void
copy_forward(unsigned char *d, const unsigned char *s, size_t len)
{
	while (len >= 4 * sizeof(word_t)) {
		((word_t *)d)[0] = ((const word_t *)s)[0];
		((word_t *)d)[1] = ((const word_t *)s)[1];
		((word_t *)d)[2] = ((const word_t *)s)[2];
		((word_t *)d)[3] = ((const word_t *)s)[3];
		d += 4 * sizeof(word_t);
		s += 4 * sizeof(word_t);
		len -= 4 * sizeof(word_t);
		STEP();
	}
	while (len >= sizeof(word_t)) {
		*(word_t *)d = *(const word_t *)s;
		d += sizeof(word_t);
		s += sizeof(word_t);
		len -= sizeof(word_t);
		STEP();
	}
	while (len > 0) {
		*d++ = *s++;
		len--;
		STEP();
	}
}

static void
copy_backward(unsigned char *d, const unsigned char *s, size_t len)
{
	while (len >= sizeof(word_t)) {
		len -= sizeof(word_t);
		*(word_t *)(d + len) = *(const word_t *)(s + len);
		STEP();
	}
	while (len > 0) {
		len--;
		d[len] = s[len];
		STEP();
	}
}

void *
memcpy(void *restrict dst, const void *restrict src, size_t len)
{
	copy_forward(dst, src, len);
	return (dst);
}

/*
 * Forward is right when dst lies below src, even if they overlap: every byte
 * is read before it is overwritten.  Otherwise start from the other end.
 */
void *
memmove(void *dst, const void *src, size_t len)
{
	if ((uintptr_t)dst <= (uintptr_t)src)
		copy_forward(dst, src, len);
	else
		copy_backward(dst, src, len);
	return (dst);
}

void *
memset(void *dst, int c, size_t len)
{
	unsigned char *d = dst;
	uint64_t pattern = (unsigned char)c * 0x0101010101010101u;

	while (len >= 4 * sizeof(word_t)) {
		((word_t *)d)[0] = pattern;
		((word_t *)d)[1] = pattern;
		((word_t *)d)[2] = pattern;
		((word_t *)d)[3] = pattern;
		d += 4 * sizeof(word_t);
		len -= 4 * sizeof(word_t);
		STEP();
	}
	while (len >= sizeof(word_t)) {
		*(word_t *)d = pattern;
		d += sizeof(word_t);
		len -= sizeof(word_t);
		STEP();
	}
	while (len > 0) {
		*d++ = (unsigned char)c;
		len--;
		STEP();
	}
	return (dst);
}

int
memcmp(const void *a, const void *b, size_t len)
{
	const unsigned char *p = a, *q = b;

	while (len >= sizeof(word_t) &&
	    *(const word_t *)p == *(const word_t *)q) {
		p += sizeof(word_t);
		q += sizeof(word_t);
		len -= sizeof(word_t);
	}
	for (; len > 0; len--, p++, q++) {
		if (*p != *q)
			return (*p - *q);
	}
	return (0);
}

void *
memchr(const void *s, int c, size_t len)
{
	const unsigned char *p = s;

	for (; len > 0; len--, p++) {
		if (*p == (unsigned char)c)
			return ((void *)(uintptr_t)p);
	}
	return (NULL);
}

size_t
strlen(const char *s)
{
	const char *p = s;

	while (*p != '\0') {
		p++;
		STEP();
	}
	return ((size_t)(p - s));
}

size_t
strnlen(const char *s, size_t max)
{
	size_t len = 0;

	while (len < max && s[len] != '\0')
		len++;
	return (len);
}

int
strcmp(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return ((unsigned char)*a - (unsigned char)*b);
}

int
strncmp(const char *a, const char *b, size_t max)
{
	for (; max > 0; max--, a++, b++) {
		if (*a != *b)
			return ((unsigned char)*a - (unsigned char)*b);
		if (*a == '\0')
			break;
	}
	return (0);
}

char *
strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return ((char *)(uintptr_t)s);
		if (*s == '\0')
			return (NULL);
		STEP();
	}
}

char *
strrchr(const char *s, int c)
{
	const char *last = NULL;

	for (;; s++) {
		if (*s == (char)c)
			last = s;
		if (*s == '\0')
			return ((char *)(uintptr_t)last);
	}
}

char *
strstr(const char *s, const char *what)
{
	size_t len = strlen(what);

	if (len == 0)
		return ((char *)(uintptr_t)s);
	for (; (s = strchr(s, *what)) != NULL; s++) {
		if (strncmp(s, what, len) == 0)
			return ((char *)(uintptr_t)s);
	}
	return (NULL);
}

char *
strcpy(char *restrict dst, const char *restrict src)
{
	copy_forward((unsigned char *)dst, (const unsigned char *)src,
	    strlen(src) + 1);
	return (dst);
}

char *
strncpy(char *restrict dst, const char *restrict src, size_t max)
{
	size_t len = strnlen(src, max);

	memcpy(dst, src, len);
	memset(dst + len, 0, max - len);
	return (dst);
}

size_t
strlcpy(char *restrict dst, const char *restrict src, size_t size)
{
	size_t len = strlen(src);
	size_t n;

	if (size != 0) {
		n = len < size ? len : size - 1;
		memcpy(dst, src, n);
		dst[n] = '\0';
	}
	return (len);
}

size_t
strlcat(char *restrict dst, const char *restrict src, size_t size)
{
	size_t len = strnlen(dst, size);

	return (len + strlcpy(dst + len, src, size - len));
}
