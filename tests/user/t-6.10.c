/* T-6.10: a new LWP's floating point is as after exec, not its creator's. */
#include <string.h>
#include <sys/lwp.h>

#include "tests/user/fpu.h"
#include "tests/user/test.h"

TEST("T-6.10");

static struct thread thread;
static volatile uint32_t mxcsr;
static volatile uint16_t control;

static void
look(void *arg)
{
	uint32_t m;
	uint16_t c;

	(void)arg;
	__asm__ volatile("stmxcsr %0; fnstcw %1" : "=m" (m), "=m" (c));
	mxcsr = m;
	control = c;
}

int
main(void)
{
	uint32_t up = MXCSR_UP, now, plain = MXCSR_DEFAULT;
	uint16_t cw = CONTROL_UP;

	__asm__ volatile("ldmxcsr %0; fldcw %1" : : "m" (up), "m" (cw));
	thread_start(&thread, look, NULL);
	thread_join(&thread);
	__asm__ volatile("stmxcsr %0" : "=m" (now));
	__asm__ volatile("ldmxcsr %0; fninit" : : "m" (plain));
	check(mxcsr == MXCSR_DEFAULT, "MXCSR is the default");
	check(control == 0x037f, "so is the control word");
	check((now & ~0x3fu) == MXCSR_UP, "ours is as we left it");
	pass();
}
