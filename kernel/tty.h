/*
 * tty.h -- the terminal: lines, echo, editing, control keys, job control.
 *
 * There is one, the console: serial line, screen and keyboard in step.
 */
#ifndef KERNEL_TTY_H
#define KERNEL_TTY_H

#include "kernel/kern.h"
#include "kernel/uio.h"

struct pgrp;
struct session;
struct tty;

#define TTY_LINE	256		/* longest line, with its newline */
#define TTY_QUEUE	4096		/* typed ahead; a power of two */

/* Once, when kernel threads can be made; panics without memory. */
void tty_init(void);

/*
 * ttyinput: a character came from the line or the keyboard.
 *
 * => from interrupt handlers too; never blocks: what does not fit is
 *    dropped and the bell rings
 */
void ttyinput(struct tty *tp, int c);

/*
 * tty_leader_exit: the leader of a session with a controlling terminal
 * ends.  SIGHUP to the foreground group; the terminal is free for another
 * session, and of this one nobody can use it any more.
 *
 * => may block
 */
void tty_leader_exit(struct session *sess);

/*
 * The console as a device (struct cdev), and as /dev/tty, which only a
 * process with a controlling terminal can open.  All but ttyopen may block.
 */
int ttyopen(uint32_t fflags);
int ctty_open(uint32_t fflags);
int ttyread(struct uio *uio, uint32_t fflags);
int ttywrite(struct uio *uio, uint32_t fflags);
int ttyioctl(unsigned long com, void *udata);

#endif
