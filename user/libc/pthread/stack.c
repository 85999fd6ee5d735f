/*
 * stack.c -- memory for threads: mapped, kept for the next one, given back.
 *
 * A thread that nobody joins cannot unmap the stack it stands on: it puts
 * it here and leaves.  The kernel sets pt_ended when the thread is in the
 * kernel for good, and only then is the memory taken (docs/threads.md).
 *
 *   __stack_get, __stack_put
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

#define KEPT_MAX	16		/* unused stacks; more are unmapped */

volatile int __stack_lock;
static struct __threads unused = TAILQ_HEAD_INITIALIZER(unused);
static int nunused;

static void
take_out(struct pthread *t)
{
	TAILQ_REMOVE(&unused, t, pt_link);
	nunused--;
}

static void
unmap(struct pthread *t)
{
	munmap(t->pt_area, t->pt_areasize);
}

/* An unused one that nobody stands on; of that size, unless size is 0. */
static struct pthread *
find_unused(size_t size, size_t guard)
{
	struct pthread *t;

	TAILQ_FOREACH(t, &unused, pt_link) {
		if (__atomic_load_n(&t->pt_ended, __ATOMIC_ACQUIRE) != 0 &&
		    (size == 0 || (t->pt_areasize == size &&
		    t->pt_guard == guard))) {
			take_out(t);
			return (t);
		}
	}
	return (NULL);
}

/* The struct at the upper end of area, and the top of the stack below. */
static struct pthread *
place(char *area, size_t size, void **top)
{
	uintptr_t end = (uintptr_t)area + size;
	struct pthread *t;

	t = (struct pthread *)((end - sizeof(*t)) &
	    ~(uintptr_t)(TLS_ALIGN - 1));
	memset(t, 0, sizeof(*t));
	*top = (char *)t - __tls_bytes();
	return (t);
}

static char *
map(size_t size, size_t guard)
{
	char *area;

	/* What is only guard is never charged. */
	area = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
	if (area == MAP_FAILED)
		return (NULL);
	if (mprotect(area + guard, size - guard, PROT_READ | PROT_WRITE) < 0) {
		munmap(area, size);
		return (NULL);
	}
	return (area);
}

static size_t
whole_pages(size_t size)
{
	return ((size + 4095) & ~4095ul);
}

struct pthread *
__stack_get(const pthread_attr_t *attr, void **top)
{
	size_t size, guard;
	struct pthread *t;
	char *area;

	if (attr->a_stack != NULL)
		return (place(attr->a_stack, attr->a_stacksize, top));
	pthread_attr_getguardsize(attr, &guard);
	pthread_attr_getstacksize(attr, &size);
	guard = whole_pages(guard);
	size = whole_pages(size) + guard;

	__lock(&__stack_lock);
	t = find_unused(size, guard);
	__unlock(&__stack_lock);
	area = t != NULL ? t->pt_area : map(size, guard);
	if (area == NULL)
		return (NULL);
	t = place(area, size, top);
	t->pt_area = area;
	t->pt_areasize = size;
	t->pt_guard = guard;
	return (t);
}

void
__stack_put(struct pthread *t)
{
	struct pthread *victim = NULL;

	if (t->pt_area == NULL)
		return;
	__lock(&__stack_lock);
	if (nunused >= KEPT_MAX)
		victim = find_unused(0, 0);
	TAILQ_INSERT_HEAD(&unused, t, pt_link);
	nunused++;
	__unlock(&__stack_lock);
	if (victim != NULL)
		unmap(victim);
}
