/*
 * vm_glue.h -- where processes and memory meet.
 */
#ifndef VM_VM_GLUE_H
#define VM_VM_GLUE_H

struct lwp;
struct proc;
struct vmspace;

/*
 * vm_fork: the memory step of fork1 (S31): share the space (RFMEM) or fork
 * it.  0, or ENOMEM and p2 has no space.
 */
int vm_fork(struct proc *p1, struct proc *p2, int flags);
/* Give p (one LWP, the caller) a new space; the old one is dropped. */
void vm_exec_replace(struct proc *p, struct vmspace *vm);
/* The current LWP now runs in vm: load its root table. */
void cpu_set_vmspace(struct lwp *lp, struct vmspace *vm);

#endif
