/*
 * kern_timeout.c -- functions to be called later.
 *
 * Armed callouts wait in a wheel: a queue for each of the next WHEEL_SIZE
 * ticks.  Each tick looks at one queue only, where callouts that are due a
 * turn of the wheel later, or more, lie among those that are due now.
 *
 *   callout_init, callout_reset, callout_stop
 *   callout_softclock     a tick has passed
 *   callout_count         how many wait
 */
#include "kernel/thread.h"

#define WHEEL_SIZE	256		/* a power of two */

TAILQ_HEAD(callout_list, callout);

/* Critical section. */
static struct callout_list wheel[WHEEL_SIZE];
static struct callout *next_to_look_at;	/* of the walk that is under way */

static struct callout_list *
wheel_of(uint64_t tick)
{
	struct callout_list *list = &wheel[tick % WHEEL_SIZE];

	if (list->tqh_last == NULL)
		TAILQ_INIT(list);	/* its first use */
	return (list);
}

void
callout_init(struct callout *c)
{
	memset(c, 0, sizeof(*c));
}

void
callout_stop(struct callout *c)
{
	crit_enter();
	if (c->c_armed) {
		if (next_to_look_at == c)
			next_to_look_at = TAILQ_NEXT(c, c_entry);
		TAILQ_REMOVE(wheel_of(c->c_tick), c, c_entry);
		c->c_armed = false;
	}
	crit_exit();
}

void
callout_reset(struct callout *c, int after, void (*func)(void *), void *arg)
{
	crit_enter();
	callout_stop(c);
	c->c_tick = ticks + (after < 1 ? 1 : (uint64_t)after);
	c->c_func = func;
	c->c_arg = arg;
	c->c_armed = true;
	TAILQ_INSERT_TAIL(wheel_of(c->c_tick), c, c_entry);
	crit_exit();
}

/*
 * What a function arms is due in a later tick; if that is in this queue too
 * it may be met, and is left alone.  What a function stops is skipped.
 */
void
callout_softclock(void)
{
	struct callout_list *list = wheel_of(ticks);
	struct callout *c;

	for (c = TAILQ_FIRST(list); c != NULL; c = next_to_look_at) {
		next_to_look_at = TAILQ_NEXT(c, c_entry);
		if (c->c_tick > ticks)
			continue;
		TAILQ_REMOVE(list, c, c_entry);
		c->c_armed = false;
		c->c_func(c->c_arg);
	}
	next_to_look_at = NULL;
}

uint64_t
callout_count(void)
{
	const struct callout *c;
	uint64_t n = 0;

	crit_enter();
	for (int i = 0; i < WHEEL_SIZE; i++) {
		TAILQ_FOREACH(c, &wheel[i], c_entry)
			n++;
	}
	crit_exit();
	return (n);
}
