/*
 * tty_signal.c -- keys that are signals.
 *
 * A key is seen by an interrupt handler, but a signal to a group must not
 * find a fork of a member half done: one would get it and its child not.
 * Who signals a group waits for its forks (pg_lock), and an interrupt
 * handler cannot wait; so it leaves a note and a kernel thread signals.
 *
 *   tty_signal        the note
 *   tty_want_info     another: the line of tty_info.c, which can wait too
 *   tty_signal_init   the thread
 */
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/tty_impl.h"
#include "lib/bits.h"

/*
 * If the foreground group has no members left, nobody hears the signal; but
 * a shell that reads its next line may, by EINTR.
 */
void
tty_signal(struct tty *tp, int sig)
{
	tp->t_signals |= 1u << sig;
	wakeup(&tp->t_signals);
	if (tp->t_pgrp != NULL && LIST_EMPTY(&tp->t_pgrp->pg_members)) {
		tp->t_interrupts++;
		wakeup(&tp->t_ready);
	}
}

void
tty_want_info(struct tty *tp)
{
	tp->t_info = true;
	wakeup(&tp->t_signals);
}

/* The notes, and the group they are for, with a reference or NULL. */
static uint32_t
take_notes(struct tty *tp, struct pgrp **pgp, bool *info)
{
	uint32_t notes;

	spin_lock(&tp->t_spin);
	while (tp->t_signals == 0 && !tp->t_info)
		ssleep(&tp->t_signals, &tp->t_spin, 0, "ttysig", 0);
	notes = tp->t_signals;
	tp->t_signals = 0;
	*info = tp->t_info;
	tp->t_info = false;
	*pgp = tp->t_pgrp;
	if (*pgp != NULL)
		pgref(*pgp);
	spin_unlock(&tp->t_spin);
	return (notes);
}

static void
tty_signal_thread(void *arg)
{
	struct tty *tp = arg;
	struct pgrp *pg;
	uint32_t notes;
	bool info;

	for (;;) {
		notes = take_notes(tp, &pg, &info);
		if (info)
			tty_info(tp, pg);
		if (pg == NULL)
			continue;
		for (; notes != 0; notes &= notes - 1)
			ksignal_pgrp(pg, __builtin_ctz(notes), true);
		pgrel(pg);
	}
}

void
tty_signal_init(struct tty *tp)
{
	if (kthread_create(tty_signal_thread, tp, NULL, "ttysig") != 0)
		panic("no memory for the thread of the terminal's signals");
}
