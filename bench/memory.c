/*
 * memory.c -- the price of a page fault.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "bench/bench.h"

#define FAULTS	4096ul
#define GIB	(1ul << 30)

static void
write_pages(char *area, size_t npages)
{
	for (size_t i = 0; i < npages; i++)
		area[i * PAGE]++;
}

static void
zero_fill(void)
{
	char *area = memory(FAULTS * PAGE);
	uint64_t start = now();

	write_pages(area, FAULTS);
	row("zero_fill_fault", (long)FAULTS, now() - start, FAULTS);
	release(area, FAULTS * PAGE);
}

/*
 * The child writes what the parent keeps: each write copies.  When it has
 * ended, the parent is the last owner of its pages: no write copies.
 */
static void
copy_on_write(void)
{
	char *area = touched(FAULTS * PAGE);
	uint64_t start;

	if (xfork() == 0) {
		start = now();
		write_pages(area, FAULTS);
		row("cow_copy_fault", (long)FAULTS, now() - start, FAULTS);
		_exit(0);
	}
	xwait();
	start = now();
	write_pages(area, FAULTS);
	row("cow_last_owner_fault", (long)FAULTS, now() - start, FAULTS);
	release(area, FAULTS * PAGE);
}

/* One write into a big region that a living parent shares. */
static void
first_write(const char *name, size_t len)
{
	char *area = mmap(NULL, 2 * len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	char *aligned;
	uint64_t start;

	if (area == MAP_FAILED)
		die("mmap");
	aligned = (char *)(((uintptr_t)area + len - 1) & ~(len - 1));
	if (aligned != area)
		release(area, (size_t)(aligned - area));
	release(aligned + len, len - (size_t)(aligned - area));
	write_pages(aligned, len / PAGE);
	if (xfork() == 0) {
		start = now();
		aligned[len / 2]++;
		row(name, 1, now() - start, 1);
		_exit(0);
	}
	xwait();
	release(aligned, len);
}

void
rows_memory(void)
{
	zero_fill();
	copy_on_write();
	first_write("first_write_2mib", 2 * MIB);
	first_write("first_write_1gib", GIB);
}
