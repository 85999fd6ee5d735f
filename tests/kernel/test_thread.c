/*
 * test_thread.c -- threads: who runs, with which registers, on which stack.
 */
#include "arch/x86_64/trap.h"
#include "lib/bits.h"
#include "tests/kernel/ktest.h"
#include "vm/vm_page.h"

/* ------------------------------------------------------------ registers */

/*
 * Fill what a function must keep, leave for ntd, look when somebody has come
 * back to us: 0 if all is as it was.  Not by way of lwkt_switch(), which
 * saves some registers itself.
 */
static uint64_t
switch_with_registers(struct thread *ntd, uint64_t seed)
{
	uint64_t wrong;

	__asm__ volatile(
	    "pushq %%rsi\n\t"
	    "pushq %%rsi\n\t"
	    "movq %%rsi, %%rbx\n\t"
	    "leaq 1(%%rsi), %%r12\n\t"
	    "leaq 2(%%rsi), %%r13\n\t"
	    "leaq 3(%%rsi), %%r14\n\t"
	    "leaq 4(%%rsi), %%r15\n\t"
	    "call cpu_lwkt_switch\n\t"
	    "popq %%rax\n\t"
	    "popq %%rax\n\t"
	    "subq %%rax, %%rbx\n\t"
	    "subq %%rax, %%r12\n\t"
	    "subq %%rax, %%r13\n\t"
	    "subq %%rax, %%r14\n\t"
	    "subq %%rax, %%r15\n\t"
	    "subq $1, %%r12\n\t"
	    "subq $2, %%r13\n\t"
	    "subq $3, %%r14\n\t"
	    "subq $4, %%r15\n\t"
	    "orq %%r12, %%rbx\n\t"
	    "orq %%r13, %%rbx\n\t"
	    "orq %%r14, %%rbx\n\t"
	    "orq %%r15, %%rbx\n\t"
	    "movq %%rbx, %%rax"
	    : "=a" (wrong), "+D" (ntd), "+S" (seed) :
	    : "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13",
	    "r14", "r15", "cc", "memory");
	return (wrong);
}

static struct thread *pair[2];

static void
ping_pong(void *arg)
{
	uintptr_t me = (uintptr_t)arg;
	uint64_t wrong = 0;

	pair[me] = curthread;
	while (pair[1 - me] == NULL)
		lwkt_yield();
	for (uint64_t i = 0; i < 200; i++) {
		crit_enter();
		cpu_disable_intr();
		wrong |= switch_with_registers(pair[1 - me],
		    (uint64_t)me << 40 | i << 8);
		cpu_enable_intr();
		crit_exit();
	}
	KCHECK(wrong == 0, "a register changed");
}

KTEST(switch_registers, "a switch keeps what a function must keep")
{
	pair[0] = pair[1] = NULL;
	ktest_spawn(ping_pong, (void *)0);
	ktest_spawn(ping_pong, (void *)1);
	ktest_join();
}

/* --------------------------------------------------------------- running */

static struct thread *watched[3];
static int nwatched, not_alone;

/* A thread that runs is TDF_RUNNING, and it is the only one. */
static void
look_at_running(void *arg)
{
	(void)arg;
	watched[nwatched++] = curthread;
	for (int i = 0; i < 50; i++) {
		for (int j = 0; j < nwatched; j++)
			not_alone += ((watched[j]->td_flags & TDF_RUNNING) !=
			    0) != (watched[j] == curthread);
		lwkt_yield();
	}
	for (int j = 0; j < nwatched; j++) {
		if (watched[j] == curthread)
			watched[j] = watched[--nwatched];
	}
}

KTEST(switch_running, "T-5.9: TDF_RUNNING moves with the cpu")
{
	uint64_t before = mycpu->gd_cnt[V_SWTCH];

	nwatched = not_alone = 0;
	for (int i = 0; i < 3; i++)
		ktest_spawn(look_at_running, NULL);
	ktest_join();
	KCHECK(not_alone == 0, "%d times wrong", not_alone);
	KCHECK(curthread->td_flags & TDF_RUNNING, "we do not run");
	KCHECK(mycpu->gd_cnt[V_SWTCH] - before >= 150, "only %lu switches",
	    (unsigned long)(mycpu->gd_cnt[V_SWTCH] - before));
}

/* ------------------------------------------------------------ priorities */

static char trace[16];
static int ntrace;

static void
leave_trace(void *arg)
{
	trace[ntrace++] = (char)('a' + (uintptr_t)arg / 10);
}

KTEST(priorities, "the best thread first, equals in turn")
{
	static const uintptr_t args[] = { 0, 12, 21, 32, 40, 51 };
	struct thread *td;

	memset(trace, 0, sizeof(trace));
	ntrace = 0;
	for (size_t i = 0; i < nitems(args); i++) {
		if (kthread_create(leave_trace, (void *)args[i], &td,
		    "trace") != 0)
			panic("no memory for a test");
		lwkt_setpri(td, TDPRI_KERN_DAEMON + (int)args[i] % 10);
	}
	ktest_pause(2);
	KCHECK(strcmp(trace, "bdcfae") == 0, "they ran as %s", trace);
}

static void
loops(void *arg)
{
	for (int i = 0; i < 3; i++) {
		trace[ntrace++] = (char)('a' + (uintptr_t)arg);
		lwkt_yield();
	}
}

KTEST(yield_turns, "lwkt_yield: to the end of the queue")
{
	memset(trace, 0, sizeof(trace));
	ntrace = 0;
	for (uintptr_t i = 0; i < 3; i++)
		ktest_spawn(loops, (void *)i);
	ktest_join();
	KCHECK(strcmp(trace, "abcabcabc") == 0, "they ran as %s", trace);
}

KTEST(deschedule, "a thread that is on no queue does not run")
{
	struct thread *td;
	int ran = 0;

	ntrace = 0;
	memset(trace, 0, sizeof(trace));
	KCHECK(kthread_create(loops, NULL, &td, "held") == 0, "no memory");
	lwkt_deschedule(td);
	ktest_pause(3);
	ran = ntrace;
	KCHECK(ran == 0, "it ran");
	lwkt_schedule(td);
	lwkt_schedule(td);		/* once more changes nothing */
	ktest_pause(3);
	KCHECK(ntrace == 3, "it made %d of 3 rounds", ntrace);
}

KTEST(idle_scheduled, "the idle thread is never scheduled")
{
	KCHECK(KASSERT_FIRES(lwkt_schedule(mycpu->gd_idlethread)),
	    "it was");
}

/* ---------------------------------------------------------------- stacks */

KTEST(stack_guard, "T-6.9: below each stack lies a page that is not there")
{
	uintptr_t stack = kstack_alloc();
	volatile uint64_t *top;

	KCHECK(stack != 0, "no stack");
	KCHECK(stack % PAGE_SIZE == 0, "not on a page");
	top = (volatile uint64_t *)(stack + LWKT_THREAD_STACK - 8);
	*top = 0x1234;
	KCHECK(kva_readable(stack) && *top == 0x1234, "no memory there");
	KCHECK(!kva_readable(stack - 8), "something is mapped below it");
	KCHECK(!kva_readable(stack + LWKT_THREAD_STACK),
	    "something is mapped above it");
	KCHECK(kstack_is_guard(stack - 8) && kstack_is_guard(stack -
	    PAGE_SIZE), "the guard is not known as one");
	KCHECK(!kstack_is_guard(stack) && !kstack_is_guard((uintptr_t)&stack),
	    "a stack is taken for a guard");
	kstack_free(stack);
	kmem_drain_all();
	KCHECK(!kva_readable(stack), "mapped after it was freed");
}

KTEST(stack_foot, "a stack used to its last word is found")
{
	uintptr_t stack = kstack_alloc();
	uint32_t word = *(uint32_t *)stack;

	*(uint32_t *)stack = 0;
	KCHECK(KASSERT_FIRES(kstack_free(stack)), "it was not");
	*(uint32_t *)stack = word;
	kstack_free(stack);
}

KTEST(stacks_distinct, "stacks do not overlap and all come back")
{
	static uintptr_t stacks[100];
	uint64_t before;

	kmem_drain_all();
	before = vm_page_free_count();
	for (size_t i = 0; i < nitems(stacks); i++) {
		stacks[i] = kstack_alloc();
		if (stacks[i] == 0) {
			KCHECK(false, "no stack %lu", (unsigned long)i);
			return;
		}
		*(volatile size_t *)(stacks[i] + 8000) = i;
	}
	KCHECK(before - vm_page_free_count() == 400, "%lu pages for 100 stacks",
	    (unsigned long)(before - vm_page_free_count()));
	for (size_t i = 0; i < nitems(stacks); i++)
		KCHECK(*(volatile size_t *)(stacks[i] + 8000) == i,
		    "stack %lu was overwritten", (unsigned long)i);
	for (size_t i = 0; i < nitems(stacks); i++)
		kstack_free(stacks[i * 37 % nitems(stacks)]);
	kmem_drain_all();
	KCHECK(vm_page_free_count() == before, "pages are lost");
}

/* ----------------------------------------------------------- end of life */

static void
just_end(void *arg)
{
	++*(int *)arg;
}

KTEST(threads_freed, "dead kernel threads are freed")
{
	uint64_t before = M_THREAD->ks_inuse;
	int ended = 0;

	for (int i = 0; i < 50; i++) {
		ktest_spawn(just_end, &ended);
		if (i % 10 == 9)
			ktest_join();
	}
	ktest_join();
	ktest_pause(2);			/* the reaper's turn */
	KCHECK(ended == 50, "%d ended", ended);
	KCHECK(M_THREAD->ks_inuse == before, "%ld threads are left",
	    (long)(M_THREAD->ks_inuse - before));
}

/* ------------------------------------------------------------- allocator */

KTEST(kmalloc_counts, "row 17: kmalloc knows who has what")
{
	static MALLOC_DEFINE(M_KTEST, "ktest");
	void *p[60];

	for (size_t i = 0; i < nitems(p); i++) {
		p[i] = kmalloc(i * 30 + 1, M_KTEST, M_ZERO);
		KCHECK(p[i] != NULL && (uintptr_t)p[i] % 16 == 0,
		    "item %lu", (unsigned long)i);
		for (size_t j = 0; j < i * 30 + 1; j++)
			KCHECK(((uint8_t *)p[i])[j] == 0, "not zeroed");
		memset(p[i], (int)i + 1, i * 30 + 1);
	}
	KCHECK(M_KTEST->ks_inuse == 60 && M_KTEST->ks_calls == 60,
	    "in use %lu, calls %lu", (unsigned long)M_KTEST->ks_inuse,
	    (unsigned long)M_KTEST->ks_calls);
	for (size_t i = 0; i < nitems(p); i++) {
		for (size_t j = 0; j < i * 30 + 1; j++)
			KCHECK(((uint8_t *)p[i])[j] == (uint8_t)(i + 1),
			    "item %lu was overwritten", (unsigned long)i);
		kfree(p[i], M_KTEST);
	}
	KCHECK(M_KTEST->ks_inuse == 0 && M_KTEST->ks_bytes == 0,
	    "left: %lu, %lu bytes", (unsigned long)M_KTEST->ks_inuse,
	    (unsigned long)M_KTEST->ks_bytes);
	KCHECK(KASSERT_FIRES(kfree(&p[0], M_KTEST)),
	    "more was freed than allocated");
	kfree(NULL, M_KTEST);
}
