/*
 * tty.c -- the terminal.
 *
 * Input comes a character at a time from interrupt handlers and is read a
 * line at a time by programs; in between, the person typing may correct it.
 *
 *      t_head          t_ready                  t_tail
 *        |               |                        |
 *   -----+---------------+------------------------+-----   t_queue, a ring
 *        | whole lines,  | the line being typed,  |
 *        | to be read    | may still be edited    |
 *
 *   ttyinput           one character: a control key, or into the line
 *   ttyread, ttywrite  for programs
 *   ttyioctl, ttyopen  foreground group, controlling terminal
 *
 * Not here: echo and erasing on the screen (tty_echo.c).
 */
#include "kernel/tty.h"
#include "kernel/abi/ioctl.h"
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/tty_impl.h"
#include "lib/bits.h"

static struct tty console;

void
tty_init(void)
{
	spin_init(&console.t_spin, "tty");
}

/* From arch/: a character of the serial line or of the keyboard. */
void
cons_input(int c)
{
	ttyinput(&console, c);
}

/* ---------------------------------------------------------------- input */

static uint16_t *
slot(struct tty *tp, uint32_t position)
{
	return (&tp->t_queue[position % TTY_QUEUE]);
}

/*
 * One more for the line.  A line keeps a place for its newline, and the
 * queue one for a newline or an end-of-file mark.
 */
static bool
append(struct tty *tp, uint16_t c, uint32_t spare)
{
	if (tp->t_tail - tp->t_ready >= TTY_LINE - spare ||
	    tp->t_tail - tp->t_head >= TTY_QUEUE - spare) {
		cons_putc(CTRL('G'));
		return (false);
	}
	*slot(tp, tp->t_tail) = c;
	tp->t_tail++;
	return (true);
}

/* The line is complete: programs may read it. */
static void
finish_line(struct tty *tp, uint16_t c)
{
	if (!append(tp, c, 0))
		return;
	if (c != TTY_EOF)
		tty_echo(tp, c);
	tp->t_ready = tp->t_tail;
	wakeup(&tp->t_ready);
}

static void
erase_one(struct tty *tp)
{
	if (tp->t_tail == tp->t_ready)
		return;
	tp->t_tail--;
	tty_unecho(tp, (uint8_t)*slot(tp, tp->t_tail));
}

/*
 * The interrupt keys: the foreground group dies, and so does what was typed
 * and not yet read: it was meant for whoever dies.  A reader that lives on,
 * as a shell at its prompt does, learns of it by EINTR.
 */
static void
interrupt(struct tty *tp, int c, int sig)
{
	tty_echo(tp, (uint8_t)c);
	tty_out(tp, '\n');
	tp->t_head = tp->t_ready = tp->t_tail;
	tp->t_interrupts++;
	wakeup(&tp->t_ready);
	if (tp->t_pgrp != NULL)
		ksignal_pgrp(tp->t_pgrp, sig);
}

void
ttyinput(struct tty *tp, int c)
{
	spin_lock(&tp->t_spin);
	if (tp->t_tail == tp->t_ready)
		tp->t_linecol = tp->t_column;
	switch (c) {
	case CTRL('C'):
		interrupt(tp, c, SIGINT);
		break;
	case CTRL('\\'):
		interrupt(tp, c, SIGQUIT);
		break;
	case CTRL('D'):
		finish_line(tp, TTY_EOF);
		break;
	case '\r':
	case '\n':
		finish_line(tp, '\n');
		break;
	case '\b':
	case 0x7f:
		erase_one(tp);
		break;
	case CTRL('U'):
		while (tp->t_tail != tp->t_ready)
			erase_one(tp);
		break;
	default:
		if (append(tp, (uint8_t)c, 1))
			tty_echo(tp, (uint8_t)c);
	}
	spin_unlock(&tp->t_spin);
}

/* ----------------------------------------------------------------- read */

/*
 * Take up to n characters of one line, without the mark that may end it;
 * *endp: the line is finished, there is nothing more for this read.
 */
static size_t
take_line(struct tty *tp, char *buf, size_t n, bool *endp)
{
	size_t got = 0;
	uint16_t c;

	*endp = false;
	spin_lock(&tp->t_spin);
	while (tp->t_head != tp->t_ready && !*endp) {
		c = *slot(tp, tp->t_head);
		/*
		 * A mark right behind the last byte that fits is taken too,
		 * or the next read would see the end of the file.
		 */
		if (c != TTY_EOF && got == n)
			break;
		tp->t_head++;
		if (c == TTY_EOF || c == '\n')
			*endp = true;
		if (c != TTY_EOF)
			buf[got++] = (char)c;
	}
	spin_unlock(&tp->t_spin);
	return (got);
}

/* Until there is a line to read. */
static int
wait_line(struct tty *tp, uint32_t fflags)
{
	uint32_t interrupts;
	int error = 0;

	spin_lock(&tp->t_spin);
	interrupts = tp->t_interrupts;
	while (tp->t_head == tp->t_ready && error == 0) {
		if ((fflags & O_NONBLOCK) != 0)
			error = EAGAIN;
		else
			error = ssleep(&tp->t_ready, &tp->t_spin, PCATCH,
			    "ttyin", 0);
		if (error == 0 && interrupts != tp->t_interrupts)
			error = EINTR;
	}
	spin_unlock(&tp->t_spin);
	return (error);
}

int
ttyread(struct uio *uio, uint32_t fflags)
{
	struct tty *tp = &console;
	char buf[TTY_LINE];
	bool end = false;
	size_t n;
	int error;

	if (uio->uio_resid == 0)
		return (0);
	error = wait_line(tp, fflags);
	while (error == 0 && uio->uio_resid > 0 && !end) {
		n = take_line(tp, buf, min(uio->uio_resid, sizeof(buf)),
		    &end);
		if (n == 0)
			break;
		error = uiomove(buf, n, uio);
	}
	return (error);
}

/* ---------------------------------------------------------------- write */

int
ttywrite(struct uio *uio, uint32_t fflags)
{
	struct tty *tp = &console;
	char buf[TTY_LINE];
	size_t i, n;
	int error = 0;

	(void)fflags;
	while (error == 0 && uio->uio_resid > 0) {
		n = min(uio->uio_resid, sizeof(buf));
		error = uiomove(buf, n, uio);
		if (error != 0)
			break;
		for (i = 0; i < n; i++) {
			spin_lock(&tp->t_spin);
			tty_out(tp, buf[i]);
			spin_unlock(&tp->t_spin);
		}
	}
	return (error);
}

/* --------------------------------------------- whose terminal it is */

/* pg is in the foreground from now on; its reference passes to tp. */
static void
set_foreground(struct tty *tp, struct pgrp *pg)
{
	struct pgrp *old;

	spin_lock(&tp->t_spin);
	old = tp->t_pgrp;
	tp->t_pgrp = pg;
	spin_unlock(&tp->t_spin);
	if (old != NULL)
		pgrel(old);
}

/*
 * Make it the controlling terminal of a session leader that has none, if
 * the session it belonged to has lost its leader.
 */
static int
claim(struct tty *tp, struct proc *p)
{
	struct session *sess = p->p_pgrp->pg_session;
	struct session *owner = tp->t_pgrp == NULL ? NULL :
	    tp->t_pgrp->pg_session;

	if (sess->s_leader != p)
		return (EPERM);
	if (owner == sess)
		return (0);
	if (sess->s_ttyp != NULL ||
	    (owner != NULL && owner->s_leader != NULL))
		return (EPERM);
	sess->s_ttyp = tp;
	p->p_flag |= P_CONTROLT;
	pgref(p->p_pgrp);
	set_foreground(tp, p->p_pgrp);
	return (0);
}

int
ttyopen(uint32_t fflags)
{
	/* Opening it is no failure if it stays somebody else's. */
	if ((fflags & O_NOCTTY) == 0 && curproc != NULL)
		(void)claim(&console, curproc);
	return (0);
}

static int
get_pgrp(struct tty *tp, void *udata)
{
	int pgid = tp->t_pgrp == NULL ? 0 : tp->t_pgrp->pg_id;

	return (copyout(&pgid, udata, sizeof(pgid)));
}

static int
set_pgrp(struct tty *tp, void *udata)
{
	struct session *sess = curproc->p_pgrp->pg_session;
	struct pgrp *pg;
	int pgid, error;

	error = copyin(udata, &pgid, sizeof(pgid));
	if (error != 0)
		return (error);
	if (sess->s_ttyp != tp)
		return (ENOTTY);
	pg = pgfind(pgid);
	if (pg == NULL)
		return (EPERM);
	if (pg->pg_session != sess) {
		pgrel(pg);
		return (EPERM);
	}
	set_foreground(tp, pg);
	return (0);
}

int
ttyioctl(unsigned long com, void *udata)
{
	static const struct winsize size = { .ws_row = 25, .ws_col = 80 };
	struct tty *tp = &console;

	switch (com) {
	case TIOCSCTTY:
		return (claim(tp, curproc));
	case TIOCGPGRP:
		return (get_pgrp(tp, udata));
	case TIOCSPGRP:
		return (set_pgrp(tp, udata));
	case TIOCGWINSZ:
		return (copyout(&size, udata, sizeof(size)));
	default:
		return (ENOTTY);
	}
}
