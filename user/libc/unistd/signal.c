/*
 * signal.c -- sets of signals, and catching them.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "user/libc/libc.h"

/* Where handlers return to: sigtramp.asm. */
extern char __sigtramp[];

int
sigaction(int sig, const struct sigaction *act, struct sigaction *oact)
{
	return (__sys_sigaction(sig, act, oact, __sigtramp));
}

sig_t
signal(int sig, sig_t handler)
{
	struct sigaction act, old;

	memset(&act, 0, sizeof(act));
	act.sa_handler = handler;
	act.sa_flags = SA_RESTART;
	return (sigaction(sig, &act, &old) == 0 ? old.sa_handler : SIG_ERR);
}

int
pause(void)
{
	sigset_t set;

	if (sigprocmask(SIG_BLOCK, NULL, &set) < 0)
		return (-1);
	return (sigsuspend(&set));
}

int
sigwait(const sigset_t *set, int *sig)
{
	int got;

	do {
		got = sigwaitinfo(set, NULL);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return (errno);
	*sig = got;
	return (0);
}

int
sigemptyset(sigset_t *set)
{
	memset(set, 0, sizeof(*set));
	return (0);
}

int
sigfillset(sigset_t *set)
{
	memset(set, 0xff, sizeof(*set));
	return (0);
}

static int
no_signal(int sig)
{
	if (sig >= 1 && sig < NSIG)
		return (0);
	errno = EINVAL;
	return (1);
}

int
sigaddset(sigset_t *set, int sig)
{
	if (no_signal(sig))
		return (-1);
	set->__bits[(sig - 1) / 32] |= 1u << ((sig - 1) % 32);
	return (0);
}

int
sigdelset(sigset_t *set, int sig)
{
	if (no_signal(sig))
		return (-1);
	set->__bits[(sig - 1) / 32] &= ~(1u << ((sig - 1) % 32));
	return (0);
}

int
sigismember(const sigset_t *set, int sig)
{
	if (no_signal(sig))
		return (-1);
	return ((set->__bits[(sig - 1) / 32] >> ((sig - 1) % 32)) & 1);
}

int
__sigjmp_mask(sigjmp_buf env, int save)
{
	env[8] = save;
	return (save ? sigprocmask(SIG_BLOCK, NULL, (sigset_t *)&env[9]) : 0);
}

void
siglongjmp(sigjmp_buf env, int value)
{
	if (env[8])
		(void)sigprocmask(SIG_SETMASK, (sigset_t *)&env[9], NULL);
	longjmp(env, value);
}
