/*
 * lwkt_stack.c -- kernel stacks, each with a page below it that is not there.
 *
 * They live in a region of their own, cut into slots:
 *
 *   KSTACK_REGION        slot 0                   slot 1
 *   +-------+------+------+------+------+-------+------+-- ...
 *   | guard | stack: 4 pages, grows down| guard | stack ...
 *   +-------+------+------+------+------+-------+------+-- ...
 *           ^ foot                      ^ the pcb ends here
 *
 * A stack that is too deep runs into the guard: a double fault with a clear
 * message instead of a damaged neighbour.  At its foot a stack says which
 * pages it is made of; nobody else needs to know, and if that was
 * overwritten we also know that it was too deep.
 *
 *   kstack_init, kstack_alloc, kstack_free
 *   kstack_is_guard                          for the message
 *   kstack_count                             for the census
 *
 * A few stacks stay mapped for the next thread (KSTACK_CACHE).
 */
#include "kernel/thread.h"
#include "lib/bits.h"
#include "vm/pmap.h"

#define KSTACK_REGION	0xffffc00000000000ul	/* pmap_kenter's range */
#define KSTACK_PAGES	(LWKT_THREAD_STACK / PAGE_SIZE)
#define KSTACK_STRIDE	(LWKT_THREAD_STACK + PAGE_SIZE)
#define KSTACK_MAX	32768		/* slots; pmap_bootstrap has tables */
#define KSTACK_CACHE	16
#define FOOT_MAGIC	0x6b6f6f74u

struct kstack_foot {
	uint32_t kf_magic;
	uint32_t kf_pages[KSTACK_PAGES];	/* page numbers */
};

/* All inside a critical section. */
static uint64_t slots_used[KSTACK_MAX / 64];
static int nslots;
static int first_free;			/* no slot below it is free */
static uintptr_t cache[KSTACK_CACHE];	/* mapped stacks without a thread */
static int ncached;

static uintptr_t
slot_stack(int slot)
{
	return (KSTACK_REGION + (uintptr_t)slot * KSTACK_STRIDE + PAGE_SIZE);
}

/* The lowest free slot, or -1. */
static int
slot_alloc(void)
{
	for (int slot = first_free; slot < nslots; slot++) {
		if (slots_used[slot / 64] == UINT64_MAX) {
			slot |= 63;
			continue;
		}
		if ((slots_used[slot / 64] & 1ul << slot % 64) == 0) {
			slots_used[slot / 64] |= 1ul << slot % 64;
			first_free = slot + 1;
			return (slot);
		}
	}
	return (-1);
}

static void
slot_free(uintptr_t stack)
{
	int slot = (int)((stack - KSTACK_REGION) / KSTACK_STRIDE);

	slots_used[slot / 64] &= ~(1ul << slot % 64);
	first_free = min(first_free, slot);
}

/* Pages for a stack: all, or none. */
static bool
kstack_map(uintptr_t stack)
{
	struct vm_page *pages[KSTACK_PAGES];
	struct kstack_foot *foot = (struct kstack_foot *)stack;
	size_t n;

	for (n = 0; n < KSTACK_PAGES; n++) {
		pages[n] = vm_page_alloc(PG_KERNEL, false, "kernel stack");
		if (pages[n] == NULL)
			break;
	}
	if (n < KSTACK_PAGES) {
		while (n-- > 0) {
			vm_page_unref(pages[n]);
			vm_page_free(pages[n]);
		}
		return (false);
	}
	for (n = 0; n < KSTACK_PAGES; n++)
		pmap_kenter(stack + n * PAGE_SIZE, vm_page_pa(pages[n]));
	foot->kf_magic = FOOT_MAGIC;
	for (n = 0; n < KSTACK_PAGES; n++)
		foot->kf_pages[n] = (uint32_t)atop(vm_page_pa(pages[n]));
	return (true);
}

static void
kstack_unmap(uintptr_t stack)
{
	struct kstack_foot foot = *(struct kstack_foot *)stack;
	struct vm_page *pg;

	for (size_t n = 0; n < KSTACK_PAGES; n++) {
		pmap_kremove(stack + n * PAGE_SIZE);
		pg = vm_page_of(ptoa(foot.kf_pages[n]));
		vm_page_unref(pg);
		vm_page_free(pg);
	}
	slot_free(stack);
}

static void
kstack_drain(void)
{
	crit_enter();
	while (ncached > 0)
		kstack_unmap(cache[--ncached]);
	crit_exit();
}

void
kstack_init(void)
{
	nslots = (int)min(max(vm_page_array_size / 8, 1024ul),
	    (uint64_t)KSTACK_MAX);
	kmem_register_drain("kernel stacks", kstack_drain);
}

uintptr_t
kstack_alloc(void)
{
	uintptr_t stack = 0;
	int slot;

	if (inject_allocation("kernel stack"))
		return (0);
	crit_enter();
	if (ncached > 0) {
		stack = cache[--ncached];
	} else if ((slot = slot_alloc()) >= 0) {
		stack = slot_stack(slot);
		if (!kstack_map(stack)) {
			slot_free(stack);
			stack = 0;
		}
	}
	crit_exit();
	return (stack);
}

void
kstack_free(uintptr_t stack)
{
	KASSERT(((struct kstack_foot *)stack)->kf_magic == FOOT_MAGIC,
	    ("the kernel stack at %lx was used to its last word",
	    (unsigned long)stack));
	crit_enter();
	if (ncached < KSTACK_CACHE)
		cache[ncached++] = stack;
	else
		kstack_unmap(stack);
	crit_exit();
}

bool
kstack_is_guard(uintptr_t va)
{
	return (va >= KSTACK_REGION &&
	    va < KSTACK_REGION + (uintptr_t)nslots * KSTACK_STRIDE &&
	    (va - KSTACK_REGION) % KSTACK_STRIDE < PAGE_SIZE);
}

uint64_t
kstack_count(void)
{
	uint64_t n = 0;

	crit_enter();
	for (int slot = 0; slot < nslots; slot++)
		n += slots_used[slot / 64] >> slot % 64 & 1;
	n -= (uint64_t)ncached;
	crit_exit();
	return (n);
}
