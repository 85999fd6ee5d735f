/*
 * tty_ioctl.c -- settings of the terminal and questions to it.
 *
 *   tty_ioctl   everything that ioctl(2) can ask of a terminal
 *
 * Each request copies its argument in, does its work and copies the answer
 * out.  Who belongs to whom is decided in tty_session.c.
 */
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/tty_impl.h"

/* The requests that change something: not from the background. */
static bool
changes(unsigned long com)
{
	switch (com) {
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
	case TIOCSPGRP:
	case TIOCSWINSZ:
	case TIOCFLUSH:
	case TIOCSTOP:
	case TIOCSTART:
	case TIOCSTI:
		return (true);
	default:
		return (false);
	}
}

/* Output is never late, so only the third kind differs from the others. */
static int
set_termios(struct tty *tp, const void *udata, bool flush)
{
	struct termios t;
	int error = copyin(udata, &t, sizeof(t));

	if (error != 0)
		return (error);
	spin_lock(&tp->t_spin);
	if (flush)
		tty_flush_input(tp);
	tty_set_termios(tp, &t);
	spin_unlock(&tp->t_spin);
	return (0);
}

static int
get_termios(struct tty *tp, void *udata)
{
	struct termios t;

	spin_lock(&tp->t_spin);
	t = tp->t_termios;
	spin_unlock(&tp->t_spin);
	return (copyout(&t, udata, sizeof(t)));
}

/* A program that draws must know when its window changed. */
static int
set_winsize(struct tty *tp, const void *udata)
{
	struct winsize ws;
	int error = copyin(udata, &ws, sizeof(ws));

	if (error != 0)
		return (error);
	spin_lock(&tp->t_spin);
	if (memcmp(&ws, &tp->t_winsize, sizeof(ws)) != 0) {
		tp->t_winsize = ws;
		tty_signal(tp, SIGWINCH);
	}
	spin_unlock(&tp->t_spin);
	return (0);
}

static int
get_winsize(struct tty *tp, void *udata)
{
	struct winsize ws;

	spin_lock(&tp->t_spin);
	ws = tp->t_winsize;
	spin_unlock(&tp->t_spin);
	return (copyout(&ws, udata, sizeof(ws)));
}

static int
flush(struct tty *tp, const void *udata)
{
	int which;
	int error = copyin(udata, &which, sizeof(which));

	if (error != 0)
		return (error);
	if (which == 0)
		which = FREAD | FWRITE;
	if (which & FREAD) {
		spin_lock(&tp->t_spin);
		tty_flush_input(tp);
		spin_unlock(&tp->t_spin);
	}
	return (0);
}

static void
flow(struct tty *tp, bool stop)
{
	spin_lock(&tp->t_spin);
	if (stop)
		tp->t_stopped = true;
	else
		tty_restart(tp);
	spin_unlock(&tp->t_spin);
}

/* As if typed, so only on one's own terminal, or by root. */
static int
simulate_input(struct tty *tp, const void *udata)
{
	uint8_t c;
	int error = copyin(udata, &c, sizeof(c));

	if (error != 0)
		return (error);
	if (!tty_controls(tp, curproc) && curthread->td_ucred->cr_uid != 0)
		return (EPERM);
	ttyinput(tp, c);
	return (0);
}

/* The answers that are one int. */
static int
get_int(struct tty *tp, unsigned long com, void *udata)
{
	int error = 0, value = 0;

	switch (com) {
	case TIOCGPGRP:
		error = tty_get_pgrp(tp, &value);
		break;
	case TIOCGSID:
		error = tty_get_sid(tp, &value);
		break;
	case FIONREAD:
		spin_lock(&tp->t_spin);
		value = tty_readable(tp);
		spin_unlock(&tp->t_spin);
		break;
	default:			/* TIOCOUTQ: all is out */
		break;
	}
	return (error != 0 ? error : copyout(&value, udata, sizeof(value)));
}

static int
set_pgrp(struct tty *tp, const void *udata)
{
	int pgid;
	int error = copyin(udata, &pgid, sizeof(pgid));

	return (error != 0 ? error : tty_set_pgrp(tp, pgid));
}

int
tty_ioctl(struct tty *tp, unsigned long com, void *udata)
{
	int error = 0;

	if (tty_taken_away(curproc))
		return (ENOTTY);
	if (changes(com))
		error = tty_check_change(tp);
	if (error != 0)
		return (error == ENXIO ? ENOTTY : error);
	switch (com) {
	case TIOCGETA:
		return (get_termios(tp, udata));
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
		return (set_termios(tp, udata, com == TIOCSETAF));
	case TIOCGWINSZ:
		return (get_winsize(tp, udata));
	case TIOCSWINSZ:
		return (set_winsize(tp, udata));
	case TIOCSCTTY:
		return (tty_claim(tp, curproc));
	case TIOCNOTTY:
		return (tty_give_up(tp, curproc));
	case TIOCGPGRP:
	case TIOCGSID:
	case TIOCOUTQ:
	case FIONREAD:
		return (get_int(tp, com, udata));
	case TIOCSPGRP:
		return (set_pgrp(tp, udata));
	case TIOCFLUSH:
		return (flush(tp, udata));
	case TIOCSTOP:
	case TIOCSTART:
		flow(tp, com == TIOCSTOP);
		return (0);
	case TIOCDRAIN:
		return (0);
	case TIOCSTI:
		return (simulate_input(tp, udata));
	default:
		return (ENOTTY);
	}
}
