/*
 * kern_resource.c -- getrusage: what a process has used.
 *
 * Times are counted in clock ticks, at each tick for the thread that runs.
 * Memory is counted when somebody asks: a walk over all that is mapped, so
 * a dead process, whose exit must not cost that, has none (ru_maxrss 0).
 */
#include "kernel/resource.h"
#include "kernel/syscall.h"
#include "sysproto.h"
#include "vm/pmap.h"
#include "vm/vm_map.h"

static void
timeval_add(struct timeval *to, const struct timeval *from)
{
	to->tv_sec += from->tv_sec;
	to->tv_usec += from->tv_usec;
	if (to->tv_usec >= 1000000) {
		to->tv_usec -= 1000000;
		to->tv_sec++;
	}
}

static void
timeval_of_ticks(struct timeval *tv, uint64_t n)
{
	tv->tv_sec = (time_t)(n / (uint64_t)hz);
	tv->tv_usec = (suseconds_t)(n % (uint64_t)hz * 1000000 /
	    (uint64_t)hz);
}

void
rusage_add(struct rusage *to, const struct rusage *from)
{
	timeval_add(&to->ru_utime, &from->ru_utime);
	timeval_add(&to->ru_stime, &from->ru_stime);
	if (from->ru_maxrss > to->ru_maxrss)
		to->ru_maxrss = from->ru_maxrss;
	to->ru_minflt += from->ru_minflt;
	to->ru_nvcsw += from->ru_nvcsw;
	to->ru_nivcsw += from->ru_nivcsw;
}

void
rusage_finish(struct proc *p)
{
	timeval_of_ticks(&p->p_ru.ru_utime, p->p_uticks);
	timeval_of_ticks(&p->p_ru.ru_stime, p->p_sticks);
}

/* KiB that are mapped now, page tables included. */
static long
resident_kib(struct vmspace *vm)
{
	uint64_t pages;

	lockmgr(&vm->vm_map.map_lock, LK_SHARED);
	pages = pmap_resident(&vm->vm_pmap);
	lockmgr(&vm->vm_map.map_lock, LK_RELEASE);
	return ((long)(pages * (PAGE_SIZE / 1024)));
}

/* What p, its LWPs included, has used until now. */
static void
rusage_now(struct proc *p, struct rusage *ru)
{
	uint64_t uticks = p->p_uticks, sticks = p->p_sticks;

	*ru = p->p_ru;
	for (struct lwp *lp = lwp_first(p); lp != NULL; lp = lwp_next(lp)) {
		uticks += lp->lwp_thread->td_uticks;
		sticks += lp->lwp_thread->td_sticks;
		rusage_add(ru, &lp->lwp_ru);
	}
	timeval_of_ticks(&ru->ru_utime, uticks);
	timeval_of_ticks(&ru->ru_stime, sticks);
	ru->ru_maxrss = resident_kib(p->p_vmspace);
}

int
sys_getrusage(struct sysmsg *sysmsg, const struct getrusage_args *uap)
{
	struct rusage ru;

	(void)sysmsg;
	switch (uap->who) {
	case RUSAGE_SELF:
		rusage_now(curproc, &ru);
		break;
	case RUSAGE_CHILDREN:
		ru = curproc->p_cru;
		break;
	default:
		return (EINVAL);
	}
	return (copyout(&ru, uap->rusage, sizeof(ru)));
}
