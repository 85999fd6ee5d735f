/*
 * kern_lock.c -- locks that are kept while their holder sleeps.
 *
 * Shared by many or held by one.  Whoever must wait sleeps on the lock, in
 * PDOMAIN_LOCK so that a hang report can tell who holds it.  Somebody who
 * wants it exclusively is not overtaken by new sharers: they wait as soon
 * as anybody waits.
 *
 *   lockinit, lockmgr, lockowned
 */
#include "kernel/thread.h"

void
lockinit(struct lock *lk, const char *name)
{
	spin_init(&lk->lk_spin, name);
	lk->lk_count = 0;
	lk->lk_waiting = 0;
	lk->lk_owner = NULL;
	lk->lk_name = name;
}

/*
 * Take it if that is possible now.  lk_count changes by one atomic step, so
 * the common case needs no spinlock.
 */
static bool
lock_try(struct lock *lk, int how, bool waited)
{
	int count = __atomic_load_n(&lk->lk_count, __ATOMIC_RELAXED);
	int wanted;

	if (how == LK_EXCLUSIVE) {
		count = 0;
		wanted = -1;
	} else {
		if (count < 0 || (lk->lk_waiting > 0 && !waited))
			return (false);
		wanted = count + 1;
	}
	if (!__atomic_compare_exchange_n(&lk->lk_count, &count, wanted, false,
	    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
		return (false);
	if (how == LK_EXCLUSIVE)
		lk->lk_owner = curthread;
	return (true);
}

/*
 * Whoever waits counts itself before it tries once more, and whoever
 * releases lets go before it looks for waiters: one of the two sees the
 * other.  A sharer behind others does not even try before it was woken: one
 * of those gets the lock, and wakes it when that is released.
 */
static void
lock_wait(struct lock *lk, int how)
{
	bool behind;

	spin_lock(&lk->lk_spin);
	behind = how == LK_SHARED && lk->lk_waiting > 0;
	__atomic_add_fetch(&lk->lk_waiting, 1, __ATOMIC_SEQ_CST);
	while (behind || !lock_try(lk, how, true)) {
		ssleep(lk, &lk->lk_spin, PDOMAIN_LOCK, lk->lk_name, 0);
		behind = false;
	}
	__atomic_sub_fetch(&lk->lk_waiting, 1, __ATOMIC_SEQ_CST);
	spin_unlock(&lk->lk_spin);
}

static void __attribute__((noinline))
lock_acquire(struct lock *lk, int how)
{
	KASSERT(!lockowned(lk), ("lock %s: taken twice", lk->lk_name));
	if (!lock_try(lk, how, false))
		lock_wait(lk, how);
}

/* The spinlock: a waiter is asleep, or has not looked yet. */
static void __attribute__((noinline))
lock_wake(struct lock *lk)
{
	spin_lock(&lk->lk_spin);
	wakeup_domain(lk, PDOMAIN_LOCK);
	spin_unlock(&lk->lk_spin);
}

static void __attribute__((noinline))
lock_release_shared(struct lock *lk)
{
	KASSERT(lk->lk_count > 0, ("lock %s: released but not held",
	    lk->lk_name));
	if (__atomic_sub_fetch(&lk->lk_count, 1, __ATOMIC_SEQ_CST) == 0 &&
	    __atomic_load_n(&lk->lk_waiting, __ATOMIC_SEQ_CST) != 0)
		lock_wake(lk);
}

static void
lock_release(struct lock *lk)
{
	if (lk->lk_owner != curthread) {
		lock_release_shared(lk);
		return;
	}
	lk->lk_owner = NULL;
	__atomic_store_n(&lk->lk_count, 0, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&lk->lk_waiting, __ATOMIC_SEQ_CST) != 0)
		lock_wake(lk);
}

/* Exclusive and free, which is nearly always, is all here. */
void
lockmgr(struct lock *lk, int how)
{
	int none = 0;

	if (how == LK_RELEASE)
		lock_release(lk);
	else if (how == LK_EXCLUSIVE && __atomic_compare_exchange_n(
	    &lk->lk_count, &none, -1, false, __ATOMIC_SEQ_CST,
	    __ATOMIC_RELAXED))
		lk->lk_owner = curthread;
	else
		lock_acquire(lk, how);
}

bool
lockowned(const struct lock *lk)
{
	return (lk->lk_count < 0 && lk->lk_owner == curthread);
}
