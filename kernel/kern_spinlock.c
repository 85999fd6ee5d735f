/*
 * kern_spinlock.c -- locks for a few instructions.
 *
 * A holder does not block and is not interrupted, so whoever waits waits
 * for another cpu, and not for long.  With one cpu there is nobody to wait
 * for: finding the lock taken is a bug, and says so.
 *
 *   spin_init, spin_lock, spin_unlock, spin_held
 */
#include "kernel/thread.h"

void
spin_init(struct spinlock *spin, const char *name)
{
	spin->sl_locked = 0;
	spin->sl_name = name;
	spin->sl_owner = NULL;
}

/* Another cpu has it: a call of its own, so that the way without is short. */
static void __attribute__((noinline))
spin_wait(struct spinlock *spin)
{
	KASSERT(spin->sl_owner != curthread,
	    ("spinlock %s: taken twice", spin->sl_name));
	while (__atomic_exchange_n(&spin->sl_locked, 1, __ATOMIC_ACQUIRE) != 0)
		cpu_pause();
}

void
spin_lock(struct spinlock *spin)
{
	struct thread *td = curthread;

	crit_enter_quick(td);
	if (__atomic_exchange_n(&spin->sl_locked, 1, __ATOMIC_ACQUIRE) != 0)
		spin_wait(spin);
	spin->sl_owner = td;
	mycpu->gd_spinlocks++;
}

void
spin_unlock(struct spinlock *spin)
{
	KASSERT(spin_held(spin), ("spinlock %s: released by another than its "
	    "holder", spin->sl_name));
	mycpu->gd_spinlocks--;
	spin->sl_owner = NULL;
	__atomic_store_n(&spin->sl_locked, 0, __ATOMIC_RELEASE);
	crit_exit_quick(curthread);
}

bool
spin_held(const struct spinlock *spin)
{
	return (spin->sl_locked != 0 && spin->sl_owner == curthread);
}
