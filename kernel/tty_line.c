/*
 * tty_line.c -- the line discipline: what a typed character does.
 *
 * A character is a key (a signal, ^S, an erase ...) or goes into the queue.
 * With ICANON a program reads whole lines, and until a line is finished the
 * person typing may correct it; without, everything can be read at once.
 *
 *      t_head          t_ready                  t_tail
 *        |               |                        |
 *   -----+---------------+------------------------+-----   t_queue, a ring
 *        | can be read   | the line being typed,  |
 *        |               | may still be mended    |
 *
 *   ttyinput              one character, from an interrupt
 *   tty_take, tty_readable   the other end of the queue
 *   tty_flush_input, tty_restart, tty_set_termios
 *
 * All but ttyinput want t_spin held.  Nothing here knows a process, so the
 * host tests all of it (tests/host/vfs_devices_test.c).
 */
#include "kernel/tty_impl.h"

/* ---------------------------------------------------------------- queue */

static uint16_t *
slot(struct tty *tp, uint32_t position)
{
	return (&tp->t_queue[position % TTY_QUEUE]);
}

static void
make_ready(struct tty *tp)
{
	tp->t_ready = tp->t_tail;
	wakeup(&tp->t_ready);
}

void
tty_flush_input(struct tty *tp)
{
	tp->t_head = tp->t_ready = tp->t_tail;
	tp->t_literal = false;
}

/*
 * One more for the queue.  A line keeps a place for its newline, and the
 * queue one for a newline or an end-of-file mark.
 */
static bool
append(struct tty *tp, uint16_t c, uint32_t spare)
{
	if (tp->t_tail - tp->t_ready >= TTY_LINE - spare ||
	    tp->t_tail - tp->t_head >= TTY_QUEUE - spare) {
		if (tp->t_termios.c_iflag & IMAXBEL)
			cons_putraw(CTRL('G'));
		return (false);
	}
	*slot(tp, tp->t_tail) = c;
	tp->t_tail++;
	return (true);
}

size_t
tty_take(struct tty *tp, char *buf, size_t n, bool *endp)
{
	bool lines = tty_lflag(tp, ICANON);
	size_t got = 0;
	uint16_t c;

	*endp = false;
	while (tp->t_head != tp->t_ready && !*endp) {
		c = *slot(tp, tp->t_head);
		/*
		 * A mark right behind the last byte that fits is taken too,
		 * or the next read would see the end of the file.
		 */
		if (!(c & TTY_EOF) && got == n)
			break;
		tp->t_head++;
		if (!(c & TTY_EOF))
			buf[got++] = (char)c;
		*endp = lines && (c & TTY_END);
	}
	return (got);
}

int
tty_readable(const struct tty *tp)
{
	int n = 0;

	for (uint32_t i = tp->t_head; i != tp->t_ready; i++)
		n += (tp->t_queue[i % TTY_QUEUE] & TTY_EOF) == 0;
	return (n);
}

/* ----------------------------------------------------------------- keys */

static bool
is_key(const struct tty *tp, int key, int c)
{
	return (c == tp->t_termios.c_cc[key] && c != _POSIX_VDISABLE);
}

/* The same for keys that need IEXTEN. */
static bool
is_extra_key(const struct tty *tp, int key, int c)
{
	return (tty_lflag(tp, IEXTEN) && is_key(tp, key, c));
}

/*
 * A signal for the foreground group.  What was typed and not yet read goes:
 * it was meant for whoever is interrupted.
 */
static void
signal_key(struct tty *tp, int c, int sig)
{
	tty_restart(tp);
	tty_echo(tp, (uint8_t)c);
	if (tty_lflag(tp, ECHO))
		tty_out(tp, '\n');
	if (!tty_lflag(tp, NOFLSH))
		tty_flush_input(tp);
	tty_signal(tp, sig);
}

static bool
signal_keys(struct tty *tp, int c)
{
	int sig = 0;

	if (is_key(tp, VINTR, c))
		sig = SIGINT;
	else if (is_key(tp, VQUIT, c))
		sig = SIGQUIT;
	else if (is_key(tp, VSUSP, c))
		sig = SIGTSTP;
	else
		return (false);
	signal_key(tp, c, sig);
	return (true);
}

void
tty_restart(struct tty *tp)
{
	if (!tp->t_stopped)
		return;
	tp->t_stopped = false;
	wakeup(&tp->t_stopped);
}

/* ^S and ^Q; if they are one and the same, it does both in turn. */
static bool
flow_keys(struct tty *tp, int c)
{
	if (is_key(tp, VSTOP, c) &&
	    !(tp->t_stopped && is_key(tp, VSTART, c))) {
		tp->t_stopped = true;
		return (true);
	}
	if (is_key(tp, VSTART, c)) {
		tty_restart(tp);
		return (true);
	}
	if (tp->t_termios.c_iflag & IXANY)
		tty_restart(tp);
	return (false);
}

/* ---------------------------------------------------- mending the line */

/* The character at the end of the line being typed, -1 if there is none. */
static int
last_of_line(struct tty *tp)
{
	if (tp->t_tail == tp->t_ready)
		return (-1);
	return ((uint8_t)*slot(tp, tp->t_tail - 1));
}

static void
erase_one(struct tty *tp)
{
	int c = last_of_line(tp);

	if (c < 0)
		return;
	tp->t_tail--;
	tty_unecho(tp, (uint8_t)c);
}

/* Blanks, then what is not blank. */
static void
erase_word(struct tty *tp)
{
	int c;

	while ((c = last_of_line(tp)) == ' ' || c == '\t')
		erase_one(tp);
	while ((c = last_of_line(tp)) >= 0 && c != ' ' && c != '\t')
		erase_one(tp);
}

static void
kill_line(struct tty *tp, int c)
{
	if (tty_lflag(tp, ECHOKE) && tty_lflag(tp, ECHOE)) {
		while (tp->t_tail != tp->t_ready)
			erase_one(tp);
		return;
	}
	tp->t_tail = tp->t_ready;
	tty_echo(tp, (uint8_t)c);
	if (tty_lflag(tp, ECHOK) && tty_lflag(tp, ECHO))
		tty_out(tp, '\n');
}

/* The line is complete: programs may read it. */
static void
finish_line(struct tty *tp, uint16_t c)
{
	if (!append(tp, c | TTY_END, 0))
		return;
	if (c == '\n' && tty_lflag(tp, ECHO | ECHONL))
		tty_out(tp, '\n');
	else if (!(c & TTY_EOF))
		tty_echo(tp, c);
	make_ready(tp);
}

/* A line about the job in the foreground, and a signal for it. */
static void
status_key(struct tty *tp)
{
	if (!tty_lflag(tp, NOKERNINFO))
		tty_want_info(tp);
	if (tty_lflag(tp, ISIG))
		tty_signal(tp, SIGINFO);
}

static bool
line_keys(struct tty *tp, int c)
{
	if (is_key(tp, VERASE, c) || is_extra_key(tp, VERASE2, c))
		erase_one(tp);
	else if (is_extra_key(tp, VWERASE, c))
		erase_word(tp);
	else if (is_key(tp, VKILL, c))
		kill_line(tp, c);
	else if (is_extra_key(tp, VREPRINT, c))
		tty_reprint(tp);
	else if (is_extra_key(tp, VSTATUS, c))
		status_key(tp);
	else if (is_key(tp, VEOF, c))
		finish_line(tp, TTY_EOF);
	else if (c == '\n' || is_key(tp, VEOL, c) ||
	    is_extra_key(tp, VEOL2, c))
		finish_line(tp, (uint16_t)c);
	else
		return (false);
	return (true);
}

/* ---------------------------------------------------------------- input */

/* CR and newline may be one and the same; -1: it is dropped. */
static int
map_newline(const struct tty *tp, int c)
{
	tcflag_t iflag = tp->t_termios.c_iflag;

	if (c == '\r' && (iflag & IGNCR))
		return (-1);
	if (c == '\r' && (iflag & ICRNL))
		return ('\n');
	if (c == '\n' && (iflag & INLCR))
		return ('\r');
	return (c);
}

static void
store(struct tty *tp, int c)
{
	if (append(tp, (uint16_t)c, 1))
		tty_echo(tp, (uint16_t)c);
	if (!tty_lflag(tp, ICANON))
		make_ready(tp);
}

static void
input(struct tty *tp, int c)
{
	if (tp->t_literal) {
		tp->t_literal = false;
		store(tp, c);
		return;
	}
	if (is_extra_key(tp, VLNEXT, c)) {
		tp->t_literal = true;
		return;
	}
	if (tty_lflag(tp, ISIG) && signal_keys(tp, c))
		return;
	if ((tp->t_termios.c_iflag & IXON) && flow_keys(tp, c))
		return;
	c = map_newline(tp, c);
	if (c < 0 || (tty_lflag(tp, ICANON) && line_keys(tp, c)))
		return;
	store(tp, c);
}

void
ttyinput(struct tty *tp, int c)
{
	spin_lock(&tp->t_spin);
	if (tp->t_tail == tp->t_ready)
		tp->t_linecol = tp->t_column;
	c &= tp->t_termios.c_iflag & ISTRIP ? 0x7f : 0xff;
	input(tp, c);
	spin_unlock(&tp->t_spin);
}

void
tty_set_termios(struct tty *tp, const struct termios *t)
{
	bool lines = tty_lflag(tp, ICANON);

	tp->t_termios = *t;
	if (lines && !tty_lflag(tp, ICANON))
		tp->t_ready = tp->t_tail;
	if (!(t->c_iflag & IXON))
		tty_restart(tp);
	tp->t_literal = false;
	wakeup(&tp->t_ready);		/* readers wait for something else */
}
