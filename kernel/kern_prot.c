/*
 * kern_prot.c -- the calls that only tell who one is.
 */
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "sysproto.h"

int
sys_getpid(struct sysmsg *sysmsg, const struct getpid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curproc->p_pid;
	return (0);
}

int
sys_getppid(struct sysmsg *sysmsg, const struct getppid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curproc->p_pptr->p_pid;
	return (0);
}

int
sys_lwp_gettid(struct sysmsg *sysmsg, const struct lwp_gettid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curlwp->lwp_tid;
	return (0);
}
