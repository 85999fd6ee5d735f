/*
 * debugcon.c -- QEMU's debug console: a port that is a file on the host.
 *
 *   debugcon_putc, debugcon_present
 */
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"

#define DEBUGCON_PORT	0xe9

bool
debugcon_present(void)
{
	return (inb(DEBUGCON_PORT) == DEBUGCON_PORT);
}

void
debugcon_putc(char c)
{
	outb(DEBUGCON_PORT, (uint8_t)c);
}
