/*
 * kern_printf.c -- the kernel speaks: to people, and to whoever drives it.
 *
 * What people read goes to the console (unless the boot option "quiet" is
 * given), to the message buffer, and as a diagnostic to the debug console.
 * There it lies between records: lines that begin with '@' and are read by
 * programs.  Ordinary text must never look like a record.
 *
 *   kprintf, kvprintf   for people
 *   krecord             for programs
 *   ksnprintf           into a buffer
 *   msgbuf_text         what was said last
 *
 * Interrupts are off while a text is put, so that texts do not mix; no lock
 * is taken, so that a panic can speak from anywhere.
 */
#include "kernel/kern.h"
#include "kernel/machdep.h"
#include "kernel/msgbuf.h"
#include "lib/bits.h"
#include "lib/format.h"

#define MSGBUF_SIZE	16384		/* a power of two */
#define RECORD_MAX	400

/* All with interrupts off. */
static char msgbuf[MSGBUF_SIZE];
static uint64_t msgbuf_count;		/* characters ever put */
static bool debugcon_in_line;		/* its last line has no end yet */

static void
put_debugcon(char c)
{
	if (!debugcon_in_line && c == '@')
		debugcon_putc(' ');	/* not a record, just text */
	debugcon_in_line = c != '\n';
	debugcon_putc(c);
}

/* Where one call of kprintf goes. */
struct print_to {
	bool pt_console, pt_debugcon;
};

static void
put_message(char c, void *arg)
{
	const struct print_to *to = arg;

	msgbuf[msgbuf_count++ % MSGBUF_SIZE] = c;
	if (to->pt_console)
		cons_putc(c);
	if (to->pt_debugcon)
		put_debugcon(c);
}

int
kvprintf(const char *fmt, va_list ap)
{
	bool intr = cpu_intr_enabled();
	struct print_to to;
	int n;

	cpu_disable_intr();
	to.pt_console = boot_option("quiet") == NULL;
	to.pt_debugcon = debugcon_present();
	n = format(put_message, &to, fmt, ap);
	if (intr)
		cpu_enable_intr();
	return (n);
}

int
kprintf(const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = kvprintf(fmt, ap);
	va_end(ap);
	return (n);
}

/* A record is one line, whatever the text says. */
void
krecord(const char *fmt, ...)
{
	bool intr = cpu_intr_enabled();
	char text[RECORD_MAX];
	va_list ap;

	va_start(ap, fmt);
	format_buf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!debugcon_present())
		return;
	cpu_disable_intr();
	if (debugcon_in_line)
		debugcon_putc('\n');
	for (const char *s = text; *s != '\0'; s++)
		debugcon_putc(*s == '\n' ? ' ' : *s);
	debugcon_putc('\n');
	debugcon_in_line = false;
	if (intr)
		cpu_enable_intr();
}

int
ksnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = format_buf(buf, size, fmt, ap);
	va_end(ap);
	return (n);
}

size_t
msgbuf_text(char *buf, size_t size)
{
	uint64_t n = min(min(msgbuf_count, (uint64_t)MSGBUF_SIZE),
	    (uint64_t)size - 1);

	for (uint64_t i = 0; i < n; i++)
		buf[i] = msgbuf[(msgbuf_count - n + i) % MSGBUF_SIZE];
	buf[n] = '\0';
	return (n);
}
