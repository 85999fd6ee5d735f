/*
 * kern_proccnt.c -- how many processes there may be (S5 to S7 of fork1).
 *
 * Two counts: of the system, whose last ten places are root's so that
 * somebody can still clean up; and of the real user, for whom root has no
 * limit.  Who hits one waits half a second: the brake for fork bombs.
 *
 *   proc_count, proc_uncount           nprocs against kern.maxproc
 *   proc_count_uid, proc_uncount_uid   the user's against RLIMIT_NPROC
 */
#include "kernel/fork.h"
#include "kernel/plimit.h"

#define ROOT_PROCS	10	/* of maxproc, for root alone */

static int forksleep;

/* One line a second at most says why; then EAGAIN, and not at once. */
static int
fork_refused(const char *which, int limit, uid_t uid)
{
	static uint64_t lastfail;
	static int curfail;

	if (ppsratecheck(&lastfail, &curfail, 1))
		kprintf("fork: %s limit of %d reached by uid %u\n", which,
		    limit, uid);
	tsleep(&forksleep, 0, "fork", hz / 2);
	return (EAGAIN);
}

int
proc_count(const struct ucred *cr)
{
	int limit = cr->cr_ruid == 0 ? maxproc : maxproc - ROOT_PROCS;

	if (__atomic_add_fetch(&nprocs, 1, __ATOMIC_SEQ_CST) <= limit &&
	    !inject_failure("count of processes"))
		return (0);
	proc_uncount();
	return (fork_refused("maxproc", maxproc, cr->cr_ruid));
}

void
proc_uncount(void)
{
	__atomic_sub_fetch(&nprocs, 1, __ATOMIC_SEQ_CST);
}

int
proc_count_uid(const struct ucred *cr, const struct plimit *pl)
{
	int max = (int)pl->pl_rlimit[RLIMIT_NPROC].rlim_cur;

	if (inject_failure("count of the user"))
		return (fork_refused("injected", max, cr->cr_ruid));
	if (chgproccnt(cr->cr_ruidinfo, 1, cr->cr_ruid == 0 ? 0 : max))
		return (0);
	return (fork_refused("maxprocperuid", max, cr->cr_ruid));
}

void
proc_uncount_uid(const struct ucred *cr)
{
	(void)chgproccnt(cr->cr_ruidinfo, -1, 0);
}
