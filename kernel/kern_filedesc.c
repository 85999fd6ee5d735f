/*
 * kern_filedesc.c -- tables of descriptors: what fork, exec and exit do.
 *
 *   fdinit, fdcopy, fdshare    for a child: empty, a copy, the same
 *   fdshared                   is it worth a copy?
 *   fdfree, fddrop             leave a table; the last one closes all
 *   fdcloseexec                a new program begins
 *   fd_grow, fd_shrink         a block more, a block less
 *
 *   filedesc                        fd_more
 *   +-----------+                   +----+----+----+-- --+
 *   | fd_first  | numbers 0..31     |  . |NULL|  . |     |  made when number
 *   | fd_more --|------------------>+--|-+----+--|-+-- --+  32 is needed
 *   +-----------+                      v         v
 *                                    block     block
 *                                    32..63    96..127
 */
#include "kernel/filedesc.h"
#include "kernel/proc.h"
#include "kernel/vnode.h"

MALLOC_DEFINE(M_FILEDESC, "filedesc");

#define DEFAULT_CMASK	022

/* --------------------------------------------------------------- blocks */

/* How many blocks there may be; most tables have only the first. */
static int
fd_nblocks(const struct filedesc *fdp)
{
	return (fdp->fd_more == NULL ? 1 : FD_NBLOCKS);
}

/*
 * Somebody else may do the same at the same time; whoever comes second
 * throws its own away.
 */
int
fd_grow(struct filedesc *fdp, int n)
{
	struct fdblock **more;
	struct fdblock *fb;

	fb = kmalloc(sizeof(*fb), M_FILEDESC, M_ZERO);
	more = kmalloc((FD_NBLOCKS - 1) * sizeof(*more), M_FILEDESC, M_ZERO);
	if (fb == NULL || more == NULL) {
		kfree(fb, M_FILEDESC);
		kfree(more, M_FILEDESC);
		return (ENOMEM);
	}
	spin_lock(&fdp->fd_spin);
	if (fdp->fd_more == NULL) {
		fdp->fd_more = more;
		more = NULL;
	}
	if (fdp->fd_more[n - 1] == NULL) {
		fdp->fd_more[n - 1] = fb;
		fdp->fd_nmore++;
		fb = NULL;
	}
	spin_unlock(&fdp->fd_spin);
	kfree(more, M_FILEDESC);
	kfree(fb, M_FILEDESC);
	return (0);
}

void
fd_shrink(struct filedesc *fdp, int n)
{
	struct fdblock **more = NULL;
	struct fdblock *fb;

	if (n == 0)
		return;
	spin_lock(&fdp->fd_spin);
	fb = fd_block(fdp, n);
	if (fb != NULL && fb->fb_used == 0) {
		fdp->fd_more[n - 1] = NULL;
		if (--fdp->fd_nmore == 0) {
			more = fdp->fd_more;
			fdp->fd_more = NULL;
		}
	} else {
		fb = NULL;
	}
	spin_unlock(&fdp->fd_spin);
	kfree(fb, M_FILEDESC);
	kfree(more, M_FILEDESC);
}

struct file *
fd_clear(struct fdblock *fb, int i)
{
	struct file *fp = fb->fb_file[i];

	fb->fb_file[i] = NULL;
	fb->fb_used &= ~(1u << i);
	return (fp);
}

/* --------------------------------------------------------------- tables */

struct filedesc *
fdinit(struct proc *p)
{
	struct filedesc *new;

	new = kmalloc(sizeof(*new), M_FILEDESC, M_ZERO);
	if (new == NULL)
		return (NULL);
	new->fd_refs = 1;
	new->fd_cmask = DEFAULT_CMASK;
	spin_init(&new->fd_spin, "filedesc");
	if (p != NULL && p->p_fd != NULL) {
		new->fd_cdir = p->p_fd->fd_cdir;
		new->fd_rdir = p->p_fd->fd_rdir;
	} else {
		new->fd_cdir = rootvnode;
		new->fd_rdir = rootvnode;
	}
	vref(new->fd_cdir);
	vref(new->fd_rdir);
	return (new);
}

/* A table nobody uses any more. */
static void
fd_destroy(struct filedesc *fdp)
{
	struct fdblock *fb;
	struct file *fp;
	int n;

	for (n = 0; n < fd_nblocks(fdp); n++) {
		fb = fd_block(fdp, n);
		while (fb != NULL && fb->fb_used != 0) {
			fp = fd_clear(fb, __builtin_ctz(fb->fb_used));
			if (fp != NULL)
				fdrop(fp);
		}
		if (n > 0)
			kfree(fb, M_FILEDESC);
	}
	kfree(fdp->fd_more, M_FILEDESC);
	vrele(fdp->fd_cdir);
	vrele(fdp->fd_rdir);
	kfree(fdp, M_FILEDESC);
}

/* Copy one block, but for descriptors with one of the flags in skip. */
static void
copy_block(struct fdblock *to, const struct fdblock *from, int skip)
{
	struct file *fp;
	uint32_t left;
	int i;

	for (left = from->fb_used; left != 0; left &= left - 1) {
		i = __builtin_ctz(left);
		fp = from->fb_file[i];
		if (fp == NULL || (from->fb_flags[i] & skip) != 0)
			continue;
		fhold(fp);
		to->fb_file[i] = fp;
		to->fb_flags[i] = from->fb_flags[i];
		to->fb_used |= 1u << i;
	}
}

struct filedesc *
fdcopy(struct proc *p, int skip)
{
	struct filedesc *old = p->p_fd;
	struct filedesc *new = fdinit(p);
	struct fdblock *from;
	bool used;
	int n;

	if (new == NULL || old == NULL)
		return (new);
	new->fd_cmask = old->fd_cmask;
	for (n = 0; n < fd_nblocks(old); n++) {
		spin_lock(&old->fd_spin);
		from = fd_block(old, n);
		used = from != NULL && from->fb_used != 0;
		spin_unlock(&old->fd_spin);
		if (!used)
			continue;
		if (fd_block(new, n) == NULL && fd_grow(new, n) != 0) {
			fd_destroy(new);
			return (NULL);
		}
		spin_lock(&old->fd_spin);
		from = fd_block(old, n);
		if (from != NULL)
			copy_block(fd_block(new, n), from, skip);
		spin_unlock(&old->fd_spin);
	}
	return (new);
}

bool
fdshared(const struct proc *p)
{
	return (p->p_fd != NULL && p->p_fd->fd_refs > 1);
}

struct filedesc *
fdshare(struct proc *p)
{
	__atomic_fetch_add(&p->p_fd->fd_refs, 1, __ATOMIC_RELAXED);
	return (p->p_fd);
}

void
fddrop(struct filedesc *fdp)
{
	if (__atomic_sub_fetch(&fdp->fd_refs, 1, __ATOMIC_ACQ_REL) == 0)
		fd_destroy(fdp);
}

void
fdfree(struct proc *p, struct filedesc *repl)
{
	struct filedesc *fdp = p->p_fd;

	p->p_fd = repl;
	if (fdp != NULL)
		fddrop(fdp);
}

void
fdcloseexec(struct proc *p)
{
	struct fdblock *fb;
	struct file *fp;
	int n, i;

	for (n = 0; n < fd_nblocks(p->p_fd); n++) {
		fb = fd_block(p->p_fd, n);
		for (i = 0; fb != NULL && i < FD_BLOCK; i++) {
			if (fb->fb_file[i] == NULL ||
			    (fb->fb_flags[i] & FD_CLOEXEC) == 0)
				continue;
			spin_lock(&p->p_fd->fd_spin);
			fp = fd_clear(fb, i);
			spin_unlock(&p->p_fd->fd_spin);
			fdrop(fp);
		}
		fd_shrink(p->p_fd, n);
	}
}
