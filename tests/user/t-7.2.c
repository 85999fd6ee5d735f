/* T-7.2: a child that only reads costs no page more than an idle one. */
#include <string.h>

#include "tests/user/test.h"

TEST("T-7.2");

#define AREA	(4 * MIB)

static unsigned char *area;

static void
idle(void *arg)
{
	(void)arg;
}

static void
reader(void *arg)
{
	(void)arg;
	check(holds(area, AREA, 7), "the child reads every page");
}

static int64_t
cost(void (*work)(void *))
{
	int64_t before = (int64_t)kstat("v_free_count");
	struct child ch = child_start(work, NULL);
	int64_t during = (int64_t)kstat("v_free_count");

	child_stop(&ch);
	return (before - during);
}

int
main(void)
{
	int64_t idle_cost, reader_cost;

	area = touched(AREA);
	fill(area, AREA, 7);
	(void)cost(idle);	/* caches fill */
	(void)cost(reader);
	idle_cost = cost(idle);
	reader_cost = cost(reader);
	note("an idle child costs %lld pages, a reader %lld",
	    (long long)idle_cost, (long long)reader_cost);
	check(reader_cost <= idle_cost + 1, "reading costs nothing");
	pass();
}
