/*
 * kern_loadavg.c -- the load: how many LWPs run or wait for their turn.
 *
 * Every five seconds the present number n moves each average a bit:
 *
 *	load = load * e + n * (1 - e)		e = exp(-5 s / period)
 *
 * so that what was a period ago weighs 1/e-th.  Numbers are fixed-point,
 * with FSCALE for 1.
 *
 *   loadavg_init                    start
 *   loadavg_format, loadavg_text    tell
 */
#include "kernel/loadavg.h"
#include "kernel/thread.h"
#include "kernel/usched.h"

#define FSHIFT		11
#define FSCALE		(1u << FSHIFT)
#define SAMPLE_SECONDS	5
#define LOADS		3

/* exp(-5/60), exp(-5/300), exp(-5/900) */
static const uint64_t decay[LOADS] = { 1884, 2014, 2037 };

static uint64_t loads[LOADS];		/* written by the callout alone */
static struct callout load_callout;

static void
load_sample(void *arg)
{
	uint64_t n = usched_rr_load();

	(void)arg;
	for (int i = 0; i < LOADS; i++)
		loads[i] = (loads[i] * decay[i] +
		    n * FSCALE * (FSCALE - decay[i])) >> FSHIFT;
	callout_reset(&load_callout, SAMPLE_SECONDS * hz, load_sample, NULL);
}

void
loadavg_init(void)
{
	callout_init(&load_callout);
	callout_reset(&load_callout, SAMPLE_SECONDS * hz, load_sample, NULL);
}

size_t
loadavg_format(char *buf, size_t size, int which)
{
	uint64_t load = __atomic_load_n(&loads[which], __ATOMIC_RELAXED);
	uint64_t hundredths = (load * 100 + FSCALE / 2) >> FSHIFT;

	return ((size_t)ksnprintf(buf, size, "%lu.%02lu", hundredths / 100,
	    hundredths % 100));
}

size_t
loadavg_text(char *buf, size_t size)
{
	size_t n = (size_t)ksnprintf(buf, size, "{ ");

	for (int i = 0; i < LOADS; i++) {
		n += loadavg_format(buf + n, size - n, i);
		n += (size_t)ksnprintf(buf + n, size - n, " ");
	}
	return (n + (size_t)ksnprintf(buf + n, size - n, "}"));
}
