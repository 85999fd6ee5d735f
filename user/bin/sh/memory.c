/*
 * memory.c -- arenas, growing strings, lists of strings.
 *
 * A shell makes many small strings that die together: the tree of a
 * command when it has run, the fields of a simple command when it ends.
 * They live in arenas.  Nobody frees a single one of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

#define CHUNK_SIZE	1000	/* what a small chunk can hold */

struct chunk {
	struct chunk *ck_next;
	size_t ck_used, ck_size;
	_Alignas(16) char ck_data[];
};

static void *
or_die(void *p)
{
	if (p == NULL) {
		warn("out of memory");
		sh_exit(2);
	}
	return (p);
}

void *
xmalloc(size_t size)
{
	return (or_die(malloc(size)));
}

char *
xstrdup(const char *s)
{
	size_t size = strlen(s) + 1;

	return (memcpy(xmalloc(size), s, size));
}

struct arena *
arena_new(void)
{
	struct arena *a = xmalloc(sizeof(*a));

	a->ar_chunks = NULL;
	a->ar_refs = 1;
	return (a);
}

void
arena_hold(struct arena *a)
{
	a->ar_refs++;
}

void
arena_drop(struct arena *a)
{
	struct chunk *c;

	if (--a->ar_refs > 0)
		return;
	while ((c = a->ar_chunks) != NULL) {
		a->ar_chunks = c->ck_next;
		free(c);
	}
	free(a);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->ar_chunks;
	size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
	void *p;

	size = (size + 15) & ~(size_t)15;
	if (c == NULL || c->ck_size - c->ck_used < size) {
		c = xmalloc(sizeof(*c) + room + 15);
		c->ck_size = room + 15;
		c->ck_used = 0;
		c->ck_next = a->ar_chunks;
		a->ar_chunks = c;
	}
	p = c->ck_data + c->ck_used;
	c->ck_used += size;
	return (memset(p, 0, size));
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	memcpy(copy, s, len);
	return (copy);
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return (arena_strndup(a, s, strlen(s)));
}

void
buf_add(struct buf *b, const char *s, size_t len)
{
	size_t cap = b->bf_cap;

	if (b->bf_len + len + 1 > cap) {
		cap = 2 * cap + len + 32;
		b->bf_data = or_die(realloc(b->bf_data, cap));
		b->bf_cap = cap;
	}
	if (len > 0)
		memcpy(b->bf_data + b->bf_len, s, len);
	b->bf_len += len;
	b->bf_data[b->bf_len] = '\0';
}

void
buf_putc(struct buf *b, int c)
{
	char ch = (char)c;

	buf_add(b, &ch, 1);
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

/* Longer than the room is cut: only names and numbers come this way. */
void
buf_printf(struct buf *b, const char *fmt, ...)
{
	char room[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(room, sizeof(room), fmt, ap);
	va_end(ap);
	buf_puts(b, room);
}

const char *
buf_str(const struct buf *b)
{
	return (b->bf_data == NULL ? "" : b->bf_data);
}

void
buf_free(struct buf *b)
{
	free(b->bf_data);
	memset(b, 0, sizeof(*b));
}

void
strlist_add(struct strlist *l, char *s)
{
	if (l->sl_count + 2 > l->sl_cap) {
		l->sl_cap = 2 * l->sl_cap + 8;
		l->sl_items = or_die(realloc(l->sl_items,
		    (size_t)l->sl_cap * sizeof(char *)));
	}
	l->sl_items[l->sl_count++] = s;
	l->sl_items[l->sl_count] = NULL;
}

void
strlist_free(struct strlist *l)
{
	free(l->sl_items);
	memset(l, 0, sizeof(*l));
}
