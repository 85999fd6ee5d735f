/*
 * kern_descrip.c -- tables of descriptors.
 *
 * A descriptor is the number of a slot; the lowest free number is handed out
 * first.  Slots come in blocks of FD_BLOCK with a bitmap each, so that
 * finding a free one looks at a word per block.
 *
 *   fdinit, fdcopy, fdshare, fdfree     what fork, exec and exit do
 *   fd_reserve, fd_install, ...         one number of the calling process
 *   fget                                number -> open file, held
 *
 * fd_spin is never held over an allocation: allocate, lock, and look again
 * whether it is still wanted.
 *
 * Not here: dup and fcntl (kern_dup.c), open files (kern_file.c).
 */
#include "kernel/file.h"
#include "kernel/kern.h"
#include "kernel/proc.h"
#include "kernel/vnode.h"
#include "lib/bits.h"

MALLOC_DEFINE(M_FILEDESC, "filedesc");

#define NBLOCKS		(FD_LIMIT / FD_BLOCK)
#define DEFAULT_CMASK	022

/* Block n of a table, NULL if it was not needed yet. */
static struct fdblock *
fd_block(struct filedesc *fdp, int n)
{
	if (n == 0)
		return (&fdp->fd_first);
	return (fdp->fd_more == NULL ? NULL : fdp->fd_more[n - 1]);
}

/*
 * Make block n.  Somebody else may do the same at the same time; whoever
 * comes second throws its own away.
 */
static int
fd_grow(struct filedesc *fdp, int n)
{
	struct fdblock **more = NULL;
	struct fdblock *fb;

	fb = kmalloc(sizeof(*fb), M_FILEDESC, M_ZERO);
	if (fb == NULL)
		return (ENOMEM);
	if (fdp->fd_more == NULL) {
		more = kmalloc((NBLOCKS - 1) * sizeof(*more), M_FILEDESC,
		    M_ZERO);
		if (more == NULL) {
			kfree(fb, M_FILEDESC);
			return (ENOMEM);
		}
	}
	spin_lock(&fdp->fd_spin);
	if (fdp->fd_more == NULL) {
		fdp->fd_more = more;
		more = NULL;
	}
	if (fdp->fd_more[n - 1] == NULL) {
		fdp->fd_more[n - 1] = fb;
		fb = NULL;
	}
	spin_unlock(&fdp->fd_spin);
	kfree(more, M_FILEDESC);
	kfree(fb, M_FILEDESC);
	return (0);
}

/* ------------------------------------------------------------- numbers */

/*
 * The lowest free number from first on, or -1.  It may lie in a block that
 * does not exist yet.  fd_spin held.
 */
static int
fd_lowest(struct filedesc *fdp, int first)
{
	struct fdblock *fb;
	uint32_t unused;
	int n;

	for (n = first / FD_BLOCK; n < NBLOCKS; n++) {
		fb = fd_block(fdp, n);
		unused = fb == NULL ? UINT32_MAX : ~fb->fb_used;
		if (n == first / FD_BLOCK)
			unused &= UINT32_MAX << (first % FD_BLOCK);
		if (unused != 0)
			return (n * FD_BLOCK + bit_ffs64(unused) - 1);
	}
	return (-1);
}

int
fd_reserve(int first, int *fdp)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	int fd, error;

	if (first < 0 || first >= FD_LIMIT)
		return (EINVAL);
	for (;;) {
		spin_lock(&table->fd_spin);
		fd = fd_lowest(table, first);
		fb = fd < 0 ? NULL : fd_block(table, fd / FD_BLOCK);
		if (fb != NULL) {
			fb->fb_used |= 1u << (fd % FD_BLOCK);
			fb->fb_flags[fd % FD_BLOCK] = 0;
			fb->fb_file[fd % FD_BLOCK] = NULL;
		}
		spin_unlock(&table->fd_spin);
		if (fd < 0)
			return (EMFILE);
		if (fb != NULL)
			break;
		error = fd_grow(table, fd / FD_BLOCK);
		if (error != 0)
			return (error);
	}
	*fdp = fd;
	return (0);
}

void
fd_install(int fd, struct file *fp, int flags)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb = fd_block(table, fd / FD_BLOCK);
	int i = fd % FD_BLOCK;

	spin_lock(&table->fd_spin);
	KASSERT((fb->fb_used & 1u << i) != 0 && fb->fb_file[i] == NULL,
	    ("descriptor %d was not reserved", fd));
	fb->fb_file[i] = fp;
	fb->fb_flags[i] = (uint8_t)(flags & FD_FLAGS);
	spin_unlock(&table->fd_spin);
}

void
fd_unreserve(int fd)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb = fd_block(table, fd / FD_BLOCK);

	spin_lock(&table->fd_spin);
	KASSERT(fb->fb_file[fd % FD_BLOCK] == NULL,
	    ("descriptor %d has a file", fd));
	fb->fb_used &= ~(1u << (fd % FD_BLOCK));
	spin_unlock(&table->fd_spin);
}

int
fd_slot(struct filedesc *table, int fd, struct fdblock **fbp)
{
	struct fdblock *fb;

	if (fd < 0 || fd >= FD_LIMIT)
		return (EBADF);
	fb = fd_block(table, fd / FD_BLOCK);
	if (fb == NULL || fb->fb_file[fd % FD_BLOCK] == NULL)
		return (EBADF);
	*fbp = fb;
	return (0);
}

int
fget(int fd, uint32_t need, struct file **fpp)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	struct file *fp;
	int error;

	spin_lock(&table->fd_spin);
	error = fd_slot(table, fd, &fb);
	if (error == 0) {
		fp = fb->fb_file[fd % FD_BLOCK];
		if ((fp->f_flag & need) != need)
			error = EBADF;
	}
	if (error == 0) {
		fhold(fp);
		*fpp = fp;
	}
	spin_unlock(&table->fd_spin);
	return (error);
}

int
fd_replace(int fd, struct file *fp, struct file **oldp)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	int i = fd % FD_BLOCK;
	int error = 0;

	if (fd < 0 || fd >= FD_LIMIT)
		return (EBADF);
	if (fd_block(table, fd / FD_BLOCK) == NULL) {
		error = fd_grow(table, fd / FD_BLOCK);
		if (error != 0)
			return (error);
	}
	fb = fd_block(table, fd / FD_BLOCK);
	spin_lock(&table->fd_spin);
	*oldp = fb->fb_file[i];
	if ((fb->fb_used & 1u << i) != 0 && *oldp == NULL) {
		error = EBUSY;
	} else {
		fb->fb_used |= 1u << i;
		fb->fb_flags[i] = 0;
		fb->fb_file[i] = fp;
	}
	spin_unlock(&table->fd_spin);
	return (error);
}

/* Slot i is free from now on; what was in it.  fd_spin held. */
static struct file *
clear_slot(struct fdblock *fb, int i)
{
	struct file *fp = fb->fb_file[i];

	fb->fb_file[i] = NULL;
	fb->fb_used &= ~(1u << i);
	return (fp);
}

int
fd_remove(int fd, struct file **fpp)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	int error;

	spin_lock(&table->fd_spin);
	error = fd_slot(table, fd, &fb);
	if (error == 0)
		*fpp = clear_slot(fb, fd % FD_BLOCK);
	spin_unlock(&table->fd_spin);
	return (error);
}

/* -------------------------------------------------------------- tables */

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
	int n, i;

	for (n = 0; n < NBLOCKS; n++) {
		fb = fd_block(fdp, n);
		for (i = 0; fb != NULL && i < FD_BLOCK; i++) {
			fp = clear_slot(fb, i);
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

/* Copy one block for fork. */
static void
copy_block(struct fdblock *to, const struct fdblock *from)
{
	struct file *fp;
	int i;

	for (i = 0; i < FD_BLOCK; i++) {
		fp = from->fb_file[i];
		if (fp == NULL || (from->fb_flags[i] & FD_CLOFORK) != 0)
			continue;
		fhold(fp);
		to->fb_file[i] = fp;
		to->fb_flags[i] = from->fb_flags[i];
		to->fb_used |= 1u << i;
	}
}

struct filedesc *
fdcopy(struct proc *p)
{
	struct filedesc *old = p->p_fd;
	struct filedesc *new = fdinit(p);
	struct fdblock *from;
	bool used;
	int n;

	if (new == NULL || old == NULL)
		return (new);
	new->fd_cmask = old->fd_cmask;
	for (n = 0; n < NBLOCKS; n++) {
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
		copy_block(fd_block(new, n), from);
		spin_unlock(&old->fd_spin);
	}
	return (new);
}

struct filedesc *
fdshare(struct proc *p)
{
	__atomic_fetch_add(&p->p_fd->fd_refs, 1, __ATOMIC_RELAXED);
	return (p->p_fd);
}

void
fdfree(struct proc *p, struct filedesc *repl)
{
	struct filedesc *fdp = p->p_fd;

	p->p_fd = repl;
	if (fdp == NULL)
		return;
	if (__atomic_sub_fetch(&fdp->fd_refs, 1, __ATOMIC_ACQ_REL) == 0)
		fd_destroy(fdp);
}

void
fdcloseexec(struct proc *p)
{
	struct fdblock *fb;
	struct file *fp;
	int n, i;

	for (n = 0; n < NBLOCKS; n++) {
		fb = fd_block(p->p_fd, n);
		for (i = 0; fb != NULL && i < FD_BLOCK; i++) {
			if (fb->fb_file[i] == NULL ||
			    (fb->fb_flags[i] & FD_CLOEXEC) == 0)
				continue;
			spin_lock(&p->p_fd->fd_spin);
			fp = clear_slot(fb, i);
			spin_unlock(&p->p_fd->fd_spin);
			fdrop(fp);
		}
	}
}
