/*
 * ktest.h -- what every self-test of the kernel begins with.
 *
 *	KTEST(token_lifo, "T-5.6")
 *	{
 *		...
 *		KCHECK(x == 1, "x is %d", x);
 *	}
 *
 * defines a test; it lands in a table by itself (linker.ld).  The test
 * kernel runs them, in the thread of process 0, before the first program:
 * all with the boot option "selftest", one with "selftest=token_lifo".  For
 * each a record says "@pass NAME id" or "@fail NAME file:line: text".  After
 * each test every page must be back and vm_check() must be content.
 */
#ifndef KTEST_H
#define KTEST_H

#include "kernel/kassert_catch.h"
#include "kernel/proc.h"
#include "kernel/thread.h"

struct ktest {
	const char *kt_name;
	const char *kt_id;		/* of docs/ids.md, or a few words */
	void (*kt_func)(void);
};

#define KTEST(name, id)							\
static void ktest_##name(void);						\
static const struct ktest ktest_of_##name = { #name, id, ktest_##name }; \
static const struct ktest *const ktest_entry_##name			\
    __attribute__((used, section("selftests"))) = &ktest_of_##name;	\
static void								\
ktest_##name(void)

/* A condition and a message for when it does not hold; the test goes on. */
#define KCHECK(cond, ...) do {						\
	if (!(cond))							\
		ktest_fail(__FILE__, __LINE__, __VA_ARGS__);		\
} while (0)
void ktest_fail(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A kernel thread for this test; ktest_join() waits for all of them. */
void ktest_spawn(void (*func)(void *), void *arg);
void ktest_join(void);
/* Sleep for some ticks. */
void ktest_pause(int ticks);
/* Numbers that look random and are the same in every run. */
uint32_t ktest_random(void);

#endif
