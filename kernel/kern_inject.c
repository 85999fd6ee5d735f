/*
 * kern_inject.c -- steps that fail when a test wants them to.
 *
 * Every step on the road of fork that can fail asks inject_failure() first.
 * A test sets debug.fail_nth to 1, 2, 3 ... and repeats a call until it
 * succeeds: then each of its steps has failed once, and each time nothing
 * may have been lost (tests/user/t-3.6.c; docs/fork-failures.md).
 *
 * The count is the process's own: what others do meanwhile does not change
 * which step is the n-th.  debug.fail_allocation counts the allocations of
 * all processes together (tests/user/t-inject.c).
 *
 * A test can also let one who passes inject_pause() sleep there, to see that
 * the place is safe although the kernel as it is never sleeps in it.
 */
#include <stdarg.h>

#include "kernel/machdep.h"
#include "kernel/proc.h"
#include "lib/format.h"

#ifdef KERNEL_TEST
int fail_allocation;
int pause_ticks[NPAUSES];

static const char *last_step = "none";
static char last_road[1024];		/* who called whom to get there */
static size_t road_used;

int *
inject_count(void)
{
	return (&curproc->p_failnth);
}

void
inject_stop(void)
{
	curproc->p_failnth = 0;
}

/* A line of the backtrace; what does not fit is left out. */
static int
road_line(const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = format_buf(last_road + road_used, sizeof(last_road) - road_used,
	    fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < sizeof(last_road) - road_used)
		road_used += (size_t)n;
	else
		last_road[road_used] = '\0';
	return (n);
}

static bool
is_the_one(int *left, const char *step)
{
	if (*left == 0 || --*left != 0)
		return (false);
	last_step = step;
	road_used = 0;
	cpu_backtrace_self(road_line);
	return (true);
}

bool
inject_failure(const char *step)
{
	return (curproc != NULL && is_the_one(&curproc->p_failnth, step));
}

bool
inject_allocation(const char *step)
{
	return (is_the_one(&fail_allocation, step) || inject_failure(step));
}

void
inject_pause(enum pause_place place)
{
	int nap = pause_ticks[place];

	pause_ticks[place] = 0;
	if (nap != 0)
		tsleep(&pause_ticks[place], 0, "testnap", nap);
}

size_t
inject_text(char *buf, size_t size)
{
	return ((size_t)ksnprintf(buf, size, "%s", last_step));
}

size_t
inject_road(char *buf, size_t size)
{
	return ((size_t)ksnprintf(buf, size, "%s", last_road));
}
#endif
