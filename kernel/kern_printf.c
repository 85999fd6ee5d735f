/*
 * kern_printf.c -- the kernel speaks.
 *
 * Everything goes to a message buffer, and to the console unless the boot
 * option "quiet" keeps the console for programs; then the debug console
 * gets it instead.  Records (krecord) are for whoever drives the machine
 * and go to the debug console only.
 *
 *   kprintf, kvprintf    the console
 *   ksnprintf            a buffer
 *   krecord              the debug console, one line
 */
#include "kernel/kern.h"
#include "kernel/machdep.h"
#include "lib/format.h"

#define MSGBUF_SIZE	16384		/* a power of two */

/* The last things said; for a debugger ("x/s msgbuf"). */
char msgbuf[MSGBUF_SIZE];
uint32_t msgbuf_next;

/* Looked up at the first message; options are parsed by then. */
static enum { QUIET_UNKNOWN, QUIET_NO, QUIET_YES } quiet;

static void
kputc(char c, void *arg)
{
	(void)arg;
	msgbuf[msgbuf_next++ % MSGBUF_SIZE] = c;
	if (quiet == QUIET_YES)
		debugcon_putc(c);
	else
		cons_putc(c);
}

int
kvprintf(const char *fmt, va_list ap)
{
	if (quiet == QUIET_UNKNOWN)
		quiet = boot_option("quiet") != NULL ? QUIET_YES : QUIET_NO;
	return (format(kputc, NULL, fmt, ap));
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

static void
record_putc(char c, void *arg)
{
	(void)arg;
	debugcon_putc(c);
}

void
krecord(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(record_putc, NULL, fmt, ap);
	va_end(ap);
	debugcon_putc('\n');
}
