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

/* Take it if that is possible now; lk_spin is held. */
static bool
lock_try(struct lock *lk, int how, bool waited)
{
	if (how == LK_EXCLUSIVE) {
		if (lk->lk_count != 0)
			return (false);
		lk->lk_count = -1;
		lk->lk_owner = curthread;
		return (true);
	}
	if (lk->lk_count < 0 || (lk->lk_waiting > 0 && !waited))
		return (false);
	lk->lk_count++;
	return (true);
}

static void
lock_acquire(struct lock *lk, int how)
{
	bool waited = false;

	KASSERT(!lockowned(lk), ("lock %s: taken twice", lk->lk_name));
	spin_lock(&lk->lk_spin);
	while (!lock_try(lk, how, waited)) {
		lk->lk_waiting++;
		ssleep(lk, &lk->lk_spin, PDOMAIN_LOCK, lk->lk_name, 0);
		lk->lk_waiting--;
		waited = true;
	}
	spin_unlock(&lk->lk_spin);
}

static void
lock_release(struct lock *lk)
{
	bool wake;

	spin_lock(&lk->lk_spin);
	KASSERT(lk->lk_count > 0 || lockowned(lk),
	    ("lock %s: released but not held", lk->lk_name));
	if (lk->lk_count > 0)
		lk->lk_count--;
	else
		lk->lk_count = 0;
	if (lk->lk_count == 0)
		lk->lk_owner = NULL;
	wake = lk->lk_count == 0 && lk->lk_waiting > 0;
	spin_unlock(&lk->lk_spin);
	if (wake)
		wakeup_domain(lk, PDOMAIN_LOCK);
}

void
lockmgr(struct lock *lk, int how)
{
	if (how == LK_RELEASE)
		lock_release(lk);
	else
		lock_acquire(lk, how);
}

bool
lockowned(const struct lock *lk)
{
	return (lk->lk_count < 0 && lk->lk_owner == curthread);
}
