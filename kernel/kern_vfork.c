/*
 * kern_vfork.c -- vfork: the child borrows its parent's memory.
 *
 * It is a fork with two flags more: RFMEM, so nothing of the memory is
 * copied, not even a page table; and RFPPWAIT, so the calling LWP sleeps
 * until the child needs that memory no more, because it has called exec or
 * has ended.  docs/tour-of-vfork.md walks along.
 *
 *   sys_vfork       the system call
 *   vfork_wait      the parent's side: sleep
 *   vfork_release   the child's side: let the parent go on
 */
#include "kernel/fork.h"
#include "kernel/syscall.h"
#include "sysproto.h"

int
sys_vfork(struct sysmsg *sysmsg, const struct vfork_args *uap)
{
	(void)uap;
	return (fork_common(sysmsg, VFORK_FLAGS));
}

/*
 * Until the child is done with our memory.  We queue before we look, so
 * that its wakeup cannot fall in between (D-17); it wakes all of our LWPs
 * that wait for some child, so we look again.
 */
void
vfork_wait(struct proc *p1, struct proc *p2)
{
	while (p2->p_flag & P_PPWAIT) {
		tsleep_interlock(p1, 0);
		if (p2->p_flag & P_PPWAIT)
			tsleep(p1, PINTERLOCKED, "ppwait", 0);
	}
}

void
vfork_release(struct proc *p2)
{
	if ((p2->p_flag & P_PPWAIT) == 0)
		return;
	p2->p_flag &= ~(uint32_t)P_PPWAIT;
	wakeup(p2->p_pptr);
}
