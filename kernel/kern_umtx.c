/*
 * kern_umtx.c -- sleeping on a word of the user's memory.
 *
 * What makes two pointers the same word: where the mapping is shared, the
 * object and the offset in it; where it is private, the address space and
 * the address.  So copy on write moves no sleeper (design: section 3).
 *
 *   sys_umtx_sleep, sys_umtx_wakeup, umtx_wake
 *
 * A sleeper enters the list first and looks at the word then: whoever
 * changes the word and wakes up afterwards finds it there.
 */
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "lib/bits.h"
#include "sysproto.h"
#include "vm/vm_map.h"

#define UMTX_BUCKETS	64		/* a power of two */
#define USEC_PER_SEC	1000000

struct umtx_key {
	struct vm_object *uk_object;	/* a reference, or NULL: private */
	const void *uk_space;		/* the object or the vmspace */
	uint64_t uk_offset;		/* in it */
};

/* On the sleeper's stack.  C: inside a critical section. */
struct umtx_waiter {
	TAILQ_ENTRY(umtx_waiter) uw_entry;	/* C  */
	struct umtx_key uw_key;
	bool uw_woken;				/* C  on the list no more */
};
TAILQ_HEAD(umtx_list, umtx_waiter);

/* Sleepers, the longest first; critical section. */
static struct umtx_list umtx_lists[UMTX_BUCKETS];

static struct umtx_list *
umtx_list_of(const struct umtx_key *key)
{
	uint64_t a = (uintptr_t)key->uk_space >> 6 ^ key->uk_offset >> 2;
	struct umtx_list *list = &umtx_lists[(a ^ a >> 10) % UMTX_BUCKETS];

	/* All zero at boot: that is not yet an empty list. */
	if (list->tqh_last == NULL)
		TAILQ_INIT(list);
	return (list);
}

static bool
umtx_same(const struct umtx_key *a, const struct umtx_key *b)
{
	return (a->uk_space == b->uk_space && a->uk_offset == b->uk_offset);
}

/* EFAULT if ptr is no aligned word of the user's; may block. */
static int
umtx_get_key(const volatile int *ptr, struct umtx_key *key)
{
	struct vmspace *vm = curproc->p_vmspace;
	vm_offset_t va = (vm_offset_t)ptr;
	struct vm_map_entry *entry;
	int error = 0;

	if ((va & (sizeof(int) - 1)) != 0)
		return (EFAULT);
	key->uk_object = NULL;
	key->uk_space = vm;
	key->uk_offset = va;
	lockmgr(&vm->vm_map.map_lock, LK_SHARED);
	entry = vm_map_lookup(&vm->vm_map, va);
	if (entry == NULL) {
		error = EFAULT;
	} else if ((entry->vme_flags & VME_SHARED) &&
	    entry->vme_object != NULL) {
		key->uk_object = entry->vme_object;
		vm_object_ref(key->uk_object);
		key->uk_space = key->uk_object;
		key->uk_offset = entry->vme_offset + (va - entry->vme_start);
	}
	lockmgr(&vm->vm_map.map_lock, LK_RELEASE);
	return (error);
}

static void
umtx_put_key(struct umtx_key *key)
{
	if (key->uk_object != NULL)
		vm_object_drop(key->uk_object);
}

/* Microseconds to ticks, never too few; 0 stays "no limit". */
static int
umtx_ticks(int timeout)
{
	const int usec = USEC_PER_SEC / hz;

	return (timeout == 0 ? 0 : (timeout - 1) / usec + 2);
}

/* In the list already: look at the word, then sleep. */
static int
umtx_wait(struct umtx_waiter *uw, const volatile int *ptr, int value,
    int timeout)
{
	int word, error;

	error = copyin((const void *)(uintptr_t)ptr, &word, sizeof(word));
	if (error != 0)
		return (error);
	if (word != value)
		return (EBUSY);
	tsleep_interlock(uw, PDOMAIN_UMTX);
	if (uw->uw_woken)
		return (0);		/* while copyin slept */
	error = tsleep(uw, PCATCH | PINTERLOCKED | PDOMAIN_UMTX, "umtx",
	    umtx_ticks(timeout));
	return (error == ERESTART ? EINTR : error);
}

int
sys_umtx_sleep(struct sysmsg *sysmsg, const struct umtx_sleep_args *uap)
{
	struct umtx_waiter uw = { .uw_woken = false };
	struct umtx_list *list;
	int error;

	(void)sysmsg;
	if (uap->timeout < 0)
		return (EINVAL);
	error = umtx_get_key(uap->ptr, &uw.uw_key);
	if (error != 0)
		return (error);
	list = umtx_list_of(&uw.uw_key);
	crit_enter();
	TAILQ_INSERT_TAIL(list, &uw, uw_entry);
	crit_exit();

	error = umtx_wait(&uw, uap->ptr, uap->value, uap->timeout);

	/* A wakeup that was spent on us must not be lost. */
	crit_enter();
	if (uw.uw_woken)
		error = 0;
	else
		TAILQ_REMOVE(list, &uw, uw_entry);
	crit_exit();
	umtx_put_key(&uw.uw_key);
	return (error);
}

int
umtx_wake(const volatile int *ptr, int count)
{
	struct umtx_waiter *uw, *next;
	struct umtx_list *list;
	struct umtx_key key;
	int error;

	error = umtx_get_key(ptr, &key);
	if (error != 0)
		return (error);
	list = umtx_list_of(&key);
	crit_enter();
	TAILQ_FOREACH_MUTABLE(uw, list, uw_entry, next) {
		if (!umtx_same(&uw->uw_key, &key))
			continue;
		TAILQ_REMOVE(list, uw, uw_entry);
		uw->uw_woken = true;
		wakeup_domain(uw, PDOMAIN_UMTX);
		if (count == 1)
			break;
	}
	crit_exit();
	umtx_put_key(&key);
	return (0);
}

int
sys_umtx_wakeup(struct sysmsg *sysmsg, const struct umtx_wakeup_args *uap)
{
	(void)sysmsg;
	return (umtx_wake(uap->ptr, uap->count));
}
