/*
 * tty_impl.h -- what the files of the terminal share.
 *
 *   tty.c          open, read, write: the device
 *   tty_line.c     one character typed: a key, or into the line
 *   tty_echo.c     what the terminal shows
 *   tty_ioctl.c    settings and questions
 *   tty_session.c  whose terminal it is; who may use it now
 *   tty_signal.c   keys that are signals
 *   tty_info.c     the line that ^T shows
 */
#ifndef KERNEL_TTY_IMPL_H
#define KERNEL_TTY_IMPL_H

#include "kernel/abi/ioctl.h"
#include "kernel/abi/termios.h"
#include "kernel/thread.h"
#include "kernel/tty.h"

struct proc;

#define CTRL(c)		((c) & 0x1f)
/* In the queue, besides bytes: */
#define TTY_END		0x100		/* a line ends with this one */
#define TTY_EOF		0x200		/* no byte: VEOF was typed here */

/* All fields: t_spin, which also keeps the interrupt handlers out. */
struct tty {
	struct spinlock t_spin;
	uint32_t t_head;		/* places in the ring, ever growing */
	uint32_t t_ready;
	uint32_t t_tail;
	unsigned t_column;		/* where the cursor is */
	unsigned t_linecol;		/* where the line being typed began */
	bool t_stopped;			/* output waits: VSTOP */
	bool t_literal;			/* VLNEXT: the next one is no key */
	uint32_t t_interrupts;		/* signals typed that nobody got */
	uint32_t t_signals;		/* to be sent: bit n is signal n */
	bool t_info;			/* a line about the job is wanted */
	struct pgrp *t_pgrp;		/* foreground group, a reference */
	struct termios t_termios;
	struct winsize t_winsize;
	uint16_t t_queue[TTY_QUEUE];	/* bytes, with TTY_END and TTY_EOF */
};

static inline bool
tty_lflag(const struct tty *tp, tcflag_t flag)
{
	return ((tp->t_termios.c_lflag & flag) != 0);
}

/* ---------------------------------------------- tty.c */

/* The settings of a terminal that nobody has opened yet. */
void tty_reset(struct tty *tp);

/* ---------------------------------------------- tty_line.c; t_spin held */

/* Drop what was typed and not yet read. */
void tty_flush_input(struct tty *tp);
/* Output goes on. */
void tty_restart(struct tty *tp);
/* New settings: an unfinished line may be readable now. */
void tty_set_termios(struct tty *tp, const struct termios *t);
/*
 * Take up to n bytes, of one line if there are lines, without the mark that
 * may end it; *endp: the line is finished, there is nothing more for this
 * read.
 */
size_t tty_take(struct tty *tp, char *buf, size_t n, bool *endp);
/* The bytes that could be taken now. */
int tty_readable(const struct tty *tp);

/* ---------------------------------------------- tty_echo.c; t_spin held */

/* A byte that a program wrote: OPOST and its like; columns are counted. */
void tty_out(struct tty *tp, char c);
/* Show a character that was typed, if there is ECHO. */
void tty_echo(struct tty *tp, uint16_t c);
/* Wipe out the echo of c, which was just taken off the end of the line. */
void tty_unecho(struct tty *tp, uint8_t c);
/* The line being typed again, on a line of its own. */
void tty_reprint(struct tty *tp);
/* The same, where the cursor is: at the start of a line. */
void tty_retype(struct tty *tp);

/* ---------------------------------------------- tty_ioctl.c */

/* ioctl(2); udata is the user's.  ENOTTY: no such request.  May block. */
int tty_ioctl(struct tty *tp, unsigned long com, void *udata);

/* ---------------------------------------------- tty_session.c */

/*
 * May the calling process do that now?  From the background it may be
 * stopped here until it is continued, and then it is looked at again.
 *
 * => 0; EIO; EINTR or ERESTART if it caught the signal; ENXIO: its
 *    terminal was taken away
 * => may block
 */
int tty_check_read(struct tty *tp);
int tty_check_write(struct tty *tp);
int tty_check_change(struct tty *tp);
bool tty_taken_away(const struct proc *p);
/* Is it p's controlling terminal? */
bool tty_controls(const struct tty *tp, const struct proc *p);
/*
 * Make it the controlling terminal of the session that p leads, if that has
 * none and nobody else has this one; else EPERM.
 */
int tty_claim(struct tty *tp, struct proc *p);
/* TIOCNOTTY, TIOCGPGRP, TIOCSPGRP, TIOCGSID. */
int tty_give_up(struct tty *tp, struct proc *p);
int tty_get_pgrp(struct tty *tp, int *pgid);
int tty_set_pgrp(struct tty *tp, int pgid);
int tty_get_sid(struct tty *tp, int *sid);

/* ---------------------------------------------- tty_signal.c */

/* The foreground group shall get sig, soon; t_spin held, does not block. */
void tty_signal(struct tty *tp, int sig);
/* The line of tty_info(), soon; t_spin held, does not block. */
void tty_want_info(struct tty *tp);
/* The kernel thread that sends them. */
void tty_signal_init(struct tty *tp);

/* ---------------------------------------------- tty_info.c */

/*
 * tty_info: print a line about the foreground group pg; NULL: there is none.
 *
 * => nothing is printed while output is stopped (VSTOP)
 * => the caller has a reference to pg; may block
 */
void tty_info(struct tty *tp, const struct pgrp *pg);

#endif
