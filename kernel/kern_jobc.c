/*
 * kern_jobc.c -- process groups that nobody could continue.
 *
 * A group is orphaned when no member has a parent outside it but in its
 * session: a shell that would see it stop and could let it go on.  Then a
 * key must not stop it; and if it is stopped while it becomes orphaned, it
 * is let go with SIGHUP and SIGCONT, or it would stay for ever.
 *
 * No count is kept: whoever ends or changes its group looks, and only if any
 * process is stopped at all (nstopped), which is seldom.  Signals ask, too,
 * and they cannot take tokens; so all of this looks in critical sections,
 * which hold off one cpu only.
 *
 *   pgrp_orphaned                   the question
 *   jobc_leave_child, jobc_moved    a process ends; it changes its group
 */
#include "kernel/proc.h"
#include "kernel/signal.h"

int nstopped;

bool
jobc_outside(const struct proc *p)
{
	const struct pgrp *pg = p->p_pgrp;
	const struct proc *parent = p->p_pptr;

	return (pg != NULL && parent != NULL && parent->p_pgrp != NULL &&
	    parent->p_pgrp != pg &&
	    parent->p_pgrp->pg_session == pg->pg_session);
}

bool
pgrp_orphaned(const struct pgrp *pg)
{
	const struct proc *p;
	bool orphaned = true;

	crit_enter();
	LIST_FOREACH(p, &pg->pg_members, p_pglist) {
		if (p->p_stat != SZOMB && jobc_outside(p)) {
			orphaned = false;
			break;
		}
	}
	crit_exit();
	return (orphaned);
}

static bool
has_stopped_member(const struct pgrp *pg)
{
	const struct proc *p;
	bool found = false;

	crit_enter();
	LIST_FOREACH(p, &pg->pg_members, p_pglist)
		found |= p->p_stat == SSTOP;
	crit_exit();
	return (found);
}

void
jobc_lost(struct pgrp *pg)
{
	if (!pgrp_orphaned(pg) || !has_stopped_member(pg))
		return;
	ksignal_pgrp(pg, SIGHUP, false);
	ksignal_pgrp(pg, SIGCONT, false);
}

/*
 * A child of p whose group p kept from being orphaned while it was in old,
 * and keeps no more; NULL if there is none with a reason to act.  For a dead
 * child that was over when it died.
 */
static struct pgrp *
lost_by_move(struct proc *p, const struct pgrp *old)
{
	struct pgrp *pg = NULL;
	struct proc *child;

	crit_enter();
	LIST_FOREACH(child, &p->p_children, p_sibling) {
		pg = child->p_pgrp;
		if (child->p_stat != SZOMB &&
		    pg != NULL && pg != old && !jobc_outside(child) &&
		    pg->pg_session == old->pg_session &&
		    pgrp_orphaned(pg) && has_stopped_member(pg)) {
			pgref(pg);
			break;
		}
		pg = NULL;
	}
	crit_exit();
	return (pg);
}

void
jobc_moved(struct proc *p, struct pgrp *old, bool outside)
{
	struct pgrp *pg;

	if (outside)
		jobc_lost(old);
	/* Once its members go on, a group is not found again. */
	while ((pg = lost_by_move(p, old)) != NULL) {
		jobc_lost(pg);
		pgrel(pg);
	}
}

void
jobc_leave_child(struct proc *child)
{
	struct pgrp *pg = pgrp_of(child);
	bool outside = child->p_stat != SZOMB && jobc_outside(child);

	proc_reparent(child, initproc);
	if (outside)
		jobc_lost(pg);
	pgrel(pg);
}
