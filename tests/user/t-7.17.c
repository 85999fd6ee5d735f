/*
 * T-7.17: strict accounting.  A tree of processes lives where memory ends
 * and does at random all that needs memory: 100,000 steps.  Whatever cannot
 * be had is ENOMEM from a call; no process ever dies of a write.
 * run: mem=64
 *
 * Another process, the ballast, has touched all memory but ROOM pages, so
 * that what is promised and what is really used end at the same place.
 * Stacks do not grow here beyond the 16 pages that are paid in advance.
 */
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.17");

#define STEPS	100000
#define CHECKS	10000		/* steps from one debug.vm_check to the next */
#define FILLS	100		/* and from claiming all to the next time */
#define ROOM	800		/* pages left for the tree */
#define LIVE	12		/* processes at most */
#define AREAS	8		/* of one process */
#define AREA	24		/* pages of an area at most */
#define HEAP	32		/* pages of the heap at most */
#define STACK	13		/* pages: well within the 16 */
#define STATUS	7		/* of a child that ended as it should */
#define FILENAME "/tmp/t-7.17"
#define RW	(PROT_READ | PROT_WRITE)

/* One for all processes. */
struct tally {
	unsigned ta_steps, ta_goal, ta_live;
	unsigned ta_forks, ta_deaths;
	unsigned ta_least;		/* pages free when one had filled */
	unsigned ta_enomem[8];		/* by operation */
};

/* A page of an area: rights, or none of it. */
#define P_HOLE		0x80
#define P_UNTOLD	0x40		/* INHERIT_NONE: not for children */

struct area {
	unsigned char *a_addr;		/* NULL: no area */
	unsigned a_npages;
	unsigned char a_page[AREA];
};

enum op { FORK, MAP, UNMAP, PROTECT, INHERIT, HEAPS, TOUCH, FILL };

static struct census before, after;
static struct tally *tally;
static struct area areas[AREAS];
static unsigned char *heap;
static unsigned heap_pages;
static int kids, file;
static uint64_t state = 20240101;

/* Repeatable, and different in each process. */
static unsigned
dice(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((unsigned)((state >> 16) % n));
}

static unsigned
count(unsigned *n)
{
	return (__atomic_add_fetch(n, 1, __ATOMIC_RELAXED));
}

/* => did the call work?  If not, the one excuse is ENOMEM. */
static bool
worked(enum op op, bool ok)
{
	if (!ok) {
		check(errno == ENOMEM, "shortage is ENOMEM");
		count(&tally->ta_enomem[op]);
	}
	return (ok);
}

/* ---------------------------------------------------------- the children */

static void
reap(int options)
{
	int status;

	while (kids > 0 && waitpid(-1, &status, options) > 0) {
		kids--;
		tally->ta_live--;
		if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS)
			continue;
		count(&tally->ta_deaths);
		note("a child's status is %x", status);
	}
}

/* What was not for children is a hole in this one. */
static void
disinherit(void)
{
	for (int i = 0; i < AREAS; i++)
		for (unsigned j = 0; j < areas[i].a_npages; j++)
			if (areas[i].a_page[j] & P_UNTOLD)
				areas[i].a_page[j] = P_HOLE;
}

/* ------------------------------------------------------------- its memory */

static void
do_map(struct area *a)
{
	static const int prots[] = { RW, RW, RW, RW, PROT_READ, PROT_NONE };
	unsigned kind = dice(8), npages = 1 + dice(AREA);
	int flags = kind < 4 ? MAP_PRIVATE | MAP_ANON :
	    kind < 6 ? MAP_SHARED | MAP_ANON :
	    kind < 7 ? MAP_PRIVATE : MAP_SHARED;
	int prot = prots[dice(6)];
	void *p;

	p = mmap(NULL, npages * PAGE, prot, flags,
	    flags & MAP_ANON ? -1 : file, 0);
	if (!worked(MAP, p != MAP_FAILED))
		return;
	a->a_addr = p;
	a->a_npages = npages;
	memset(a->a_page, prot, npages);
}

/* A part of an area without a hole; false: it began with one. */
static bool
part(const struct area *a, unsigned *from, unsigned *n)
{
	unsigned most;

	*n = 0;
	if (a->a_addr == NULL)
		return (false);
	*from = dice(2) ? 0 : dice(a->a_npages);
	most = dice(2) ? a->a_npages - *from : 1 + dice(a->a_npages - *from);
	for (; *n < most; ++*n)
		if (a->a_page[*from + *n] & P_HOLE)
			break;
	return (*n > 0);
}

static void
do_unmap(struct area *a)
{
	unsigned from, n;

	if (!part(a, &from, &n))
		return;
	if (!worked(UNMAP, munmap(a->a_addr + from * PAGE, n * PAGE) == 0))
		return;
	memset(a->a_page + from, P_HOLE, n);
	for (n = 0; n < a->a_npages; n++)
		if ((a->a_page[n] & P_HOLE) == 0)
			return;
	a->a_addr = NULL;
	a->a_npages = 0;
}

static void
do_protect(const struct area *a, unsigned char *page)
{
	static const int prots[] = { RW, RW, RW, PROT_READ, PROT_NONE };
	int prot = prots[dice(5)];
	unsigned from, n;

	if (!part(a, &from, &n) || !worked(PROTECT,
	    mprotect(a->a_addr + from * PAGE, n * PAGE, prot) == 0))
		return;
	for (; n > 0; n--, from++)
		page[from] = (unsigned char)(prot | (page[from] & P_UNTOLD));
}

static void
do_inherit(const struct area *a, unsigned char *page)
{
	static const int inherits[] = { INHERIT_SHARE, INHERIT_COPY,
	    INHERIT_COPY, INHERIT_NONE };
	int inherit = inherits[dice(4)];
	unsigned from, n;

	if (!part(a, &from, &n) || !worked(INHERIT,
	    minherit(a->a_addr + from * PAGE, n * PAGE, inherit) == 0))
		return;
	for (; n > 0; n--, from++)
		page[from] = (unsigned char)((page[from] & ~P_UNTOLD) |
		    (inherit == INHERIT_NONE ? P_UNTOLD : 0));
}

static void
do_heap(void)
{
	unsigned n = dice(HEAP);
	intptr_t bytes = ((intptr_t)n - (intptr_t)heap_pages) * (intptr_t)PAGE;

	if (worked(HEAPS, sbrk(bytes) != (void *)-1))
		heap_pages = n;
}

static void
do_touch(const struct area *a)
{
	bool write = dice(4) != 0;
	unsigned i;

	for (i = dice(4); i < a->a_npages; i++) {
		volatile unsigned char *p = a->a_addr + i * PAGE;

		if ((a->a_page[i] & (P_HOLE | PROT_READ)) != PROT_READ)
			continue;
		if (write && (a->a_page[i] & PROT_WRITE))
			*p = (unsigned char)i;
		else
			(void)*p;
	}
}

/* Claim all that was promised: now every page has to be there. */
static void
do_fill(void)
{
	unsigned char stack[STACK * PAGE];
	unsigned i, free;

	fill(stack, sizeof(stack), 1);
	/* These are our copies; the first process has its own. */
	fill((unsigned char *)&before, sizeof(before), 1);
	fill((unsigned char *)&after, sizeof(after), 1);
	for (i = 0; i < heap_pages; i++)
		*(volatile unsigned char *)(heap + i * PAGE) = 1;
	for (int n = 0; n < AREAS; n++)
		for (i = 0; i < areas[n].a_npages; i++)
			if ((areas[n].a_page[i] & (P_HOLE | RW)) == RW)
				areas[n].a_addr[i * PAGE] = 1;
	free = (unsigned)kstat("v_free_count");
	if (free < tally->ta_least)
		tally->ta_least = free;
}

/* --------------------------------------------------------------- the tree */

/* => true in the child */
static bool
do_fork(void)
{
	pid_t pid;

	reap(WNOHANG);
	if (tally->ta_live >= LIVE)
		return (false);
	count(&tally->ta_live);
	pid = fork();
	if (pid == 0) {
		kids = 0;
		state += count(&tally->ta_forks) * 0x9e3779b97f4a7c15ull;
		disinherit();
		return (true);
	}
	if (worked(FORK, pid > 0)) {
		kids++;
	} else {
		tally->ta_live--;
		do_unmap(&areas[dice(AREAS)]);	/* less, for the next time */
	}
	return (false);
}

/* => true in a new child */
static bool
step(void)
{
	struct area *a = &areas[dice(AREAS)];
	unsigned n = dice(32);

	if (n == 0)
		return (do_fork());
	if (n < 4)
		do_heap();
	else if (a->a_addr == NULL)
		do_map(a);
	else if (n < 8)
		do_unmap(a);
	else if (n < 12)
		do_protect(a, a->a_page);
	else if (n < 15)
		do_inherit(a, a->a_page);
	else
		do_touch(a);
	return (false);
}

/* A process of the tree: as many steps as it has, or until all are done. */
static void
live(unsigned steps)
{
	unsigned n, filled = 0;

	while (steps-- > 0 && tally->ta_deaths == 0) {
		n = count(&tally->ta_steps);
		if (n > tally->ta_goal)
			break;
		if (n % CHECKS == 0)
			check_vm();
		/* All steps fit in a few quanta: take turns more often. */
		if (n % 4 == 0)
			sched_yield();
		if (n / FILLS != filled) {
			filled = n / FILLS;
			do_fill();
		}
		if (step())
			steps = 50 + dice(500);
	}
	do_fill();
	reap(0);
}

static void
ballast(void *arg)
{
	uint64_t limit = kstat("vm.commit_limit");

	(void)arg;
	while (kstat("vm.commit") + ROOM < limit)
		touched(16 * PAGE);
}

static void
run(unsigned goal)
{
	struct child heavy = child_start(ballast, NULL);
	unsigned *e = tally->ta_enomem;
	pid_t pid;

	memset(tally, 0, sizeof(*tally));
	tally->ta_goal = goal;
	tally->ta_least = ~0u;
	pid = fork();
	if (pid == 0) {
		heap = sbrk(0);
		heap += -(uintptr_t)heap % PAGE;
		check(brk(heap) == 0, "a heap that ends with a page");
		/* The end is there for the first of them only. */
		live(goal + 1);
		_exit(STATUS);
	}
	check(wait_exit(pid) == STATUS, "the tree ended as it should");
	child_stop(&heavy);
	note("%u steps, %u forks; ENOMEM from fork %u, mmap %u, munmap %u, "
	    "mprotect %u, minherit %u, sbrk %u; deaths %u; at least %u pages "
	    "were free",
	    goal, tally->ta_forks, e[FORK], e[MAP], e[UNMAP], e[PROTECT],
	    e[INHERIT], e[HEAPS], tally->ta_deaths, tally->ta_least);
	check(tally->ta_deaths == 0, "nobody died");
	check(tally->ta_steps >= goal, "all steps were made");
}

int
main(void)
{
	tally = mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANON, -1, 0);
	check(tally != MAP_FAILED, "memory for the tally");
	file = open(FILENAME, O_RDWR | O_CREAT | O_TRUNC, 0644);
	check(file >= 0 && ftruncate(file, AREA * PAGE) == 0, "a file");
	run(1000);
	census_begin(&before, &after);
	run(STEPS);
	check(tally->ta_enomem[FORK] > 0 && tally->ta_enomem[MAP] > 0,
	    "it was at the edge");
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	check(unlink(FILENAME) == 0, "unlink");
	pass();
}
