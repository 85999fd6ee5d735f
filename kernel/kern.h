/*
 * kern.h -- what every part of the kernel may count on.
 *
 * Panics and assertions, the kernel's printf, memory by type, and the locks.
 * This is the only header of kernel/ that vm/ may include, because it knows
 * neither processes nor threads; host tests fulfil it with a few lines of
 * their own (tests/host/).
 */
#ifndef KERNEL_KERN_H
#define KERNEL_KERN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/abi/errno.h"
#include "kernel/abi/types.h"
#include "kernel/kstat.h"
#include "lib/string.h"

/* The machine has instructions for these: no call. */
#ifdef CPU_STRING_INLINE
#define memset(to, c, len)	__builtin_memset(to, c, len)
#define memcpy(to, from, len)	__builtin_memcpy(to, from, len)
#else
#define cpu_zero_words(to, len)	((void)memset(to, 0, len))
#endif

/* ------------------------------------------------ saying what is wrong */

/*
 * panic: print the message, registers and a backtrace; stop for ever.
 *
 * => for bugs of the kernel only; never reachable by a user's mistake
 * => callable from anywhere, interrupt handlers included
 */
void panic(const char *fmt, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

/*
 * KASSERT(condition, ("format", arguments)): an invariant that runs.
 * It is on in every kernel we build.
 */
#define KASSERT(cond, msg) do {						\
	if (__builtin_expect(!(cond), 0))				\
		panic_assert(#cond, __FILE__, __LINE__, kassert_text msg); \
} while (0)
const char *kassert_text(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));
void panic_assert(const char *cond, const char *file, int line,
    const char *text) __attribute__((noreturn));

/*
 * kprintf, kvprintf: to the console and the message buffer.
 * ksnprintf: into a buffer; returns the length the whole text would have.
 *
 * => never block; callable from interrupt handlers
 */
int kprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int kvprintf(const char *fmt, va_list ap);
int ksnprintf(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A record for whoever drives us: one line on the debug console only. */
void krecord(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ------------------------------------------------------ memory by type */

/*
 * Every allocation has a type, so that "who holds the memory" has an answer
 * and the census can count.  A type is defined once, in the file that owns
 * the structure, and registers itself at its first use.
 */
struct malloc_type {
	const char *ks_name;
	uint64_t ks_inuse;		/* allocations alive now */
	uint64_t ks_bytes;		/* bytes they take */
	uint64_t ks_calls;		/* allocations ever made */
	struct malloc_type *ks_next;	/* all types that were used */
	bool ks_registered;
};
#define MALLOC_DEFINE(type, name) \
	struct malloc_type type[1] = { { .ks_name = name } }
#define MALLOC_DECLARE(type)	extern struct malloc_type type[1]
MALLOC_DECLARE(M_TEMP);

#define M_ZERO		0x0100		/* give zeroed memory */
#define KMALLOC_MAX	4096

/*
 * kmalloc: size bytes (1 to KMALLOC_MAX), aligned to 16.
 *
 * => never blocks; NULL if memory ran out (there is no "wait for memory")
 * => not from interrupt handlers
 * kfree: gives back what kmalloc returned; NULL is ignored.
 */
void *kmalloc(size_t size, struct malloc_type *type, int flags);
void kfree(void *p, struct malloc_type *type);
void kmalloc_init(void);
/* All types used so far, newest first (census). */
struct malloc_type *kmalloc_types(void);

/*
 * The test kernel can make the n-th fallible step from now on fail, so that
 * a test sees every way in which a system call can fail: of the calling
 * process (debug.fail_nth), or the n-th allocation of anybody
 * (debug.fail_allocation).
 *
 * inject_failure: asked by every step that can fail, with a name for it; if
 *    true, the step behaves as if it had failed by itself
 * inject_allocation: the same for whatever allocates
 * => anywhere but in interrupt handlers; nothing in the release kernel
 */
#ifdef KERNEL_TEST
extern int fail_allocation;		/* n, 0: none */
bool inject_failure(const char *step);
bool inject_allocation(const char *step);
/* exec: the new program is not what the test meant. */
void inject_stop(void);
/* Where the calling process's debug.fail_nth lies. */
int *inject_count(void);
/* debug.fail_last: the step that failed last. */
size_t inject_text(char *buf, size_t size);
/* debug.fail_where: the backtrace of that failure, a line for each call. */
size_t inject_road(char *buf, size_t size);
/*
 * Places where the next one to come sleeps for so many ticks (debug.pause_*),
 * so that others run where one cpu goes through in one piece.
 */
enum pause_place {
	PAUSE_LWP_CREATE,
	PAUSE_LWP_EXIT,
	PAUSE_WAIT,
	PAUSE_SIGSUSPEND,
	NPAUSES
};
extern int pause_ticks[NPAUSES];	/* 0: no sleep */
void inject_pause(enum pause_place place);
#else
#define inject_pause(place)	((void)0)
#define inject_failure(step)	((void)(step), false)
#define inject_allocation(step)	((void)(step), false)
#define inject_stop()		((void)0)
#endif

/*
 * kmem_register_drain: fn() empties a cache when the census (debug.census)
 * or a shortage asks for it.  At most 16 caches; called during start-up.
 */
void kmem_register_drain(const char *name, void (*fn)(void));
void kmem_drain_all(void);
/*
 * kmem_slack: how many pages fewer kmalloc could do with, were its items
 * packed.  Which page an item lies in depends on what else lived when it was
 * made; so the census counts as if they were packed.
 */
uint64_t kmem_slack(void);

/* --------------------------------------------------------------- locks */

/*
 * A spinlock: short, exclusive, also a critical section.  No blocking call
 * may be made while one is held (asserted in tsleep and in the switch).
 */
struct spinlock {
	uint32_t sl_locked;		/* atomic */
	const char *sl_name;
	const void *sl_owner;		/* thread, for assertions */
};
#define SPINLOCK_INITIALIZER(name)	{ 0, name, NULL }
void spin_init(struct spinlock *spin, const char *name);
void spin_lock(struct spinlock *spin);
void spin_unlock(struct spinlock *spin);
bool spin_held(const struct spinlock *spin);

/*
 * A lock that may be held across blocking calls: shared or exclusive.
 * lockmgr LK_SHARED / LK_EXCLUSIVE may block and always succeeds; LK_RELEASE
 * undoes either.  Not recursive.
 */
#define LK_SHARED	1
#define LK_EXCLUSIVE	2
#define LK_RELEASE	3
struct lock {
	struct spinlock lk_spin;
	int lk_count;			/* > 0 shared holders, -1 exclusive */
	int lk_waiting;			/* threads asleep for it */
	const void *lk_owner;		/* thread that holds it exclusively */
	const char *lk_name;
};
void lockinit(struct lock *lk, const char *name);
void lockmgr(struct lock *lk, int how);
bool lockowned(const struct lock *lk);	/* exclusively, by this thread */

/*
 * A critical section: this thread is not preempted and interrupt handlers
 * are put off until crit_exit().  Nests; a thread may still block inside.
 */
void crit_enter(void);
void crit_exit(void);

#endif
