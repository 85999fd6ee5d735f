/*
 * kern_usched.c -- usched_set: which user scheduler, which cpus.
 *
 *   usched_find       a user scheduler by its name
 *   sys_usched_set
 */
#include "kernel/syscall.h"
#include "kernel/usched.h"
#include "sysproto.h"

#define MAXCPU		64		/* bits of lwp_cpumask */

static const struct usched *const uscheds[] = { &usched_rr };

static const struct usched *
usched_find(const char *name)
{
	for (size_t i = 0; i < sizeof(uscheds) / sizeof(uscheds[0]); i++) {
		if (strcmp(uscheds[i]->name, name) == 0)
			return (uscheds[i]);
	}
	return (NULL);
}

static int
usched_set_scheduler(struct proc *p, const void *data)
{
	char name[32];
	int error;

	if (curthread->td_ucred->cr_uid != 0)
		return (EPERM);
	error = copyinstr(data, name, sizeof(name), NULL);
	if (error != 0)
		return (error == ENAMETOOLONG ? EINVAL : error);
	if (p->p_nthreads != 1 || usched_find(name) == NULL)
		return (EINVAL);
	p->p_usched = usched_find(name);
	return (0);
}

/* The cpus of the calling LWP: one, one more, one less. */
static int
usched_change_cpus(struct lwp *lp, int cmd, const void *data)
{
	uint64_t mask;
	int cpu, error;

	if (curthread->td_ucred->cr_uid != 0)
		return (EPERM);
	error = copyin(data, &cpu, sizeof(cpu));
	if (error != 0)
		return (error);
	if (cpu < 0 || cpu >= MAXCPU)
		return (EFBIG);
	if ((usched_mastermask & 1ul << cpu) == 0)
		return (EINVAL);
	if (cmd == USCHED_SET_CPU)
		mask = 1ul << cpu;
	else if (cmd == USCHED_ADD_CPU)
		mask = lp->lwp_cpumask | 1ul << cpu;
	else
		mask = lp->lwp_cpumask & ~(1ul << cpu);
	if (mask == 0)
		return (EPERM);
	lp->lwp_cpumask = mask;
	return (0);
}

int
sys_usched_set(struct sysmsg *sysmsg, const struct usched_set_args *uap)
{
	struct proc *p = curproc;
	int cpu = mycpu->gd_cpuid;
	int error;

	(void)sysmsg;
	if (uap->pid != 0 && uap->pid != p->p_pid)
		return (EINVAL);
	if (uap->cmd != USCHED_SET_SCHEDULER && uap->bytes != sizeof(cpu))
		return (EINVAL);
	lwkt_gettoken(&p->p_token);
	switch (uap->cmd) {
	case USCHED_SET_SCHEDULER:
		error = usched_set_scheduler(p, uap->data);
		break;
	case USCHED_SET_CPU:
	case USCHED_ADD_CPU:
	case USCHED_DEL_CPU:
		error = usched_change_cpus(curlwp, uap->cmd, uap->data);
		break;
	case USCHED_GET_CPU:
		error = copyout(&cpu, uap->data, sizeof(cpu));
		break;
	default:
		error = EINVAL;
		break;
	}
	lwkt_reltoken(&p->p_token);
	return (error);
}
