/*
 * exec_setid.c -- a program that runs as its owner, not as its caller.
 *
 * All of it that can fail is prepared before the point of no return: the new
 * credentials, and an open /dev/null for each of the descriptors 0 to 2 that
 * is closed, so that the first file such a program opens is not taken for
 * its output.
 *
 *   exec_setid_prepare, exec_setid_install, exec_setid_free
 */
#include "kernel/cred.h"
#include "kernel/exec.h"
#include "kernel/filedesc.h"
#include "kernel/vnode.h"

#define STDIO_FDS	3

/* Does the program change who we are?  The saved ids follow in any case. */
static bool
ids_change(const struct ucred *cr, const struct vattr *va)
{
	return (((va->va_mode & S_ISUID) && va->va_uid != cr->cr_uid) ||
	    ((va->va_mode & S_ISGID) && va->va_gid != cr->cr_gid));
}

static int
open_null(struct file **fpp)
{
	struct vnode *vp;
	int error;

	error = falloc(fpp);
	if (error != 0)
		return (error);
	error = vfs_lookup("/dev/null", &vp);
	if (error != 0)
		goto fail_file;
	error = vn_file(vp, FREAD | FWRITE, *fpp);
	if (error != 0)
		goto fail_vnode;
	return (0);

fail_vnode:
	vrele(vp);
fail_file:
	fdrop(*fpp);
	*fpp = NULL;
	return (error);
}

int
exec_setid_prepare(const struct exec_image *image, struct exec_setid *xs)
{
	const struct ucred *cr = curthread->td_ucred;
	struct ucred *new;
	struct vattr va;
	int error = 0;

	vn_getattr(image->ei_vp, &va);
	xs->xs_changes = ids_change(cr, &va);
	if (!xs->xs_changes && cr->cr_svuid == cr->cr_uid &&
	    cr->cr_svgid == cr->cr_gid)
		return (0);
	xs->xs_cred = new = crcopy(cr);
	if (new == NULL)
		return (ENOMEM);
	if (xs->xs_changes && (va.va_mode & S_ISUID))
		new->cr_uid = va.va_uid;
	if (xs->xs_changes && (va.va_mode & S_ISGID))
		new->cr_gid = va.va_gid;
	new->cr_svuid = new->cr_uid;
	new->cr_svgid = new->cr_gid;
	for (int i = 0; xs->xs_changes && error == 0 && i < STDIO_FDS; i++)
		error = open_null(&xs->xs_null[i]);
	return (error);
}

void
exec_setid_install(struct proc *p, struct exec_setid *xs)
{
	struct fdblock *fb = &p->p_fd->fd_first;
	const struct ucred *cr = p->p_ucred;

	if (xs->xs_changes) {
		p->p_flag |= P_SUGID;
		spin_lock(&p->p_fd->fd_spin);
		for (int i = 0; i < STDIO_FDS; i++) {
			if (fb->fb_used & 1u << i)
				continue;
			fb->fb_used |= 1u << i;
			fb->fb_flags[i] = 0;
			fb->fb_file[i] = xs->xs_null[i];
			xs->xs_null[i] = NULL;
		}
		spin_unlock(&p->p_fd->fd_spin);
	} else if (cr->cr_ruid == cr->cr_uid && cr->cr_rgid == cr->cr_gid) {
		p->p_flag &= ~(uint32_t)P_SUGID;
	}
	if (xs->xs_cred != NULL)
		cred_install(p, xs->xs_cred);
	xs->xs_cred = NULL;
}

void
exec_setid_free(struct exec_setid *xs)
{
	crfree(xs->xs_cred);
	for (int i = 0; i < STDIO_FDS; i++) {
		if (xs->xs_null[i] != NULL)
			fdrop(xs->xs_null[i]);
	}
}
