/*
 * malloc.c -- memory for programs.
 *
 * Two sources, by size:
 *
 *   below 128 KiB     a free block of the size's class, else a new piece of
 *                     the heap (sbrk).  Freed blocks go on their class's
 *                     list and are never joined or given back.
 *   128 KiB and more  pages of its own (mmap), given back by free
 *
 * A block as it lies in memory; p is what malloc returned, 16-byte aligned:
 *
 *   +---------+-------+-----------------+---------------------------+
 *   | h_magic | class | h_size          | h_size bytes for the user |
 *   +---------+-------+-----------------+---------------------------+
 *   ^ struct header, 16 bytes           ^ p
 *
 * Above 64 bytes a class is at most a quarter larger than the one before.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "user/libc/lock.h"

#define UNIT		16		/* sizes and addresses are multiples */
#define MMAP_MIN	(128 * 1024)	/* from here on pages of its own */
#define HEAP_STEP	(16 * 1024)	/* least growth of the heap */
#define NCLASSES	48
#define PAGE		4096

#define MAGIC_USED	0x64667564u	/* belongs to the program */
#define MAGIC_FREE	0x64666672u	/* on a class's list */
#define MAGIC_PAGES	0x64667067u	/* from mmap */
#define MAGIC_ALIGNED	0x6466616cu	/* lies inside another block */

struct header {
	uint32_t h_magic;
	uint32_t h_class;
	size_t h_size;		/* ALIGNED: distance back to the outer block */
};
_Static_assert(sizeof(struct header) == UNIT, "keeps blocks aligned");

struct free_block {
	struct header f_header;
	struct free_block *f_next;
};

/* Guards the lists and the heap; a block belongs to who has its address. */
volatile int __malloc_lock;
static struct free_block *free_lists[NCLASSES];
static char *heap_next, *heap_end;	/* the unused end of the heap */

/*
 * Sizes 16, 32, 48, 64, then four to each doubling: 80 96 112 128, 160 192
 * 224 256, ...
 */
static size_t
class_size(unsigned int class)
{
	unsigned int doubling = class / 4, step = class % 4;

	if (doubling == 0)
		return ((step + 1) * UNIT);
	return ((size_t)(step + 5) * UNIT << (doubling - 1));
}

static unsigned int
class_of(size_t size)
{
	size_t units = (size + UNIT - 1) / UNIT;
	unsigned int doubling = 0;

	if (units == 0)
		return (0);
	for (; units > 8; doubling++)
		units = (units + 1) / 2;
	if (units <= 4)
		return ((unsigned int)units - 1);
	return ((doubling + 1) * 4 + (unsigned int)units - 5);
}

static void
die(const char *what, void *p)
{
	fprintf(stderr, "malloc: %s: %p\n", what, p);
	abort();
}

static char *
align_up(char *p, size_t align)
{
	uintptr_t address = (uintptr_t)p;

	return (p + ((0 - address) & (align - 1)));
}

/* Who else calls sbrk makes a gap; then the rest before it is left alone. */
static void *
heap_take(size_t bytes)
{
	size_t step;
	char *p;

	if (bytes > (size_t)(heap_end - heap_next)) {
		step = bytes < HEAP_STEP ? HEAP_STEP :
		    (bytes + PAGE - 1) & ~(size_t)(PAGE - 1);
		p = sbrk((intptr_t)step);
		if (p == (char *)-1)
			return (NULL);
		if (p != heap_end)
			heap_next = align_up(p, UNIT);
		heap_end = p + step;
		if (bytes > (size_t)(heap_end - heap_next))
			return (heap_take(bytes));
	}
	p = heap_next;
	heap_next += bytes;
	return (p);
}

static struct header *
alloc_pages(size_t size)
{
	size_t bytes = (size + sizeof(struct header) + PAGE - 1) &
	    ~(size_t)(PAGE - 1);
	struct header *h;

	if (bytes < size)
		return (NULL);
	h = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON,
	    -1, 0);
	if (h == MAP_FAILED)
		return (NULL);
	h->h_magic = MAGIC_PAGES;
	h->h_size = bytes - sizeof(*h);
	return (h);
}

/* An unused one of the class, or a new piece of the heap, or NULL. */
static struct header *
take_block(unsigned int class)
{
	struct free_block *f = free_lists[class];
	struct header *h;

	if (f != NULL) {
		free_lists[class] = f->f_next;
		return (&f->f_header);
	}
	h = heap_take(sizeof(*h) + class_size(class));
	if (h != NULL) {
		h->h_class = class;
		h->h_size = class_size(class);
	}
	return (h);
}

static struct header *
alloc_block(size_t size)
{
	struct header *h;

	__lock(&__malloc_lock);
	h = take_block(class_of(size));
	__unlock(&__malloc_lock);
	if (h != NULL)
		h->h_magic = MAGIC_USED;
	return (h);
}

void *
malloc(size_t size)
{
	struct header *h;

	h = size >= MMAP_MIN ? alloc_pages(size) : alloc_block(size);
	if (h == NULL) {
		errno = ENOMEM;
		return (NULL);
	}
	return (h + 1);
}

/* The block p lies in, and in *usable how many bytes p has. */
static struct header *
block_of(void *p, size_t *usable)
{
	struct header *h = (struct header *)p - 1;
	size_t inside = 0;

	if (h->h_magic == MAGIC_ALIGNED) {
		inside = h->h_size;
		h = (struct header *)(void *)((char *)h - inside);
	}
	if (h->h_magic == MAGIC_FREE)
		die("block freed twice, or used after it was freed", p);
	if (h->h_magic != MAGIC_USED && h->h_magic != MAGIC_PAGES)
		die("not a block, or its header was overwritten", p);
	*usable = h->h_size - inside;
	return (h);
}

void
free(void *p)
{
	struct header *h;
	struct free_block *f;
	size_t usable;
	int saved = errno;

	if (p == NULL)
		return;
	h = block_of(p, &usable);
	if (h->h_magic == MAGIC_PAGES) {
		munmap(h, h->h_size + sizeof(*h));
		errno = saved;
		return;
	}
	h->h_magic = MAGIC_FREE;
	f = (struct free_block *)h;
	__lock(&__malloc_lock);
	f->f_next = free_lists[h->h_class];
	free_lists[h->h_class] = f;
	__unlock(&__malloc_lock);
}

void *
calloc(size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(n, size, &bytes)) {
		errno = ENOMEM;
		return (NULL);
	}
	p = malloc(bytes);
	if (p != NULL && bytes < MMAP_MIN)	/* mmap's pages are zero */
		memset(p, 0, bytes);
	return (p);
}

/* A block that is large enough but not four times too large stays. */
void *
realloc(void *p, size_t size)
{
	size_t usable;
	void *q;

	if (p == NULL)
		return (malloc(size));
	block_of(p, &usable);
	if (size <= usable && (size >= usable / 4 || usable <= 4 * UNIT))
		return (p);
	q = malloc(size);
	if (q == NULL)
		return (NULL);
	memcpy(q, p, size < usable ? size : usable);
	free(p);
	return (q);
}

void *
reallocarray(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes)) {
		errno = ENOMEM;
		return (NULL);
	}
	return (realloc(p, bytes));
}

/*
 * A larger block, and in front of the aligned address a header that says
 * how far back the block's own header is.
 */
int
posix_memalign(void **pp, size_t align, size_t size)
{
	char *p, *aligned;
	struct header *h;
	int saved = errno;

	if (align < sizeof(void *) || (align & (align - 1)) != 0)
		return (EINVAL);
	if (size > PTRDIFF_MAX - align - UNIT)
		return (ENOMEM);
	p = malloc(align <= UNIT ? size : size + align);
	errno = saved;
	if (p == NULL)
		return (ENOMEM);
	aligned = align_up(p, align);
	if (aligned != p) {
		h = (struct header *)(void *)aligned - 1;
		h->h_magic = MAGIC_ALIGNED;
		h->h_size = (size_t)(aligned - p);
	}
	*pp = aligned;
	return (0);
}

void *
aligned_alloc(size_t align, size_t size)
{
	void *p;
	int error;

	if (align < sizeof(void *) && align != 0 && (align & (align - 1)) == 0)
		align = sizeof(void *);
	error = posix_memalign(&p, align, size);
	if (error != 0) {
		errno = error;
		return (NULL);
	}
	return (p);
}
