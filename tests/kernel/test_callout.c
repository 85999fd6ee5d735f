/*
 * test_callout.c -- callouts come when they are due, once, and not when they
 * were stopped.
 */
#include "kernel/kern.h"
#include "tests/kernel/ktest.h"

#define NCALLOUTS	40

struct timed {
	struct callout tc_callout;
	uint64_t tc_due;
	uint64_t tc_came;		/* tick, 0: not yet */
	int tc_times;
};

static struct timed timed[NCALLOUTS];
static int outside;			/* called outside an interrupt */

static void
note(void *arg)
{
	struct timed *tc = arg;

	if (mycpu->gd_intr_nesting == 0 || curthread->td_critcount == 0)
		outside++;
	tc->tc_came = ticks;
	tc->tc_times++;
}

static void
arm(struct timed *tc, int after)
{
	callout_init(&tc->tc_callout);
	tc->tc_came = 0;
	tc->tc_times = 0;
	crit_enter();
	tc->tc_due = ticks + (uint64_t)after;
	callout_reset(&tc->tc_callout, after, note, tc);
	crit_exit();
}

/* Some lie more than a turn of the wheel ahead. */
KTEST(callout_due, "callouts: at their tick")
{
	int longest = 0, after;

	outside = 0;
	for (int i = 0; i < NCALLOUTS; i++) {
		after = 1 + (int)(ktest_random() % 600);
		longest = after > longest ? after : longest;
		arm(&timed[i], after);
	}
	ktest_pause(longest + 2);
	for (int i = 0; i < NCALLOUTS; i++) {
		KCHECK(timed[i].tc_times == 1, "%d came %d times", i,
		    timed[i].tc_times);
		KCHECK(timed[i].tc_came == timed[i].tc_due,
		    "%d came at %lu, due %lu", i,
		    (unsigned long)timed[i].tc_came,
		    (unsigned long)timed[i].tc_due);
	}
	KCHECK(outside == 0, "%d were not called by the clock", outside);
}

KTEST(callout_stop, "callouts: stopped, and moved")
{
	for (int i = 0; i < NCALLOUTS; i++)
		arm(&timed[i], 3);
	for (int i = 0; i < NCALLOUTS; i += 2)
		callout_stop(&timed[i].tc_callout);
	arm(&timed[0], 5);
	callout_reset(&timed[1].tc_callout, 6, note, &timed[1]);
	ktest_pause(4);
	KCHECK(timed[1].tc_times == 0, "it came at its old time");
	ktest_pause(6);
	for (int i = 2; i < NCALLOUTS; i++)
		KCHECK(timed[i].tc_times == i % 2, "%d came %d times", i,
		    timed[i].tc_times);
	KCHECK(timed[0].tc_times == 1 && timed[1].tc_times == 1,
	    "those armed again came %d and %d times", timed[0].tc_times,
	    timed[1].tc_times);
}

/* One that is called stops its neighbours and arms itself. */
static void
meddle(void *arg)
{
	struct timed *tc = arg;

	note(tc);
	callout_stop(&tc[1].tc_callout);
	callout_stop(&tc[3].tc_callout);
	if (tc->tc_times < 3)
		callout_reset(&tc->tc_callout, 1, meddle, tc);
}

KTEST(callout_meddle, "callouts: changed while they are called")
{
	for (int i = 0; i < 4; i++)
		arm(&timed[i], 2);
	crit_enter();
	for (int i = 0; i < 4; i++)
		callout_stop(&timed[i].tc_callout);
	for (int i = 0; i < 4; i++)
		callout_reset(&timed[i].tc_callout, 2, i == 0 ? meddle : note,
		    &timed[i]);
	crit_exit();
	ktest_pause(8);
	KCHECK(timed[0].tc_times == 3, "it came %d times",
	    timed[0].tc_times);
	KCHECK(timed[1].tc_times == 0 && timed[3].tc_times == 0,
	    "stopped ones came");
	KCHECK(timed[2].tc_times == 1, "its neighbour came %d times",
	    timed[2].tc_times);
}

KTEST(ppsratecheck, "row 9: not too many messages")
{
	uint64_t last = 0;
	int count = 0, said = 0;

	for (int i = 0; i < 50; i++)
		said += ppsratecheck(&last, &count, 3);
	KCHECK(said == 3, "%d in one second", said);
	ktest_pause(hz + 1);
	KCHECK(ppsratecheck(&last, &count, 3), "silent for ever");
}
