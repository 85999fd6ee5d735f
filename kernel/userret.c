/*
 * userret.c -- the doors between user mode and the kernel.
 *
 * Every entry from user mode passes userenter(), every way back passes
 * userreturn(): signals are taken there, and the LWP becomes its cpu's
 * current process again before it may go on.
 */
#include "kernel/proc.h"
#include "kernel/signal.h"
#include "kernel/usched.h"
#include "vm/vm_map.h"

/*
 * One kernel entry sees one identity, whatever setuid in another LWP does
 * meanwhile; and whoever blocks from now on gives up the cpu's user slot.
 */
void
userenter(struct thread *td)
{
	struct ucred *old = td->td_ucred;

	td->td_release = lwkt_passive_release;
	if (__builtin_expect(old != td->td_proc->p_ucred, 0)) {
		td->td_ucred = crhold(td->td_proc->p_ucred);
		crfree(old);
	}
}

void
userreturn(struct trapframe *frame)
{
	struct thread *td = curthread;
	struct lwp *lp = td->td_lwp;
	int sig;

	(void)frame;
	for (;;) {
		lwkt_passive_recover(td);
		lp->lwp_proc->p_usched->acquire_curproc(lp);
		sig = CURSIG_NOBLOCK(lp);
		if (sig == 0) {
			if ((lp->lwp_flag & LWP_OLDMASK) == 0)
				break;
			sig_oldmask(lp);	/* and look once more */
			continue;
		}
		/* As at an entry: who sleeps now gives up the cpu. */
		td->td_release = lwkt_passive_release;
		postsig(lp, sig);		/* may not return */
	}
	KASSERT(td->td_critcount == 0 && td->td_ntoks == 0,
	    ("%d critical sections and %d tokens go to user mode",
	    td->td_critcount, td->td_ntoks));
	KASSERT(lp->lwp_vmspace->vm_pmap.pm_tlb_debt == 0,
	    ("rights were reduced and the TLB not told"));
}

/* Between an interrupt and user mode: somebody asked for attention. */
void
ast(struct trapframe *frame)
{
	struct thread *td = curthread;

	userenter(td);
	__atomic_and_fetch(&mycpu->gd_reqflags, ~(uint32_t)RQF_AST_SIGNAL,
	    __ATOMIC_SEQ_CST);
	splz();
	userreturn(frame);
}
