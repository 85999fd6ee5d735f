/*
 * kern_panic.c -- the end, explained.
 *
 *   panic, panic_assert    say what is wrong and where; stop
 *
 * A panic inside a panic says only its own message.
 */
#include "kernel/kern.h"
#include "kernel/machdep.h"
#include "kernel/panic.h"
#include "lib/format.h"

/* Set by who expects a panic (self-tests): it may longjmp away. */
void (*panic_expected)(const char *text);

static int panicking;		/* atomic: how deep */

static void panic_text(const char *text) __attribute__((noreturn));

static void
panic_text(const char *text)
{
	int depth;

	if (panic_expected != NULL)
		panic_expected(text);
	cpu_disable_intr();
	depth = __atomic_add_fetch(&panicking, 1, __ATOMIC_SEQ_CST);
	if (depth <= 2) {
		kprintf("\npanic: %s\n", text);
		krecord("@panic %s", text);
	}
	if (depth == 1)
		cpu_backtrace_self(kprintf);
	cpu_debug_exit(CPU_EXIT_PANIC);
	cpu_halt_forever();
}

void
panic(const char *fmt, ...)
{
	static char text[256];
	va_list ap;

	va_start(ap, fmt);
	format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	panic_text(text);
}

const char *
kassert_text(const char *fmt, ...)
{
	static char text[200];
	va_list ap;

	va_start(ap, fmt);
	format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return (text);
}

void
panic_assert(const char *cond, const char *file, int line, const char *text)
{
	panic("%s:%d: (%s) is false: %s", file, line, cond, text);
}
