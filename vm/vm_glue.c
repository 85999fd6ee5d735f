/*
 * vm_glue.c -- where processes and memory meet.
 *
 * The rest of vm/ knows no process.  fork's memory step is here, stop 4 of
 * the tour: vm_fork -> vmspace_fork -> pmap_fork.
 */
#include "kernel/proc.h"
#include "vm/vm_glue.h"
#include "vm/vm_map.h"

/* rfork without RFPROC and RFMEM: the caller stops sharing its memory. */
static int
vmspace_unshare(struct proc *p)
{
	struct vmspace *vm;

	if (p->p_vmspace->vm_refs == 1)
		return (0);
	vm = vmspace_fork(p->p_vmspace);
	if (vm == NULL)
		return (ENOMEM);
	vm_exec_replace(p, vm);
	return (0);
}

int
vm_fork(struct proc *p1, struct proc *p2, int flags)
{
	if ((flags & RFPROC) == 0)
		return ((flags & RFMEM) ? 0 : vmspace_unshare(p1));

	if (flags & RFMEM) {
		vmspace_ref(p1->p_vmspace);
		p2->p_vmspace = p1->p_vmspace;
		return (0);
	}
	p2->p_vmspace = vmspace_fork(p1->p_vmspace);
	if (p2->p_vmspace == NULL)
		return (ENOMEM);
	p2->p_vmspace->vm_owner_pid = p2->p_pid;
	return (0);
}

void
vm_exec_replace(struct proc *p, struct vmspace *vm)
{
	struct vmspace *old = p->p_vmspace;
	struct lwp *lp = only_lwp_in_proc(p);

	KASSERT(lp == curlwp, ("another LWP's space replaced"));
	vm->vm_owner_pid = p->p_pid;
	p->p_vmspace = vm;
	lp->lwp_vmspace = vm;
	/* The root must not be loaded any more when it is freed. */
	cpu_set_vmspace(lp, vm);
	vmspace_drop(old);
}
