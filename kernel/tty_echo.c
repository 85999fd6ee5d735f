/*
 * tty_echo.c -- what the terminal shows.
 *
 * The column is tracked for one reason: to erase a tab one must know how
 * wide it was.
 */
#include "kernel/tty_impl.h"

#define TABSTOP		8

static bool
is_control(uint16_t c)
{
	return (c < ' ' || c == 0x7f);
}

/* The column after c was shown at column col. */
static unsigned
column_after(unsigned col, uint16_t c)
{
	switch (c) {
	case '\r':
	case '\n':
		return (0);
	case '\b':
		return (col > 0 ? col - 1 : 0);
	case '\t':
		return ((col / TABSTOP + 1) * TABSTOP);
	default:
		return (is_control(c) ? col : col + 1);
	}
}

void
tty_out(struct tty *tp, char c)
{
	if (c == '\n')
		cons_putc('\r');
	cons_putc(c);
	tp->t_column = column_after(tp->t_column, (uint8_t)c);
}

void
tty_echo(struct tty *tp, uint16_t c)
{
	if (is_control(c) && c != '\n' && c != '\t') {
		tty_out(tp, '^');
		c = (c ^ 0x40) & 0x7f;
	}
	tty_out(tp, (char)c);
}

/* The column where the line being typed ends, without its last character. */
static unsigned
column_of_line(const struct tty *tp)
{
	unsigned col = tp->t_linecol;
	uint32_t pos;
	uint16_t c;

	for (pos = tp->t_ready; pos != tp->t_tail; pos++) {
		c = tp->t_queue[pos % TTY_QUEUE];
		if (is_control(c) && c != '\t')
			col += 2;
		else
			col = column_after(col, c);
	}
	return (col);
}

void
tty_unecho(struct tty *tp, uint8_t c)
{
	unsigned width = 1;
	unsigned col;

	if (c == '\t') {
		col = column_of_line(tp);
		width = tp->t_column > col ? tp->t_column - col : 0;
		for (; width > 0; width--)
			tty_out(tp, '\b');
		return;
	}
	if (is_control(c))
		width = 2;
	for (; width > 0; width--) {
		tty_out(tp, '\b');
		tty_out(tp, ' ');
		tty_out(tp, '\b');
	}
}
