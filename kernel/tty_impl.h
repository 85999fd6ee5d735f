/*
 * tty_impl.h -- what tty.c and tty_echo.c share.
 */
#ifndef KERNEL_TTY_IMPL_H
#define KERNEL_TTY_IMPL_H

#include "kernel/machdep.h"
#include "kernel/tty.h"

#define CTRL(c)		((c) & 0x1f)
#define TTY_EOF		0x100		/* in the queue: ^D was typed here */

/* All fields: t_spin, which also keeps the interrupt handlers out. */
struct tty {
	struct spinlock t_spin;
	uint32_t t_head;		/* places in the ring, ever growing */
	uint32_t t_ready;
	uint32_t t_tail;
	unsigned t_column;		/* where the cursor is */
	unsigned t_linecol;		/* where the line being typed began */
	uint32_t t_interrupts;		/* interrupt keys so far */
	struct pgrp *t_pgrp;		/* foreground group, a reference */
	uint16_t t_queue[TTY_QUEUE];	/* bytes and TTY_EOF */
};

/* A character to the console: newline becomes CR LF, columns are counted. */
void tty_out(struct tty *tp, char c);
/* Show a character that was typed; control characters look like ^X. */
void tty_echo(struct tty *tp, uint16_t c);
/* Wipe out the echo of c, which was just taken off the end of the line. */
void tty_unecho(struct tty *tp, uint8_t c);

#endif
