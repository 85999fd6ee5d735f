/*
 * test_lock.c -- spinlocks, critical sections, locks that are slept with.
 */
#include "tests/kernel/ktest.h"

static struct spinlock spin = SPINLOCK_INITIALIZER("test");

KTEST(spin_rules, "row 13: spinlocks")
{
	spin_lock(&spin);
	KCHECK(spin_held(&spin), "not held");
	KCHECK(mycpu->gd_spinlocks == 1, "%d are counted",
	    mycpu->gd_spinlocks);
	KCHECK(curthread->td_critcount == 1, "no critical section");
	KCHECK(KASSERT_FIRES(spin_lock(&spin)), "taken twice");
	KCHECK(KASSERT_FIRES(tsleep(&spin, 0, "spin", 1)),
	    "a sleep with a spinlock held");
	KCHECK(KASSERT_FIRES(lwkt_switch()), "a switch with a spinlock held");
	spin_unlock(&spin);
	KCHECK(!spin_held(&spin) && curthread->td_critcount == 0, "held");
	KCHECK(KASSERT_FIRES(spin_unlock(&spin)), "released but not held");
}

/* Run until the next tick would have come, and a little more. */
static void
burn_a_tick(void)
{
	uint64_t end = cpu_nanouptime() + 30000000;
	uint64_t last = 0, now;

	/* While ticks are put off the clock stands still at the next one. */
	for (int i = 0; i < 20000000 && (now = cpu_nanouptime()) < end; i++) {
		if (mycpu->gd_ticks_pending > 0)
			break;
		KCHECK(now >= last, "time ran backwards");
		last = now;
	}
}

KTEST(crit_defers, "row 12: critical sections")
{
	uint64_t before;

	ktest_pause(1);
	crit_enter();
	crit_enter();
	before = ticks;
	burn_a_tick();
	KCHECK(mycpu->gd_ticks_pending > 0, "no tick came");
	KCHECK(mycpu->gd_reqflags & RQF_INTPEND, "it was not noted");
	KCHECK(ticks == before, "a handler ran inside a critical section");
	crit_exit();
	KCHECK(ticks == before, "a handler ran: one section is left");
	crit_exit();
	KCHECK(ticks > before, "the handler did not run afterwards");
	KCHECK((mycpu->gd_reqflags & RQF_INTPEND) == 0, "it is still noted");
	KCHECK(KASSERT_FIRES(crit_exit()), "one end too many");
	KCHECK(curthread->td_critcount == 0, "the count is off");
}

static void
only_look(void *arg)
{
	*(int *)arg = curthread->td_critcount;
}

KTEST(crit_per_thread, "row 12: critical sections")
{
	int seen = -1;

	crit_enter();
	ktest_spawn(only_look, &seen);
	ktest_join();			/* sleeps inside the section */
	KCHECK(seen == 0, "another thread has %d of our sections", seen);
	KCHECK(curthread->td_critcount == 1, "ours was lost");
	crit_exit();
}

/* ---------------------------------------------------------------- lockmgr */

static struct lock lk;
static int readers, writers, most_readers, errors;

static void
reader(void *arg)
{
	for (int i = 0; i < 20; i++) {
		lockmgr(&lk, LK_SHARED);
		readers++;
		if (readers > most_readers)
			most_readers = readers;
		if (writers != 0)
			errors++;
		ktest_pause(1 + (i + (int)(uintptr_t)arg) % 2);
		readers--;
		lockmgr(&lk, LK_RELEASE);
		lwkt_yield();
	}
}

static void
writer(void *arg)
{
	(void)arg;
	for (int i = 0; i < 20; i++) {
		lockmgr(&lk, LK_EXCLUSIVE);
		writers++;
		if (!lockowned(&lk) || readers != 0 || writers != 1)
			errors++;
		ktest_pause(1);
		writers--;
		lockmgr(&lk, LK_RELEASE);
		lwkt_yield();
	}
}

KTEST(lock_excludes, "lockmgr: one or many")
{
	lockinit(&lk, "test");
	readers = writers = most_readers = errors = 0;
	for (uintptr_t i = 0; i < 4; i++)
		ktest_spawn(reader, (void *)i);
	for (uintptr_t i = 0; i < 2; i++)
		ktest_spawn(writer, NULL);
	ktest_join();
	KCHECK(errors == 0, "%d times it did not exclude", errors);
	KCHECK(most_readers > 1, "it was never shared");
	KCHECK(lk.lk_count == 0 && lk.lk_waiting == 0 && lk.lk_owner == NULL,
	    "not free: count %d, %d wait", lk.lk_count, lk.lk_waiting);
}

static int turn, writer_turn, late_turn;

static void
take_exclusive(void *arg)
{
	(void)arg;
	lockmgr(&lk, LK_EXCLUSIVE);
	writer_turn = ++turn;
	lockmgr(&lk, LK_RELEASE);
}

static void
take_shared_late(void *arg)
{
	(void)arg;
	lockmgr(&lk, LK_SHARED);
	late_turn = ++turn;
	lockmgr(&lk, LK_RELEASE);
}

KTEST(lock_order, "lockmgr: a new sharer does not overtake")
{
	lockinit(&lk, "test");
	turn = writer_turn = late_turn = 0;
	lockmgr(&lk, LK_SHARED);
	ktest_spawn(take_exclusive, NULL);
	ktest_pause(2);			/* it waits for us */
	ktest_spawn(take_shared_late, NULL);
	ktest_pause(2);
	KCHECK(turn == 0, "%s got the lock", late_turn ? "the late sharer" :
	    "the exclusive one");
	lockmgr(&lk, LK_RELEASE);
	ktest_join();
	KCHECK(writer_turn == 1 && late_turn == 2,
	    "exclusive was number %d, the late sharer %d", writer_turn,
	    late_turn);
}

KTEST(lock_rules, "lockmgr: misuse is found")
{
	lockinit(&lk, "test");
	lockmgr(&lk, LK_EXCLUSIVE);
	KCHECK(KASSERT_FIRES(lockmgr(&lk, LK_EXCLUSIVE)), "taken twice");
	lockmgr(&lk, LK_RELEASE);
	lockinit(&lk, "test");
	KCHECK(KASSERT_FIRES(lockmgr(&lk, LK_RELEASE)), "released, not held");
}
