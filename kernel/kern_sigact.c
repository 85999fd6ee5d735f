/*
 * kern_sigact.c -- what a program says about signals.
 *
 *   sigacts_copy, _share, _drop  the table of actions of a process
 *   sigacts_unshare, _exec       what exec does with it
 *   sys_sigaction                change one
 *   sys_sigprocmask, sys_sigpending, sys_sigsuspend, sys_sigaltstack
 *                                of the calling LWP
 */
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "sysproto.h"

MALLOC_DEFINE(M_SIGACTS, "sigacts");

struct sigacts sigacts0 = { .ps_ref = 1 };

/* Entries 1 .. used of to become those of from. */
static void
sigacts_fill(struct sigacts *to, const struct sigacts *from, int used)
{
	size_t n = (size_t)used;

	to->ps_tramp = from->ps_tramp;
	to->ps_used = used;
	if (used == 0)
		return;
	memcpy(to->ps_handler, from->ps_handler, n * sizeof(to->ps_handler[0]));
	memcpy(to->ps_mask, from->ps_mask, n * sizeof(to->ps_mask[0]));
	memcpy(to->ps_flags, from->ps_flags, n * sizeof(to->ps_flags[0]));
}

struct sigacts *
sigacts_copy(struct sigacts *from)
{
	struct sigacts *ps = kmalloc(sizeof(*ps), M_SIGACTS, 0);

	if (ps == NULL)
		return (NULL);
	ps->ps_ref = 1;
	sigacts_fill(ps, from, from->ps_used);
	return (ps);
}

struct sigacts *
sigacts_share(struct sigacts *ps)
{
	__atomic_add_fetch(&ps->ps_ref, 1, __ATOMIC_SEQ_CST);
	return (ps);
}

void
sigacts_drop(struct sigacts *ps)
{
	if (__atomic_sub_fetch(&ps->ps_ref, 1, __ATOMIC_SEQ_CST) == 0)
		kfree(ps, M_SIGACTS);
}

void
sigacts_unshare(struct proc *p, struct sigacts *spare)
{
	struct sigacts *ps = p->p_sigacts;

	if (spare == NULL)
		return;
	if (ps->ps_ref > 1) {
		crit_enter();
		sigacts_fill(spare, ps, ps->ps_used);
		p->p_sigacts = spare;
		crit_exit();
		spare = ps;
	}
	sigacts_drop(spare);
}

/*
 * The only LWP of p catches sig no more.  What is pending stays so, unless
 * it would be dropped if it came now.
 */
static void
sigacts_default(struct proc *p, int sig)
{
	p->p_sigacts->ps_handler[sig - 1] = SIG_DFL;
	if (!sig_ignored(p, sig))
		return;
	sigset_del(&p->p_siglist, sig);
	sigset_del(&curlwp->lwp_siglist, sig);
}

void
sigacts_exec(struct proc *p)
{
	struct sigacts *ps = p->p_sigacts;

	KASSERT(ps->ps_ref == 1, ("pid %d: exec would change the signals of "
	    "others", p->p_pid));
	crit_enter();
	for (int i = 0; i < ps->ps_used; i++) {
		if (ps->ps_handler[i] != SIG_IGN &&
		    ps->ps_handler[i] != SIG_DFL)
			sigacts_default(p, i + 1);
		ps->ps_flags[i] = 0;
	}
	ps->ps_tramp = 0;
	sigstk_disable(&curlwp->lwp_sigstk);
	crit_exit();
}

/* Signals up to sig get entries: the default. */
static void
sigacts_extend(struct sigacts *ps, int sig)
{
	for (int i = ps->ps_used; i < sig; i++) {
		ps->ps_handler[i] = SIG_DFL;
		memset(&ps->ps_mask[i], 0, sizeof(ps->ps_mask[i]));
		ps->ps_flags[i] = 0;
	}
	if (sig > ps->ps_used)
		ps->ps_used = sig;
}

/* What was kept only because it was blocked, and is not any more. */
static void
sigmask_drop_ignored(struct lwp *lp)
{
	struct proc *p = lp->lwp_proc;
	uint32_t word;
	int sig;

	for (int i = 0; i < 4; i++) {
		word = (p->p_siglist.__bits[i] | lp->lwp_siglist.__bits[i]) &
		    ~lp->lwp_sigmask.__bits[i];
		for (; word != 0; word &= word - 1) {
			sig = i * 32 + __builtin_ctz(word) + 1;
			if (!sig_ignored(p, sig))
				continue;
			sigset_del(&p->p_siglist, sig);
			sigset_del(&lp->lwp_siglist, sig);
		}
	}
}

void
sigmask_set(struct lwp *lp, const sigset_t *set)
{
	crit_enter();
	lp->lwp_sigmask = *set;
	sigset_del(&lp->lwp_sigmask, SIGKILL);
	sigset_del(&lp->lwp_sigmask, SIGSTOP);
	sigmask_drop_ignored(lp);
	sig_reassign(lp->lwp_proc);
	crit_exit();
}

static void
sigaction_set(struct proc *p, int sig, const struct sigaction *act,
    uintptr_t tramp)
{
	struct sigacts *ps = p->p_sigacts;
	struct lwp *lp;

	crit_enter();
	sigacts_extend(ps, sig);
	ps->ps_handler[sig - 1] = act->sa_handler;
	ps->ps_flags[sig - 1] = (uint8_t)act->sa_flags;
	ps->ps_mask[sig - 1] = act->sa_mask;
	sigset_del(&ps->ps_mask[sig - 1], SIGKILL);
	sigset_del(&ps->ps_mask[sig - 1], SIGSTOP);
	if (tramp != 0)
		ps->ps_tramp = tramp;
	if (sig_ignored(p, sig)) {
		sigset_del(&p->p_siglist, sig);
		for (lp = lwp_first(p); lp != NULL; lp = lwp_next(lp))
			sigset_del(&lp->lwp_siglist, sig);
	}
	crit_exit();
}

int
sys_sigaction(struct sysmsg *sysmsg, const struct sigaction_args *uap)
{
	struct proc *p = curproc;
	struct sigaction act, old;
	int sig = uap->sig;
	int error = 0;

	(void)sysmsg;
	if (sig < 1 || sig >= NSIG)
		return (EINVAL);
	memset(&old, 0, sizeof(old));
	if (uap->act != NULL) {
		error = copyin(uap->act, &act, sizeof(act));
		if (error != 0)
			return (error);
		if ((sig == SIGKILL || sig == SIGSTOP) &&
		    act.sa_handler != SIG_DFL)
			return (EINVAL);
		if (p == initproc)
			act.sa_flags &= ~SA_NOCLDWAIT;
	}
	lwkt_gettoken(&p->p_token);
	if (sig <= p->p_sigacts->ps_used) {
		old.sa_handler = p->p_sigacts->ps_handler[sig - 1];
		old.sa_flags = p->p_sigacts->ps_flags[sig - 1];
		old.sa_mask = p->p_sigacts->ps_mask[sig - 1];
	}
	if (uap->act != NULL)
		sigaction_set(p, sig, &act, (uintptr_t)uap->tramp);
	lwkt_reltoken(&p->p_token);
	if (uap->oact != NULL)
		error = copyout(&old, uap->oact, sizeof(old));
	return (error);
}

int
sys_sigprocmask(struct sysmsg *sysmsg, const struct sigprocmask_args *uap)
{
	struct lwp *lp = curlwp;
	sigset_t old = lp->lwp_sigmask;
	sigset_t set;
	int error;

	(void)sysmsg;
	if (uap->set != NULL) {
		error = copyin(uap->set, &set, sizeof(set));
		if (error != 0)
			return (error);
		if (uap->how < SIG_BLOCK || uap->how > SIG_SETMASK)
			return (EINVAL);
		for (int i = 0; i < 4; i++) {
			if (uap->how == SIG_BLOCK)
				set.__bits[i] |= old.__bits[i];
			else if (uap->how == SIG_UNBLOCK)
				set.__bits[i] = old.__bits[i] & ~set.__bits[i];
		}
		sigmask_set(lp, &set);
	}
	return (uap->oset != NULL ? copyout(&old, uap->oset, sizeof(old)) : 0);
}

int
sys_sigpending(struct sysmsg *sysmsg, const struct sigpending_args *uap)
{
	struct lwp *lp = curlwp;
	sigset_t set;

	(void)sysmsg;
	crit_enter();
	for (int i = 0; i < 4; i++)
		set.__bits[i] = lp->lwp_siglist.__bits[i] |
		    lp->lwp_proc->p_siglist.__bits[i];
	crit_exit();
	return (copyout(&set, uap->set, sizeof(set)));
}

/* The handler that ends it runs with this mask, and then the old returns. */
int
sys_sigsuspend(struct sysmsg *sysmsg, const struct sigsuspend_args *uap)
{
	struct lwp *lp = curlwp;
	sigset_t set;
	int error;

	(void)sysmsg;
	error = copyin(uap->set, &set, sizeof(set));
	if (error != 0)
		return (error);
	lp->lwp_oldsigmask = lp->lwp_sigmask;
	lp->lwp_flag |= LWP_OLDMASK;
	sigmask_set(lp, &set);
	while (error == 0)
		error = tsleep(&lp->lwp_oldsigmask, PCATCH, "pause", 0);
	inject_pause(PAUSE_SIGSUSPEND);
	return (EINTR);
}

void
sig_oldmask(struct lwp *lp)
{
	lp->lwp_flag &= ~(uint32_t)LWP_OLDMASK;
	sigmask_set(lp, &lp->lwp_oldsigmask);
}

int
sys_sigaltstack(struct sysmsg *sysmsg, const struct sigaltstack_args *uap)
{
	struct lwp *lp = curlwp;
	stack_t old = lp->lwp_sigstk;
	stack_t ss;
	bool on = cpu_on_sigstack(lp);
	int error;

	(void)sysmsg;
	if (old.ss_size == 0)
		old.ss_flags = SS_DISABLE;
	else
		old.ss_flags = on ? SS_ONSTACK : 0;
	if (uap->ss != NULL) {
		error = copyin(uap->ss, &ss, sizeof(ss));
		if (error != 0)
			return (error);
		if (on || (ss.ss_flags & ~SS_DISABLE) != 0)
			return (EINVAL);
		if (ss.ss_flags & SS_DISABLE)
			memset(&ss, 0, sizeof(ss));
		else if (ss.ss_size < MINSIGSTKSZ)
			return (ENOMEM);
		lp->lwp_sigstk = ss;
	}
	return (uap->oss != NULL ? copyout(&old, uap->oss, sizeof(old)) : 0);
}

int
sys_sigreturn(struct sysmsg *sysmsg, const struct sigreturn_args *uap)
{
	struct lwp *lp = curlwp;
	ucontext_t uc;
	int error;

	(void)sysmsg;
	error = copyin(uap->ucp, &uc, sizeof(uc));
	if (error == 0)
		error = cpu_sigreturn(lp, &uc);
	if (error != 0)
		return (error);
	sigmask_set(lp, &uc.uc_sigmask);
	return (EJUSTRETURN);
}
