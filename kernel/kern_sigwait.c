/*
 * kern_sigwait.c -- waiting for a signal instead of catching it.
 *
 * The signals waited for stay blocked.  LWP_SIGWAIT, with the set in
 * lwp_oldsigmask (which sigsuspend does not need meanwhile), tells senders
 * whom to wake.
 *
 *   sys_sigtimedwait, sys_sigwaitinfo
 */
#include "kernel/signal.h"
#include "kernel/syscall.h"
#include "lib/bits.h"
#include "sysproto.h"

#define TIMO_MAX	(1ul << 30)	/* ticks in one tsleep */
#define FOREVER		UINT64_MAX

/* The lowest one of set that waits for lp or its process, 0 if none. */
static int
sigwait_find(const struct lwp *lp, const sigset_t *set)
{
	const struct proc *p = lp->lwp_proc;
	uint32_t word;

	for (int i = 0; i < 4; i++) {
		word = (p->p_siglist.__bits[i] | lp->lwp_siglist.__bits[i]) &
		    set->__bits[i];
		if (word != 0)
			return (i * 32 + __builtin_ctz(word) + 1);
	}
	return (0);
}

/* Sleep once, until the tick end at most. */
static int
sigwait_sleep(struct lwp *lp, uint64_t end)
{
	int timo = 0;
	int error;

	if (end != FOREVER) {
		if (ticks >= end)
			return (EAGAIN);
		timo = (int)min(end - ticks, TIMO_MAX);
	}
	error = tsleep(&lp->lwp_oldsigmask, PCATCH, "sigwait", timo);
	if (error == ERESTART)
		error = EINTR;		/* the time would begin anew */
	return (error == EWOULDBLOCK ? 0 : error);
}

static int
sigwait_do(struct lwp *lp, const sigset_t *set, uint64_t end,
    siginfo_t *info)
{
	int error = 0;
	int sig;

	crit_enter();
	lp->lwp_oldsigmask = *set;
	sigset_del(&lp->lwp_oldsigmask, SIGKILL);
	sigset_del(&lp->lwp_oldsigmask, SIGSTOP);
	lp->lwp_flag |= LWP_SIGWAIT;
	for (;;) {
		sig = sigwait_find(lp, &lp->lwp_oldsigmask);
		if (sig != 0 || error != 0)
			break;
		error = sigwait_sleep(lp, end);
	}
	lp->lwp_flag &= ~(uint32_t)LWP_SIGWAIT;
	if (sig != 0)
		(void)sig_take(lp, sig, info);
	crit_exit();
	return (sig != 0 ? 0 : error);
}

static int
sigwait_common(struct sysmsg *sysmsg, const sigset_t *uset,
    siginfo_t *uinfo, uint64_t end)
{
	siginfo_t info;
	sigset_t set;
	int error;

	error = copyin(uset, &set, sizeof(set));
	if (error == 0)
		error = sigwait_do(curlwp, &set, end, &info);
	if (error == 0 && uinfo != NULL)
		error = copyout(&info, uinfo, sizeof(info));
	if (error == 0)
		sysmsg->sysmsg_result = info.si_signo;
	return (error);
}

int
sys_sigwaitinfo(struct sysmsg *sysmsg, const struct sigwaitinfo_args *uap)
{
	return (sigwait_common(sysmsg, uap->set, uap->info, FOREVER));
}

int
sys_sigtimedwait(struct sysmsg *sysmsg, const struct sigtimedwait_args *uap)
{
	uint64_t end = FOREVER;
	struct timespec ts;
	int error;

	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &ts, sizeof(ts));
		if (error != 0)
			return (error);
		if (ts.tv_sec < 0 || ts.tv_nsec < 0 ||
		    ts.tv_nsec >= 1000000000)
			return (EINVAL);
		end = ticks;
		if (ts.tv_sec != 0 || ts.tv_nsec != 0)
			end += ticks_of_timespec(&ts);
	}
	return (sigwait_common(sysmsg, uap->set, uap->info, end));
}
