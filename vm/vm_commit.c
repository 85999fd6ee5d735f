/*
 * vm_commit.c -- promises of memory are counted before they are made.
 *
 *   kernel pages + object pages + charges of address spaces <= RAM
 *
 * The left side is one number.  vm_page_alloc() adds kernel and object
 * pages to it one by one; address spaces add what they may come to need, in
 * one sum, before a mapping or a fork is made.  What does not fit is refused
 * then, with ENOMEM, and so a write to memory that a program has can always
 * be served.  docs/memory.md has an example in numbers.
 */
#include "vm/vm_commit.h"
#include "vm/vm_page.h"

int vm_overcommit;
static uint64_t committed;		/* A  pages promised */

bool
vm_commit_reserve(uint64_t npages)
{
	uint64_t limit = vm_commit_limit();
	uint64_t old, new;

	if (inject_allocation("commit"))
		return (false);
	old = __atomic_load_n(&committed, __ATOMIC_RELAXED);
	do {
		/* Huge requests must not wrap around. */
		new = old + npages;
		if (new < old || (new > limit && !vm_overcommit))
			return (false);
	} while (!__atomic_compare_exchange_n(&committed, &old, new, false,
	    __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
	return (true);
}

void
vm_commit_release(uint64_t npages)
{
	uint64_t old;

	old = __atomic_fetch_sub(&committed, npages, __ATOMIC_ACQ_REL);
	KASSERT(old >= npages, ("promises: %lu released of %lu",
	    (unsigned long)npages, (unsigned long)old));
}

uint64_t
vm_commit_now(void)
{
	return (__atomic_load_n(&committed, __ATOMIC_RELAXED));
}

uint64_t
vm_commit_limit(void)
{
	return (vm_page_total());
}
