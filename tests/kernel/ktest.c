/*
 * ktest.c -- runs the self-tests of the kernel and reports.
 *
 *   ktest_run                   all of them, or one; then the machine ends
 *   ktest_fail                  (by KCHECK) something does not hold
 *   ktest_spawn, ktest_join     threads for tests
 */
#include "tests/kernel/ktest.h"

#include "kernel/boot.h"
#include "lib/format.h"
#include "vm/vm_map.h"

extern const struct ktest *const selftests_start[];
extern const struct ktest *const selftests_end[];

static const struct ktest *current;
static int failures;			/* of the current test */
static int nthreads;			/* spawned and not yet at their end */
static uint64_t random_state;

void
ktest_fail(const char *file, int line, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	va_start(ap, fmt);
	format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	failures++;
	krecord("@fail %s %s:%d: %s", current->kt_name, file, line, text);
}

uint32_t
ktest_random(void)
{
	random_state = random_state * 6364136223846793005u +
	    1442695040888963407u;
	return ((uint32_t)(random_state >> 33));
}

void
ktest_pause(int n)
{
	static char nobody;

	tsleep(&nobody, 0, "ktest", n);
}

/* ------------------------------------------------------------- threads */

struct ktest_thread {
	void (*kth_func)(void *);
	void *kth_arg;
};

static void
ktest_thread_main(void *arg)
{
	struct ktest_thread kth = *(struct ktest_thread *)arg;

	kfree(arg, M_TEMP);
	kth.kth_func(kth.kth_arg);
	crit_enter();
	nthreads--;
	wakeup(&nthreads);
	crit_exit();
}

void
ktest_spawn(void (*func)(void *), void *arg)
{
	struct ktest_thread *kth = kmalloc(sizeof(*kth), M_TEMP, 0);

	if (kth == NULL)
		panic("no memory for a test");
	kth->kth_func = func;
	kth->kth_arg = arg;
	nthreads++;
	if (kthread_create(ktest_thread_main, kth, NULL, "ktest") != 0)
		panic("no memory for a test's thread");
}

void
ktest_join(void)
{
	while (nthreads > 0)
		tsleep(&nthreads, 0, "ktestjoin", 0);
}

/* --------------------------------------------------------------- runner */

static uint64_t
pages_free(void)
{
	kmem_drain_all();
	return (vm_page_free_count());
}

/* What every test must leave behind: nothing. */
static void
check_traces(uint64_t free_before)
{
	struct thread *td = curthread;
	uint64_t free_now = pages_free();

	KCHECK(free_now == free_before, "%ld pages are lost",
	    (long)(free_before - free_now));
	KCHECK(td->td_critcount == 0 && td->td_ntoks == 0 &&
	    mycpu->gd_spinlocks == 0,
	    "left: %d critical sections, %d tokens, %d spinlocks",
	    td->td_critcount, td->td_ntoks, mycpu->gd_spinlocks);
	KCHECK(vm_check(kprintf) == 0, "vm_check found faults");
}

/* True if it passed. */
static bool
run_one(const struct ktest *test)
{
	uint64_t free_before = pages_free();

	current = test;
	failures = 0;
	random_state = 1;
	kprintf("ktest: %s\n", test->kt_name);
	test->kt_func();
	check_traces(free_before);
	if (failures == 0)
		krecord("@pass %s %s", test->kt_name, test->kt_id);
	return (failures == 0);
}

void
ktest_run(const char *which)
{
	const struct ktest *const *t;
	int run = 0, failed = 0;

	for (t = selftests_start; t < selftests_end; t++) {
		if (*which != '\0' && strcmp(which, (*t)->kt_name) != 0)
			continue;
		run++;
		if (!run_one(*t))
			failed++;
	}
	kprintf("ktest: %d tests, %d failed\n", run, failed);
	if (run == 0)
		krecord("@fail %s: there is no such test", which);
	cpu_debug_exit(run > 0 && failed == 0 ? CPU_EXIT_SELF :
	    CPU_EXIT_FAILED);
	cpu_poweroff();
}
