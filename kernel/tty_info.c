/*
 * tty_info.c -- the line that ^T shows: what is the job in the foreground
 * doing?
 *
 *	load: 0.12  cmd: sleep 7 [nanosleep] 3.01r 0.00u 0.01s 136k
 *
 * The load of the last minute; a process of the foreground group, what its
 * thread waits for, its age, its user and system time (seconds), its pages.
 * Of a pipeline the one that runs, else the youngest, speaks for all.
 *
 *   tty_info   print it; the kernel thread "ttysig" does (tty_signal.c)
 */
#include "kernel/loadavg.h"
#include "kernel/proc.h"
#include "kernel/tty_impl.h"
#include "vm/vm_page.h"

#define INFO_LINE	128

/* Who speaks for the group, so far. */
struct speaker {
	const struct pgrp *sp_group;
	struct proc *sp_proc;		/* NULL, or held by PHOLD */
	int sp_rank;
};

/* The LWP of p that says most about it; p_token is held. */
static struct lwp *
speaking_lwp(struct proc *p)
{
	struct lwp *lp;

	for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		if (lp->lwp_stat == LSRUN)
			return (lp);
	}
	return (lwp_first(p));
}

/* The greater is the more interesting; p_token is held. */
static int
speaker_rank(struct proc *p)
{
	const struct lwp *lp = speaking_lwp(p);

	if (p->p_stat == SZOMB || lp == NULL)
		return (0);
	if (p->p_stat == SSTOP)
		return (1);
	return (lp->lwp_stat == LSRUN ? 3 : 2);
}

static int
consider(struct proc *p, void *arg)
{
	struct speaker *sp = arg;
	int rank;

	if (p->p_pgrp != sp->sp_group)
		return (0);
	lwkt_gettoken(&p->p_token);
	rank = speaker_rank(p);
	lwkt_reltoken(&p->p_token);
	if (sp->sp_proc != NULL && (rank < sp->sp_rank ||
	    (rank == sp->sp_rank && p->p_pid < sp->sp_proc->p_pid)))
		return (0);
	PHOLD(p);
	if (sp->sp_proc != NULL)
		PRELE(sp->sp_proc);
	sp->sp_proc = p;
	sp->sp_rank = rank;
	return (0);
}

static const char *
state_word(const struct kinfo_proc *kp)
{
	if (kp->kp_stat == SZOMB)
		return ("zombie");
	if (kp->kp_stat == SSTOP)
		return ("stopped");
	return (kp->kp_wmesg[0] != '\0' ? kp->kp_wmesg : "running");
}

static void
describe(struct proc *p, char *text, size_t size)
{
	struct kinfo_proc kp;
	struct lwp *lp;
	uint64_t age;

	lwkt_gettoken(&p->p_token);
	lp = speaking_lwp(p);
	if (lp != NULL)
		LWPHOLD(lp);			/* proc_kinfo may sleep */
	proc_kinfo(p, lp, &kp);
	if (lp != NULL)
		LWPRELE(lp);
	lwkt_reltoken(&p->p_token);
	age = (cpu_nanouptime() - p->p_start) / 10000000;
	ksnprintf(text, size, "cmd: %s %d [%s] %lu.%02lur %lu.%02luu "
	    "%lu.%02lus %luk", kp.kp_comm, (int)kp.kp_pid, state_word(&kp),
	    age / 100, age % 100,
	    kp.kp_uticks / (uint64_t)hz, kp.kp_uticks % (uint64_t)hz,
	    kp.kp_sticks / (uint64_t)hz, kp.kp_sticks % (uint64_t)hz,
	    kp.kp_rss * (PAGE_SIZE / 1024));
}

/* On a line of its own; what is being typed is shown again below it. */
static void
show_line(struct tty *tp, const char *text)
{
	spin_lock(&tp->t_spin);
	if (!tp->t_stopped) {
		if (tp->t_column > 0)
			tty_out(tp, '\n');
		for (; *text != '\0'; text++)
			tty_out(tp, *text);
		tty_out(tp, '\n');
		tty_retype(tp);
	}
	spin_unlock(&tp->t_spin);
}

void
tty_info(struct tty *tp, const struct pgrp *pg)
{
	struct speaker sp = { .sp_group = pg };
	char text[INFO_LINE];
	int n;

	n = ksnprintf(text, sizeof(text), "load: ");
	n += (int)loadavg_format(text + n, sizeof(text) - (size_t)n, 0);
	n += ksnprintf(text + n, sizeof(text) - (size_t)n, "  ");
	if (pg != NULL)
		(void)proc_scan(consider, &sp);
	if (sp.sp_proc != NULL) {
		describe(sp.sp_proc, text + n, sizeof(text) - (size_t)n);
		PRELE(sp.sp_proc);
	} else {
		strlcpy(text + n, pg == NULL ? "no foreground process group" :
		    "empty foreground process group",
		    sizeof(text) - (size_t)n);
	}
	show_line(tp, text);
}
