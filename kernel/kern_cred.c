/*
 * kern_cred.c -- credentials: who a process is.
 *
 * A struct ucred is never changed while it is shared; fork and threads hold
 * the same one.
 */
#include "kernel/cred.h"
#include "kernel/syscall.h"
#include "sysproto.h"

MALLOC_DEFINE(M_CRED, "cred");

struct ucred *
crhold(struct ucred *cr)
{
	__atomic_add_fetch(&cr->cr_ref, 1, __ATOMIC_SEQ_CST);
	return (cr);
}

/* The first credentials are static and never freed: process 0 holds them. */
void
crfree(struct ucred *cr)
{
	if (cr == NULL)
		return;
	if (__atomic_sub_fetch(&cr->cr_ref, 1, __ATOMIC_SEQ_CST) != 0)
		return;
	uidrop(cr->cr_ruidinfo);
	kfree(cr, M_CRED);
}

struct ucred *
crcopy(const struct ucred *cr)
{
	struct ucred *new = kmalloc(sizeof(*new), M_CRED, 0);

	if (new == NULL)
		return (NULL);
	*new = *cr;
	new->cr_ref = 1;
	uihold(new->cr_ruidinfo);
	return (new);
}

int
sys_getuid(struct sysmsg *sysmsg, const struct getuid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curthread->td_ucred->cr_ruid;
	return (0);
}

int
sys_geteuid(struct sysmsg *sysmsg, const struct geteuid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curthread->td_ucred->cr_uid;
	return (0);
}

int
sys_getgid(struct sysmsg *sysmsg, const struct getgid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curthread->td_ucred->cr_rgid;
	return (0);
}

int
sys_getegid(struct sysmsg *sysmsg, const struct getegid_args *uap)
{
	(void)uap;
	sysmsg->sysmsg_result = curthread->td_ucred->cr_gid;
	return (0);
}
