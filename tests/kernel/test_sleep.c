/*
 * test_sleep.c -- tsleep and wakeup: nothing is lost, nothing comes twice.
 */
#include "tests/kernel/ktest.h"

#define ROUNDS	10000

static int ident, other;
static int round_now;
static bool done;

/* Noise: each tick wakes a neighbour of the ident up. */
static struct callout noise;

static void
make_noise(void *arg)
{
	wakeup(&other);
	wakeup_domain(&ident, PDOMAIN_UMTX);
	callout_reset(&noise, 1, make_noise, arg);
}

static void
sleeper(void *arg)
{
	int error;

	(void)arg;
	for (round_now = 1; round_now <= ROUNDS; round_now++) {
		tsleep_interlock(&ident, 0);
		lwkt_yield();		/* the waker wakes us up here */
		error = tsleep(&ident, PINTERLOCKED, "interlock", hz);
		KCHECK(error == 0, "round %d: the wakeup was lost",
		    round_now);
	}
	done = true;
}

static void
waker(void *arg)
{
	int seen = 0;

	(void)arg;
	while (!done) {
		if (round_now != seen) {
			seen = round_now;
			wakeup(&ident);
		}
		lwkt_yield();
	}
}

KTEST(interlock, "T-5.7")
{
	uint64_t nvcsw = ticks;

	done = false;
	round_now = 0;
	callout_init(&noise);
	callout_reset(&noise, 1, make_noise, NULL);
	ktest_spawn(sleeper, NULL);
	ktest_spawn(waker, NULL);
	ktest_join();
	callout_stop(&noise);
	KCHECK(ticks - nvcsw < (uint64_t)hz * 60, "it slept all the time");
}

KTEST(sleep_timeout, "tsleep: time limits")
{
	uint64_t before, took;

	for (int n = 1; n <= 8; n++) {
		ktest_pause(1);		/* begin right after a tick */
		before = ticks;
		KCHECK(tsleep(&ident, 0, "timeout", n) == EWOULDBLOCK,
		    "%d ticks: no time-out", n);
		took = ticks - before;
		KCHECK(took == (uint64_t)n, "%d ticks took %lu", n,
		    (unsigned long)took);
	}
	KCHECK((curthread->td_flags & (TDF_TSLEEPQ | TDF_TIMEOUT |
	    TDF_TSLEEP_DESCHEDULED | TDF_SINTR)) == 0, "flags %x are left",
	    curthread->td_flags);
}

/* ------------------------------------------------------ who is woken up */

static int order[8], norder;

static void
wait_in_line(void *arg)
{
	int flags = (int)(uintptr_t)arg & (int)PDOMAIN_MASK;

	tsleep(&ident, flags, "line", 0);
	order[norder++] = (int)((uintptr_t)arg & 0xff);
}

static void
let_them_run(void)
{
	ktest_pause(2);
}

KTEST(wakeup_order, "wakeup, wakeup_one: the longest sleeper first")
{
	norder = 0;
	for (uintptr_t i = 0; i < 4; i++) {
		ktest_spawn(wait_in_line, (void *)i);
		let_them_run();
	}
	wakeup_one(&ident);
	let_them_run();
	KCHECK(norder == 1 && order[0] == 0, "wakeup_one woke %d", norder);
	wakeup_one(&other);
	let_them_run();
	KCHECK(norder == 1, "another address woke somebody up");
	wakeup(&ident);
	ktest_join();
	KCHECK(norder == 4, "wakeup woke %d of 3", norder - 1);
	for (int i = 0; i < norder; i++)
		KCHECK(order[i] == i, "place %d has %d", i, order[i]);
}

KTEST(wakeup_domain, "wakeup: each domain for itself")
{
	norder = 0;
	ktest_spawn(wait_in_line, (void *)(uintptr_t)(PDOMAIN_UMTX | 1));
	ktest_spawn(wait_in_line, (void *)(uintptr_t)2);
	let_them_run();
	wakeup(&ident);
	let_them_run();
	KCHECK(norder == 1 && order[0] == 2, "the other domain was woken");
	wakeup_domain_one(&ident, PDOMAIN_UMTX);
	ktest_join();
	KCHECK(norder == 2 && order[1] == 1, "the domain was not woken");
}

/* -------------------------------------------- a sleeper that holds a lock */

static struct spinlock spin = SPINLOCK_INITIALIZER("test");
static int items, eaten;

static void
eater(void *arg)
{
	(void)arg;
	spin_lock(&spin);
	for (int i = 0; i < 100; i++) {
		while (items == 0)
			ssleep(&items, &spin, 0, "items", 0);
		items--;
		eaten++;
	}
	spin_unlock(&spin);
}

KTEST(sleep_spin, "ssleep: the lock is free meanwhile")
{
	items = eaten = 0;
	ktest_spawn(eater, NULL);
	ktest_spawn(eater, NULL);
	for (int i = 0; i < 200; i++) {
		spin_lock(&spin);
		items++;
		spin_unlock(&spin);
		wakeup(&items);
		if (i % 3 == 0)
			lwkt_yield();
	}
	ktest_join();
	KCHECK(eaten == 200 && items == 0, "%d eaten, %d left", eaten, items);
}

KTEST(sleep_misuse, "tsleep: an interlock on something else is found")
{
	tsleep_interlock(&other, 0);
	KCHECK(KASSERT_FIRES(tsleep(&ident, PINTERLOCKED, "misuse", 1)),
	    "it was not found");
	tsleep_abort(curthread);
	KCHECK((curthread->td_flags & TDF_TSLEEPQ) == 0, "still queued");
}
