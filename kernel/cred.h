/*
 * cred.h -- making and changing credentials.
 */
#ifndef KERNEL_CRED_H
#define KERNEL_CRED_H

#include "kernel/proc.h"

/* A copy with one reference, the caller's to change; NULL: no memory. */
struct ucred *crcopy(const struct ucred *cr);
/* Is gid the effective group, or one of the others? */
static inline bool
cr_in_group(const struct ucred *cr, gid_t gid)
{
	if (gid == cr->cr_gid)
		return (true);
	for (int i = 0; i < cr->cr_ngroups; i++) {
		if (cr->cr_groups[i] == gid)
			return (true);
	}
	return (false);
}

/*
 * cred_begin: a copy of the calling process's credentials to change, with
 * its p_token held until cred_abort() or the call's own end; 0 or ENOMEM.
 */
int cred_begin(struct ucred **newp);
void cred_abort(struct ucred *new);
/* Another real user, in credentials nobody shares yet; 0 or ENOMEM. */
int cred_set_ruid(struct ucred *new, uid_t uid);
/*
 * cred_install: the calling process, p, is new from now on; its place in the
 * count of processes goes along.  Takes the reference; p_token held.
 */
void cred_install(struct proc *p, struct ucred *new);

#endif
