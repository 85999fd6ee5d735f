/*
 * serial.c -- the first serial line, a 16550 at COM1.
 *
 *   serial_init, serial_putc     output, polled: works at any time
 *   serial_start_input           input, by interrupts
 */
#include "arch/x86_64/console.h"
#include "arch/x86_64/pic.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"

#define COM1		0x3f8
#define REG_DATA	(COM1 + 0)	/* with DLAB: divisor, low */
#define REG_INTR	(COM1 + 1)	/* with DLAB: divisor, high */
#define REG_FIFO	(COM1 + 2)
#define REG_LINE	(COM1 + 3)
#define REG_MODEM	(COM1 + 4)
#define REG_STATUS	(COM1 + 5)
#define REG_SCRATCH	(COM1 + 7)

#define INTR_RECEIVE	0x01
#define FIFO_ON		0x07		/* and empty; interrupt at 1 byte */
#define LINE_8N1	0x03
#define LINE_DLAB	0x80
#define MODEM_READY	0x0b		/* DTR, RTS, interrupt line connected */
#define STATUS_RECEIVED	0x01
#define STATUS_ROOM	0x20

#define DIVISOR_115200	1
#define PATIENCE	100000		/* looks at a line that won't send */

static bool present;

void
serial_init(void)
{
	outb(REG_SCRATCH, 0x5a);
	if (inb(REG_SCRATCH) != 0x5a)
		return;
	outb(REG_INTR, 0);
	outb(REG_LINE, LINE_DLAB);
	outb(REG_DATA, DIVISOR_115200);
	outb(REG_INTR, 0);
	outb(REG_LINE, LINE_8N1);
	outb(REG_FIFO, FIFO_ON);
	outb(REG_MODEM, MODEM_READY);
	present = true;
}

void
serial_putc(char c)
{
	if (!present)
		return;
	for (int i = 0; i < PATIENCE; i++) {
		if (inb(REG_STATUS) & STATUS_ROOM)
			break;
		cpu_pause();
	}
	outb(REG_DATA, (uint8_t)c);
}

/*
 * The line asks once and then not before it was emptied, so take all there
 * is; bounded, so that a broken device cannot keep us here.
 */
static void
serial_interrupt(void *arg, bool user)
{
	(void)arg;
	(void)user;
	for (int i = 0; i < 256 && (inb(REG_STATUS) & STATUS_RECEIVED); i++)
		cons_input(inb(REG_DATA));
}

void
serial_start_input(void)
{
	if (!present)
		return;
	intr_register(IRQ_COM1, serial_interrupt, NULL);
	outb(REG_INTR, INTR_RECEIVE);
	pic_unmask(IRQ_COM1);
}
