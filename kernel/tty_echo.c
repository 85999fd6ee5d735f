/*
 * tty_echo.c -- what the terminal shows.
 *
 * The column is tracked for two reasons: to erase a tab one must know how
 * wide it was, and OXTABS how wide it is to be.
 *
 *   tty_out                 what a program wrote
 *   tty_echo, tty_unecho    what was typed, and taken back
 *   tty_reprint, tty_retype the line being typed, once more
 */
#include "kernel/tty_impl.h"

#define TABSTOP		8

static bool
is_control(uint16_t c)
{
	return (c < ' ' || c == 0x7f);
}

/* The column after c was shown at column col; newline: see tty_out. */
static unsigned
column_after(unsigned col, uint16_t c)
{
	switch (c) {
	case '\r':
		return (0);
	case '\b':
		return (col > 0 ? col - 1 : 0);
	case '\t':
		return ((col / TABSTOP + 1) * TABSTOP);
	default:
		return (is_control(c) ? col : col + 1);
	}
}

static void
put(struct tty *tp, char c)
{
	cons_putraw(c);
	tp->t_column = column_after(tp->t_column, (uint8_t)c);
}

static void
put_tab(struct tty *tp)
{
	do {
		put(tp, ' ');
	} while (tp->t_column % TABSTOP != 0);
}

void
tty_out(struct tty *tp, char c)
{
	tcflag_t oflag = tp->t_termios.c_oflag;

	if (!(oflag & OPOST)) {
		put(tp, c);
		return;
	}
	if (c == '\r' && (oflag & OCRNL))
		c = '\n';
	if ((c == '\r' && (oflag & ONOCR) && tp->t_column == 0) ||
	    (c == CTRL('D') && (oflag & ONOEOT)))
		return;
	if (c == '\n' && (oflag & ONLCR))
		put(tp, '\r');
	if (c == '\t' && (oflag & OXTABS))
		put_tab(tp);
	else
		put(tp, c);
	if (c == '\n' && (oflag & ONLRET))
		tp->t_column = 0;
}

/* Is c shown as two characters, ^X? */
static bool
shown_as_two(const struct tty *tp, uint16_t c)
{
	return (is_control(c) && c != '\n' && c != '\t' &&
	    tty_lflag(tp, ECHOCTL));
}

static void
show(struct tty *tp, uint16_t c)
{
	if (shown_as_two(tp, c)) {
		tty_out(tp, '^');
		c = (c ^ 0x40) & 0x7f;
	}
	tty_out(tp, (char)c);
}

void
tty_echo(struct tty *tp, uint16_t c)
{
	if (tty_lflag(tp, ECHO))
		show(tp, c);
}

/* The column where the line being typed ends, without its last character. */
static unsigned
column_of_line(const struct tty *tp)
{
	unsigned col = tp->t_linecol;
	uint32_t pos;
	uint16_t c;

	for (pos = tp->t_ready; pos != tp->t_tail; pos++) {
		c = (uint8_t)tp->t_queue[pos % TTY_QUEUE];
		if (shown_as_two(tp, c))
			col += 2;
		else
			col = column_after(col, c);
	}
	return (col);
}

/* The cursor goes back, over what stays: the columns of a tab. */
static void
untab(struct tty *tp)
{
	unsigned col = column_of_line(tp);

	while (tp->t_column > col)
		put(tp, '\b');
}

void
tty_unecho(struct tty *tp, uint8_t c)
{
	int width = shown_as_two(tp, c) ? 2 : is_control(c) ? 0 : 1;

	if (!tty_lflag(tp, ECHO))
		return;
	if (!tty_lflag(tp, ECHOE)) {
		show(tp, tp->t_termios.c_cc[VERASE]);
		return;
	}
	if (c == '\t')
		untab(tp);
	else for (; width > 0; width--) {
		put(tp, '\b');
		put(tp, ' ');
		put(tp, '\b');
	}
}

void
tty_reprint(struct tty *tp)
{
	tty_echo(tp, tp->t_termios.c_cc[VREPRINT]);
	if (tty_lflag(tp, ECHO))
		tty_out(tp, '\n');
	tty_retype(tp);
}

void
tty_retype(struct tty *tp)
{
	if (!tty_lflag(tp, ECHO))
		return;
	tp->t_linecol = tp->t_column;
	for (uint32_t pos = tp->t_ready; pos != tp->t_tail; pos++)
		show(tp, (uint8_t)tp->t_queue[pos % TTY_QUEUE]);
}
