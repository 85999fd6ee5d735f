/*
 * tty.c -- the terminal as a device.
 *
 * Input comes a character at a time from interrupt handlers (tty_line.c) and
 * waits in a queue until a program reads it; output goes straight to the
 * console, so there is never any that is not out yet.
 *
 *   tty_init, cons_input   the beginning; a character from arch/
 *   ttyopen, ctty_open     and perhaps it becomes a controlling terminal
 *   ttyread, ttywrite      for programs
 *
 * The other files of the terminal: tty_impl.h.  See docs/terminal.md.
 */
#include "kernel/tty.h"
#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/tty_impl.h"
#include "lib/bits.h"

static struct tty console;

void
tty_reset(struct tty *tp)
{
	static const struct termios fresh = {
		.c_iflag = TTYDEF_IFLAG, .c_oflag = TTYDEF_OFLAG,
		.c_cflag = TTYDEF_CFLAG, .c_lflag = TTYDEF_LFLAG,
		.c_cc = TTYDEF_CC,
		.c_ispeed = TTYDEF_SPEED, .c_ospeed = TTYDEF_SPEED,
	};

	tp->t_termios = fresh;
}

void
tty_init(void)
{
	spin_init(&console.t_spin, "tty");
	tty_reset(&console);
	console.t_winsize.ws_row = 25;
	console.t_winsize.ws_col = 80;
	tty_signal_init(&console);
}

/* From arch/: a character of the serial line or of the keyboard. */
void
cons_input(int c)
{
	ttyinput(&console, c);
}

int
ttyopen(uint32_t fflags)
{
	/* Opening it is no failure if it stays somebody else's. */
	if ((fflags & O_NOCTTY) == 0 && curproc != NULL)
		(void)tty_claim(&console, curproc);
	return (0);
}

int
ctty_open(uint32_t fflags)
{
	(void)fflags;
	return (tty_controls(&console, curproc) ? 0 : ENXIO);
}

/* ----------------------------------------------------------------- read */

/* How long a read without ICANON waits: VMIN, VTIME. */
struct raw_wait {
	size_t rw_want;			/* bytes that were asked for */
	size_t rw_seen;		/* bytes there were at the last look */
	uint64_t rw_end;		/* tick when it has waited enough */
};

/* Has the read waited enough?  If not, *timo is how long to go on. */
static bool
raw_enough(const struct tty *tp, struct raw_wait *rw, int *timo)
{
	size_t n = tp->t_ready - tp->t_head;
	size_t want = min((size_t)tp->t_termios.c_cc[VMIN], rw->rw_want);
	int time = tp->t_termios.c_cc[VTIME] * hz / 10;

	*timo = 0;
	if (n >= (want > 0 ? want : 1) || (want == 0 && time == 0))
		return (true);
	/* With VMIN the clock starts at the first byte. */
	if (time == 0 || (want > 0 && n == 0))
		return (false);
	if (n != rw->rw_seen) {
		rw->rw_seen = n;
		rw->rw_end = ticks + (uint64_t)time;
	}
	*timo = (int)(rw->rw_end - ticks);
	return (*timo <= 0);
}

static bool
read_enough(const struct tty *tp, struct raw_wait *rw, int *timo)
{
	if (!tty_lflag(tp, ICANON))
		return (raw_enough(tp, rw, timo));
	*timo = 0;
	return (tp->t_head != tp->t_ready);
}

/*
 * Until there is enough to read.  Whoever was stopped in its sleep may be in
 * the background by now, so that is looked at each time.  t_spin held.
 */
static int
wait_input(struct tty *tp, uint32_t fflags, struct raw_wait *rw)
{
	uint32_t interrupts = tp->t_interrupts;
	int error = 0, timo;

	while (error == 0 && !read_enough(tp, rw, &timo)) {
		if (fflags & O_NONBLOCK)
			return (tp->t_head != tp->t_ready ? 0 : EAGAIN);
		error = ssleep(&tp->t_ready, &tp->t_spin, PCATCH, "ttyin",
		    timo);
		if (error == EWOULDBLOCK)
			error = 0;
		if (error == 0 && interrupts != tp->t_interrupts)
			error = EINTR;
		if (error != 0)
			break;
		spin_unlock(&tp->t_spin);
		error = tty_check_read(tp);
		spin_lock(&tp->t_spin);
	}
	return (error);
}

int
ttyread(struct uio *uio, uint32_t fflags)
{
	struct raw_wait rw = { .rw_seen = SIZE_MAX };
	struct tty *tp = &console;
	char buf[TTY_LINE];
	bool end = false;
	size_t n = 1;
	int error;

	if (uio->uio_resid == 0)
		return (0);
	rw.rw_want = uio->uio_resid;
	error = tty_check_read(tp);
	spin_lock(&tp->t_spin);
	if (error == 0)
		error = wait_input(tp, fflags, &rw);
	while (error == 0 && n > 0 && uio->uio_resid > 0 && !end) {
		n = tty_take(tp, buf, min(uio->uio_resid, sizeof(buf)), &end);
		spin_unlock(&tp->t_spin);
		error = uiomove(buf, n, uio);
		spin_lock(&tp->t_spin);
	}
	spin_unlock(&tp->t_spin);
	return (error == ENXIO ? 0 : error);	/* taken away: the end */
}

/* ---------------------------------------------------------------- write */

/* Until output may go on. */
static int
wait_output(struct tty *tp, uint32_t fflags)
{
	int error;

	error = tty_check_write(tp);
	spin_lock(&tp->t_spin);
	while (error == 0 && tp->t_stopped) {
		if (fflags & O_NONBLOCK)
			error = EAGAIN;
		else
			error = ssleep(&tp->t_stopped, &tp->t_spin, PCATCH,
			    "ttyout", 0);
	}
	spin_unlock(&tp->t_spin);
	return (error == ENXIO ? EIO : error);
}

int
ttywrite(struct uio *uio, uint32_t fflags)
{
	struct tty *tp = &console;
	char buf[TTY_LINE];
	size_t i, n;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		error = wait_output(tp, fflags);
		n = min(uio->uio_resid, sizeof(buf));
		if (error == 0)
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

int
ttyioctl(unsigned long com, void *udata)
{
	return (tty_ioctl(&console, com, udata));
}
