/*
 * crash.c -- dying on purpose: "no silent death" is a claim to be tested.
 *
 *   crash_if_asked     the kernel dies
 *   crash_of_program   a return to user mode fails
 */
#include "arch/x86_64/crash.h"

#include "arch/x86_64/frame.h"
#include "arch/x86_64/trap.h"
#include "kernel/machdep.h"
#include "lib/bits.h"

#ifdef KERNEL_TEST

/* The compiler must not see through any of this. */
static volatile uintptr_t zero;

static void
crash_null(void)
{
	uintptr_t at = zero + 8;

	__asm__ volatile("movq (%0), %0" : "+r" (at));
}

static void
crash_div(void)
{
	uint32_t low = 1, high = 0;

	__asm__ volatile("divl %2" : "+a" (low), "+d" (high)
	    : "r" ((uint32_t)zero));
}

static int
crash_deeper(int depth)
{
	volatile char room[64];

	room[0] = (char)depth;
	if (zero == 0)
		crash_deeper(depth + 1);
	return (room[0]);
}

static void
crash_stack(void)
{
	crash_deeper(0);
}

static void
crash_assert(void)
{
	KASSERT(zero == 1, ("zero is %lu, on purpose", (unsigned long)zero));
}

static void
crash_jump(void)
{
	((void (*)(void))(zero + 0x1000))();
}

static void
crash_write(void)
{
	static const char text[] = "cannot be changed";

	__asm__ volatile("movb $0, (%0)" : : "r" (text) : "memory");
}

static void
crash_df(void)
{
	__asm__ volatile("movq %0, %%rsp; pushq %%rax" : : "r" (zero + 0x5000));
}

static void
crash_ubsan(void)
{
	static volatile int table[4];
	volatile int i = 4;

	table[i] = table[0];
}

static const struct {
	const char *way;
	void (*func)(void);
} crashes[] = {
	{ "null", crash_null },
	{ "div", crash_div },
	{ "stack", crash_stack },
	{ "assert", crash_assert },
	{ "jump", crash_jump },
	{ "write", crash_write },
	{ "df", crash_df },
	{ "ubsan", crash_ubsan },
};

void
crash_if_asked(void)
{
	const char *way = boot_option("crash");

	for (size_t i = 0; way != NULL && i < nitems(crashes); i++) {
		if (strcmp(way, crashes[i].way) == 0)
			crashes[i].func();
	}
}

bool
crash_of_program(struct trapframe *frame)
{
	if (frame->tf_trapno != T_BREAK || frame->tf_rax != CRASH_MAGIC)
		return (false);
	switch (frame->tf_rbx) {
	case 0:
		frame->tf_rip = 1ul << 63;
		break;
	case 1:
		frame->tf_ss = 0x73;
		break;
	default:
		frame->tf_cs = 0x83;
		break;
	}
	return (true);
}

#else

void
crash_if_asked(void)
{
}

bool
crash_of_program(struct trapframe *frame)
{
	(void)frame;
	return (false);
}

#endif
