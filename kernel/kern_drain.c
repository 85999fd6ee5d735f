/*
 * kern_drain.c -- caches that give their memory back when asked.
 *
 * Whoever keeps freed things for the next one who wants them registers a
 * function that lets go of them all: the census asks before it counts, and
 * a shortage of pages asks too.
 *
 *   kmem_register_drain, kmem_drain_all
 */
#include "kernel/kern.h"

#define MAX_CACHES	16

static struct {
	const char *name;
	void (*fn)(void);
} caches[MAX_CACHES];
static int ncaches;

void
kmem_register_drain(const char *name, void (*fn)(void))
{
	KASSERT(ncaches < MAX_CACHES, ("too many caches: %s", name));
	caches[ncaches].name = name;
	caches[ncaches].fn = fn;
	ncaches++;
}

/*
 * Newest first: what registered later may keep its cached things in memory
 * of what was there before it; the slabs come last.
 */
void
kmem_drain_all(void)
{
	int i;

	for (i = ncaches - 1; i >= 0; i--)
		caches[i].fn();
}
