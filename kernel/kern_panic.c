/*
 * kern_panic.c -- a bug of ours was found: say all there is to say, stop.
 *
 * Never a silent end: the message, who ran, a backtrace with function, file
 * and line; a record for whoever drives us; then QEMU ends with a status of
 * its own, and a real machine halts.
 *
 *   panic, panic_assert, kassert_text
 *   KASSERT_FIRES (kassert_catch.h)     in a test kernel: go on after all
 */
#include "kernel/kassert_catch.h"
#include "kernel/proc.h"
#include "lib/format.h"

#define TEXT_MAX	300

/* How deep we are in panics: one inside another says less each time. */
static int panicking;

#ifdef KERNEL_TEST
void *kassert_jump[5];

/* One at a time: by the thread that runs a test. */
static struct {
	bool kc_armed;
	int kc_critcount, kc_ntoks, kc_spinlocks;
	char kc_text[TEXT_MAX];
} catch;

void
kassert_catch_begin(void)
{
	catch.kc_critcount = curthread->td_critcount;
	catch.kc_ntoks = curthread->td_ntoks;
	catch.kc_spinlocks = mycpu->gd_spinlocks;
	catch.kc_armed = true;
}

void
kassert_catch_end(bool fired)
{
	struct thread *td = curthread;

	catch.kc_armed = false;
	if (!fired)
		return;
	while (td->td_ntoks > catch.kc_ntoks)
		lwkt_reltoken(td->td_toks[td->td_ntoks - 1]);
	mycpu->gd_spinlocks = catch.kc_spinlocks;
	td->td_critcount = catch.kc_critcount;
	cpu_enable_intr();
}

const char *
kassert_caught_text(void)
{
	return (catch.kc_text);
}

static void
kassert_caught(const char *text)
{
	if (!catch.kc_armed)
		return;
	catch.kc_armed = false;
	strlcpy(catch.kc_text, text, sizeof(catch.kc_text));
	__builtin_longjmp(kassert_jump, 1);
}
#else
#define kassert_caught(text)	((void)(text))
#endif

static void
panic_who(void)
{
	struct thread *td = curthread;

	if (td == NULL)
		return;
	if (td->td_proc != NULL)
		kprintf("  thread: %s, pid %d\n", td->td_comm,
		    (int)td->td_proc->p_pid);
	else
		kprintf("  thread: %s (of the kernel)\n", td->td_comm);
}

/* The end, for all of them; interrupts are off. */
static void __attribute__((noreturn))
panic_stop(const char *text)
{
	switch (panicking++) {
	case 0:
		kprintf("\npanic: %s\n", text);
		panic_who();
		cpu_backtrace_self(kprintf);
		krecord("@panic %s", text);
		break;
	case 1:
		kprintf("\npanic inside a panic: %s\n", text);
		krecord("@panic %s, inside a panic", text);
		break;
	default:			/* even that went wrong */
		break;
	}
	cpu_debug_exit(CPU_EXIT_PANIC);
	cpu_halt_forever();
}

void
panic(const char *fmt, ...)
{
	static char text[TEXT_MAX];
	va_list ap;

	cpu_disable_intr();
	va_start(ap, fmt);
	format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	panic_stop(text);
}

const char *
kassert_text(const char *fmt, ...)
{
	static char text[TEXT_MAX];
	va_list ap;

	cpu_disable_intr();		/* what called us never goes on */
	va_start(ap, fmt);
	format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return (text);
}

void
panic_assert(const char *cond, const char *file, int line, const char *text)
{
	static char full[TEXT_MAX];

	ksnprintf(full, sizeof(full), "%s:%d: %s (%s does not hold)", file,
	    line, text, cond);
	kassert_caught(full);
	panic_stop(full);
}
