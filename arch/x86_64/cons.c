/*
 * cons.c -- the console: serial line and screen, in step.
 *
 *   cons_putc
 */
#include "arch/x86_64/console.h"
#include "kernel/machdep.h"

void
cons_putc(char c)
{
	if (c == '\n')
		serial_putc('\r');
	serial_putc(c);
	screen_putc(c);
}
