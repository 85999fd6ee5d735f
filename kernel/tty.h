/*
 * tty.h -- the terminal: lines, echo, editing, control keys.
 *
 * There is one, the console: serial line, screen and keyboard in step.
 */
#ifndef KERNEL_TTY_H
#define KERNEL_TTY_H

#include "kernel/kern.h"
#include "kernel/uio.h"

struct pgrp;
struct tty;

#define TTY_LINE	256		/* longest line, with its newline */
#define TTY_QUEUE	4096		/* typed ahead; a power of two */

void tty_init(void);

/*
 * ttyinput: a character came from the line or the keyboard.
 *
 * => from interrupt handlers too; never blocks: what does not fit is
 *    dropped and the bell rings
 */
void ttyinput(struct tty *tp, int c);

/* The console as a device (struct cdev); read and write may block. */
int ttyopen(uint32_t fflags);
int ttyread(struct uio *uio, uint32_t fflags);
int ttywrite(struct uio *uio, uint32_t fflags);
int ttyioctl(unsigned long com, void *udata);

#endif
