/*
 * kern_lwpname.c -- threads have names.
 *
 * The name of an LWP is that of its kernel thread, td_comm: ps -H shows it,
 * as do the hang report and the debugger.  A new LWP, and one whose program
 * was replaced, has the name of its process.
 *
 *   sys_lwp_setname, sys_lwp_getname   of LWPs of the calling process
 */
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "lib/bits.h"
#include "sysproto.h"

/* A longer name is cut, not refused; NULL is the process's own. */
int
sys_lwp_setname(struct sysmsg *sysmsg, const struct lwp_setname_args *uap)
{
	struct proc *p = curproc;
	char name[MAXCOMLEN + 1] = "";
	struct lwp *lp;
	int error = 0;

	(void)sysmsg;
	if (uap->name != NULL)
		error = copyinstr(uap->name, name, sizeof(name), NULL);
	if (error != 0 && error != ENAMETOOLONG)
		return (error);
	name[MAXCOMLEN] = '\0';
	lwkt_gettoken(&p->p_token);
	lp = lwp_find(p, uap->tid);
	if (lp != NULL)
		lwkt_set_comm(lp->lwp_thread,
		    uap->name != NULL ? name : p->p_comm);
	lwkt_reltoken(&p->p_token);
	return (lp != NULL ? 0 : ESRCH);
}

int
sys_lwp_getname(struct sysmsg *sysmsg, const struct lwp_getname_args *uap)
{
	struct proc *p = curproc;
	char name[MAXCOMLEN + 1];
	size_t len = min(uap->len, sizeof(name));
	struct lwp *lp;

	(void)sysmsg;
	if (len == 0)
		return (EINVAL);
	lwkt_gettoken(&p->p_token);
	lp = lwp_find(p, uap->tid);
	if (lp != NULL)
		strlcpy(name, lp->lwp_thread->td_comm, len);
	lwkt_reltoken(&p->p_token);
	if (lp == NULL)
		return (ESRCH);
	return (copyout(name, uap->name, strlen(name) + 1));
}
