/*
 * kern_host.c -- kernel/kern.h for tests that run on the host.
 *
 * Locks only check that they are used properly, kmalloc() is malloc() with
 * the kernel's books, and a panic ends the test program with its message.
 * RAM is a piece of malloc()ed memory, which AddressSanitizer watches like
 * any other.
 */
#define _ISOC11_SOURCE	1
#include <stdio.h>
#include <stdlib.h>

#include "tests/host/kern_host.h"
#include "vm/pmap.h"

/* ------------------------------------------------------------- messages */

void
panic(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "panic: ");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\n");
	abort();
}

const char *
kassert_text(const char *fmt, ...)
{
	static char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return (text);
}

void
panic_assert(const char *cond, const char *file, int line, const char *text)
{
	panic("%s:%d: %s: %s", file, line, cond, text);
}

int
kvprintf(const char *fmt, va_list ap)
{
	return (vfprintf(stderr, fmt, ap));
}

int
kprintf(const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = kvprintf(fmt, ap);
	va_end(ap);
	return (n);
}

int
ksnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return (n);
}

void
krecord(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	kvprintf(fmt, ap);
	va_end(ap);
}

/* --------------------------------------------------------------- memory */

MALLOC_DEFINE(M_TEMP, "temp");

static struct malloc_type *types;
static uint64_t inuse;
static int fail_after = -1;

/* Before each piece: its type and size, so that kfree() can compare. */
struct piece {
	struct malloc_type *type;
	size_t size;
} __attribute__((aligned(16)));

void *
kmalloc(size_t size, struct malloc_type *type, int flags)
{
	struct piece *piece;

	KASSERT(size > 0 && size <= KMALLOC_MAX, ("kmalloc of %zu", size));
	if (fail_after == 0)
		return (NULL);
	if (fail_after > 0)
		fail_after--;
	piece = malloc(sizeof(*piece) + size);
	KASSERT(piece != NULL, ("the host has no memory"));
	piece->type = type;
	piece->size = size;
	if (!type->ks_registered) {
		type->ks_registered = true;
		type->ks_next = types;
		types = type;
	}
	type->ks_inuse++;
	type->ks_calls++;
	type->ks_bytes += size;
	inuse++;
	memset(piece + 1, (flags & M_ZERO) != 0 ? 0 : 0xa5, size);
	return (piece + 1);
}

void
kfree(void *p, struct malloc_type *type)
{
	struct piece *piece;

	if (p == NULL)
		return;
	piece = (struct piece *)p - 1;
	KASSERT(piece->type == type, ("a piece of %s freed as %s",
	    piece->type->ks_name, type->ks_name));
	type->ks_inuse--;
	type->ks_bytes -= piece->size;
	inuse--;
	free(piece);
}

void
kmalloc_init(void)
{
}

struct malloc_type *
kmalloc_types(void)
{
	return (types);
}

void
kmem_register_drain(const char *name, void (*fn)(void))
{
}

void
kmem_drain_all(void)
{
}

void
host_kmalloc_fail(int n)
{
	fail_after = n;
}

uint64_t
host_kmalloc_inuse(void)
{
	return (inuse);
}

/* ---------------------------------------------------------------- locks */

/* The one thread there is. */
static const int self;
static int spins, crits;

void
spin_init(struct spinlock *spin, const char *name)
{
	spin->sl_locked = 0;
	spin->sl_name = name;
	spin->sl_owner = NULL;
}

void
spin_lock(struct spinlock *spin)
{
	KASSERT(!spin->sl_locked, ("%s would spin for ever", spin->sl_name));
	spin->sl_locked = 1;
	spin->sl_owner = &self;
	spins++;
}

void
spin_unlock(struct spinlock *spin)
{
	KASSERT(spin->sl_locked, ("%s is not locked", spin->sl_name));
	spin->sl_locked = 0;
	spin->sl_owner = NULL;
	spins--;
}

bool
spin_held(const struct spinlock *spin)
{
	return (spin->sl_locked != 0);
}

void
lockinit(struct lock *lk, const char *name)
{
	memset(lk, 0, sizeof(*lk));
	lk->lk_name = name;
}

void
lockmgr(struct lock *lk, int how)
{
	KASSERT(spins == 0, ("%s may block, a spinlock is held", lk->lk_name));
	if (how == LK_RELEASE) {
		KASSERT(lk->lk_count != 0, ("%s is not held", lk->lk_name));
		lk->lk_count = lk->lk_count > 0 ? lk->lk_count - 1 : 0;
		lk->lk_owner = NULL;
		return;
	}
	KASSERT(lk->lk_count == 0 || (how == LK_SHARED && lk->lk_count > 0),
	    ("%s would be waited for for ever", lk->lk_name));
	if (how == LK_EXCLUSIVE) {
		lk->lk_count = -1;
		lk->lk_owner = &self;
	} else {
		lk->lk_count++;
	}
}

bool
lockowned(const struct lock *lk)
{
	return (lk->lk_count == -1);
}

void
crit_enter(void)
{
	crits++;
}

void
crit_exit(void)
{
	KASSERT(crits > 0, ("not in a critical section"));
	crits--;
}

/* ------------------------------------------------------------- counters */

static uint64_t counters[V_NCOUNTERS];

void
kstat_add(enum kstat which, uint64_t n)
{
	counters[which] += n;
}

uint64_t
host_kstat(enum kstat which)
{
	return (counters[which]);
}

/* ------------------------------------------------------------------ RAM */

uintptr_t vm_direct_map;
static void *ram;

void
host_boot_at(vm_paddr_t pa, uint64_t npages)
{
	uint64_t array, total = npages;
	struct phys_range range;

	/* The array has an entry for itself too, and for all below pa. */
	do {
		array = total - npages;
		total = npages + atop(round_page((atop(pa) + total) *
		    sizeof(struct vm_page)));
	} while (total - npages != array);
	free(ram);
	ram = aligned_alloc(PAGE_SIZE, total * PAGE_SIZE);
	KASSERT(ram != NULL, ("the host has no memory"));
	memset(ram, 0x5a, total * PAGE_SIZE);
	vm_direct_map = (uintptr_t)ram - pa;
	range.pr_start = pa;
	range.pr_end = pa + total * PAGE_SIZE;
	vm_page_init(&range, 1);
}

void
host_boot(uint64_t npages)
{
	host_boot_at(1ul << 20, npages);
}

void
pmap_zero_page(struct vm_page *pg)
{
	memset(vm_page_va(pg), 0, PAGE_SIZE);
}

void
pmap_copy_page(struct vm_page *dst, const struct vm_page *src)
{
	memcpy(vm_page_va(dst), vm_page_va(src), PAGE_SIZE);
}
