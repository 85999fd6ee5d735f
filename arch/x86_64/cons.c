/*
 * cons.c -- the console: serial line and screen, in step.
 *
 *   cons_putc      for the kernel's own messages: newline begins a line
 *   cons_putraw    just this character
 */
#include "arch/x86_64/console.h"
#include "kernel/machdep.h"

void
cons_putraw(char c)
{
	serial_putc(c);
	screen_putc(c);
}

void
cons_putc(char c)
{
	if (c == '\n')
		cons_putraw('\r');
	cons_putraw(c);
}
