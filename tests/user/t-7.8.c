/* T-7.8: rfork(0) of an RFMEM child: its memory becomes its own. */
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.8");

#define NSTACK	(16 * 1024)
#define AREA	(64 * PAGE)

static _Alignas(16) unsigned char stack[NSTACK];
static unsigned char *area;
static volatile struct steps {
	int divorced, parent_wrote;
} *steps;				/* shared whatever happens */

/* With flags the child stays on our memory, or leaves it. */
static int
child(void *arg)
{
	int flags = *(int *)arg;

	area[8] = 2;			/* both see this */
	if (rfork(flags) != 0)
		return (101);
	if (area[8] != 2 || !holds(area, AREA, 1))
		return (102);
	steps->divorced = 1;
	while (!steps->parent_wrote)
		sched_yield();
	area[2 * PAGE + 8] = 4;		/* the parent looks afterwards */
	return (area[PAGE + 8]);		/* it has stored 3 meanwhile */
}

static void
story(int flags)
{
	bool together = (flags & RFMEM) != 0;
	uint64_t copies;
	int status = 0;
	pid_t pid;

	fill(area, AREA, 1);
	area[8] = area[PAGE + 8] = area[2 * PAGE + 8] = 1;
	steps->divorced = steps->parent_wrote = 0;
	pid = rfork_thread(RFPROC | RFMEM | RFFDG, stack + NSTACK, child,
	    &flags);
	check(pid > 0, "rfork_thread");
	while (!steps->divorced && waitpid(pid, &status, WNOHANG) == 0)
		sched_yield();
	check(steps->divorced, "the child has divorced, or not");
	check(area[8] == 2, "what it wrote before is seen");
	check_vm();
	copies = kstat("v_cow_faults");
	area[PAGE + 8] = 3;
	check((kstat("v_cow_faults") > copies) == !together,
	    "copy on write, if the memory was divorced");
	steps->parent_wrote = 1;
	check(wait_exit(pid) == (together ? 3 : 1), "what the child saw");
	check(area[2 * PAGE + 8] == (together ? 4 : 1), "what the parent sees");
}

/* Alone on its memory, the caller keeps it. */
static void
nothing_to_do(void)
{
	uint64_t shared = kstat("v_pt_shared");

	check(rfork(0) == 0, "rfork(0)");
	check(kstat("v_pt_shared") == shared, "no table was shared");
	check(area[8] == 2 && area[PAGE + 8] == 3, "ours is as it was");
}

int
main(void)
{
	struct census before, after;

	steps = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	area = touched(AREA);
	steps->divorced = 0;
	stack[NSTACK - 1] = 1;
	story(0);			/* every page is there once */
	census_begin(&before, &after);
	census_take(&before);
	story(RFMEM);
	story(0);
	nothing_to_do();
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
