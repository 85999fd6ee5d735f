/*
 * tty_session.c -- whose terminal it is, and who may use it now.
 *
 * A terminal belongs to one session at most: that of its foreground group.
 * The leader of a session gets it by opening it or by TIOCSCTTY, and the
 * session loses it when the leader ends.  One group of the session is in the
 * foreground: it gets the signals that are typed, and only it may read.  The
 * others are told off with a signal that stops them:
 *
 *   in the background    who ignores or blocks it    in an orphaned group
 *   read        SIGTTIN  EIO                         EIO
 *   write       SIGTTOU  may (and without TOSTOP)    EIO
 *   change      SIGTTOU  may                         may
 *
 *   tty_check_read, _write, _change   that table
 *   tty_claim, tty_give_up, tty_leader_exit   the session gets it, loses it
 *   tty_get_pgrp, tty_set_pgrp, tty_get_sid   the foreground group
 */
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/tty_impl.h"

/* ------------------------------------------------------ the background */

bool
tty_controls(const struct tty *tp, const struct proc *p)
{
	bool ours;

	lwkt_gettoken(&proc_token);
	ours = (p->p_flag & P_CONTROLT) != 0 &&
	    p->p_pgrp->pg_session->s_ttyp == tp;
	lwkt_reltoken(&proc_token);
	return (ours);
}

bool
tty_taken_away(const struct proc *p)
{
	bool lost;

	lwkt_gettoken(&proc_token);
	lost = p->p_pgrp->pg_session->s_ttylost;
	lwkt_reltoken(&proc_token);
	return (lost);
}

/* With nobody in the foreground, nobody is in the background either. */
static bool
in_background(const struct tty *tp, const struct proc *p)
{
	return (tty_controls(tp, p) && p->p_pgrp != tp->t_pgrp &&
	    !LIST_EMPTY(&tp->t_pgrp->pg_members));
}

/* Would sig come to nothing, or may this one not be stopped? */
static bool
unstoppable(const struct lwp *lp, int sig)
{
	const struct proc *p = lp->lwp_proc;

	return ((p->p_flag & P_PPWAIT) != 0 ||
	    sig_handler(p, sig) == SIG_IGN ||
	    sigset_has(&lp->lwp_sigmask, sig));
}

/*
 * Tell our group off.  If that stops us, it is in this sleep; the tick is
 * for a signal that another LWP of ours takes.
 */
static int
tell_off(struct tty *tp, int sig)
{
	struct pgrp *pg = pgrp_of(curproc);
	int error;

	ksignal_pgrp(pg, sig, true);
	pgrel(pg);
	error = tsleep(&tp->t_pgrp, PCATCH, "ttybg", 1);
	return (error == EWOULDBLOCK ? 0 : error);
}

int
tty_check_read(struct tty *tp)
{
	int error = 0;

	while (error == 0 && in_background(tp, curproc)) {
		if (unstoppable(curlwp, SIGTTIN) ||
		    pgrp_orphaned(curproc->p_pgrp))
			return (EIO);
		error = tell_off(tp, SIGTTIN);
	}
	return (error == 0 && tty_taken_away(curproc) ? ENXIO : error);
}

int
tty_check_write(struct tty *tp)
{
	int error = 0;

	while (error == 0 && tty_lflag(tp, TOSTOP) &&
	    in_background(tp, curproc) && !unstoppable(curlwp, SIGTTOU)) {
		if (pgrp_orphaned(curproc->p_pgrp))
			return (EIO);
		error = tell_off(tp, SIGTTOU);
	}
	return (error == 0 && tty_taken_away(curproc) ? ENXIO : error);
}

int
tty_check_change(struct tty *tp)
{
	int error = 0;

	while (error == 0 && in_background(tp, curproc) &&
	    !unstoppable(curlwp, SIGTTOU) &&
	    !pgrp_orphaned(curproc->p_pgrp))
		error = tell_off(tp, SIGTTOU);
	return (error == 0 && tty_taken_away(curproc) ? ENXIO : error);
}

/* ----------------------------------------------------- foreground group */

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

int
tty_get_pgrp(struct tty *tp, int *pgid)
{
	if (!tty_controls(tp, curproc))
		return (ENOTTY);
	*pgid = tp->t_pgrp->pg_id;
	return (0);
}

int
tty_get_sid(struct tty *tp, int *sid)
{
	if (!tty_controls(tp, curproc))
		return (ENOTTY);
	*sid = tp->t_pgrp->pg_session->s_sid;
	return (0);
}

int
tty_set_pgrp(struct tty *tp, int pgid)
{
	struct pgrp *pg;

	if (!tty_controls(tp, curproc))
		return (ENOTTY);
	pg = pgfind(pgid);
	if (pg == NULL)
		return (EPERM);
	if (pg->pg_session != curproc->p_pgrp->pg_session) {
		pgrel(pg);
		return (EPERM);
	}
	set_foreground(tp, pg);
	return (0);
}

/* -------------------------------------------------- the session gets it */

static int
claim_locked(struct tty *tp, struct proc *p)
{
	struct session *sess = p->p_pgrp->pg_session;

	ASSERT_LWKT_TOKEN_HELD(&proc_token);
	if (sess->s_leader != p)
		return (EPERM);
	if (sess->s_ttyp == tp)
		return (0);
	/* It is free: whoever loses a terminal leaves no foreground group. */
	if (sess->s_ttyp != NULL || tp->t_pgrp != NULL)
		return (EPERM);
	sess->s_ttyp = tp;
	p->p_flag |= P_CONTROLT;
	set_foreground(tp, pgrp_of(p));
	return (0);
}

int
tty_claim(struct tty *tp, struct proc *p)
{
	int error;

	lwkt_gettoken(&proc_token);
	error = claim_locked(tp, p);
	lwkt_reltoken(&proc_token);
	return (error);
}

/* ------------------------------------------------------ and loses it */

static int
forget_terminal(struct proc *p, void *arg)
{
	if (p->p_pgrp != NULL && p->p_pgrp->pg_session == arg)
		p->p_flag &= ~(uint32_t)P_CONTROLT;
	return (0);
}

/* The terminal is as if nobody had opened it yet. */
static void
leave_terminal(struct tty *tp, struct session *sess)
{
	lwkt_gettoken(&proc_token);
	sess->s_ttyp = NULL;
	lwkt_reltoken(&proc_token);
	spin_lock(&tp->t_spin);
	tty_flush_input(tp);
	tty_restart(tp);
	tty_reset(tp);
	wakeup(&tp->t_ready);		/* readers: it is not theirs any more */
	spin_unlock(&tp->t_spin);
	set_foreground(tp, NULL);
	proc_scan(forget_terminal, sess);
}

void
tty_leader_exit(struct session *sess)
{
	struct tty *tp = sess->s_ttyp;
	struct pgrp *pg = tp->t_pgrp;

	pgref(pg);
	ksignal_pgrp(pg, SIGHUP, true);
	pgrel(pg);
	/* Open files stay open, but this session can use none of them. */
	lwkt_gettoken(&proc_token);
	sess->s_ttylost = true;
	lwkt_reltoken(&proc_token);
	leave_terminal(tp, sess);
}

/*
 * By the leader: for its whole session, which may go on using what it has
 * open, without the terminal's signals.  By another: for itself.
 */
int
tty_give_up(struct tty *tp, struct proc *p)
{
	struct session *sess = p->p_pgrp->pg_session;

	if (!tty_controls(tp, p))
		return (ENOTTY);
	if (sess->s_leader == p)
		leave_terminal(tp, sess);
	else
		p->p_flag &= ~(uint32_t)P_CONTROLT;
	return (0);
}
