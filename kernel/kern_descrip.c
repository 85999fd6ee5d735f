/*
 * kern_descrip.c -- numbers of open files in the calling process.
 *
 * The lowest free number is handed out first.  Slots come in blocks of
 * FD_BLOCK with a bitmap each, so finding a free one looks at a word per
 * block.
 *
 *   fd_reserve, fd_install, fd_unreserve   a new number, in two steps
 *   fd_replace, fd_remove                  dup2, close
 *   fget                                   number -> open file, held
 *
 * fd_spin is never held over an allocation: allocate, lock, and look again
 * whether it is still wanted.
 *
 * Not here: the table as a whole (kern_filedesc.c), dup and fcntl
 * (kern_dup.c), open files (kern_file.c).
 */
#include "kernel/filedesc.h"
#include "kernel/plimit.h"
#include "kernel/proc.h"
#include "lib/bits.h"

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

	for (n = first / FD_BLOCK; n < FD_NBLOCKS; n++) {
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
	int limit = (int)plimit_cur(RLIMIT_NOFILE);
	int fd, error;

	if (first < 0 || first >= limit)
		return (first == 0 ? EMFILE : EINVAL);
	for (;;) {
		spin_lock(&table->fd_spin);
		fd = fd_lowest(table, first);
		if (fd >= limit)
			fd = -1;
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
	fd_shrink(table, fd / FD_BLOCK);
}

/* Nobody else can change it: no other process has it, no other LWP we. */
static bool
table_is_ours(const struct filedesc *table)
{
	return (table->fd_refs == 1 && curproc->p_nthreads == 1);
}

/* The file behind a number, held; NULL if none that was opened for need. */
static inline struct file * __attribute__((always_inline))
file_hold(struct filedesc *table, int fd, uint32_t need)
{
	struct fdblock *fb;
	struct file *fp;

	if (fd_slot(table, fd, &fb) != 0)
		return (NULL);
	fp = fb->fb_file[fd % FD_BLOCK];
	if ((fp->f_flag & need) != need)
		return (NULL);
	fhold(fp);
	return (fp);
}

static struct file * __attribute__((noinline))
file_hold_locked(struct filedesc *table, int fd, uint32_t need)
{
	struct file *fp;

	spin_lock(&table->fd_spin);
	fp = file_hold(table, fd, need);
	spin_unlock(&table->fd_spin);
	return (fp);
}

int
fget(int fd, uint32_t need, struct file **fpp)
{
	struct filedesc *table = curproc->p_fd;

	if (table_is_ours(table))
		*fpp = file_hold(table, fd, need);
	else
		*fpp = file_hold_locked(table, fd, need);
	return (*fpp == NULL ? EBADF : 0);
}

int
fd_replace(int fd, struct file *fp, struct file **oldp)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	int i = fd % FD_BLOCK;
	int error;

	if (fd < 0 || fd >= (int)plimit_cur(RLIMIT_NOFILE))
		return (EBADF);
	spin_lock(&table->fd_spin);
	while ((fb = fd_block(table, fd / FD_BLOCK)) == NULL) {
		spin_unlock(&table->fd_spin);
		error = fd_grow(table, fd / FD_BLOCK);
		if (error != 0)
			return (error);
		spin_lock(&table->fd_spin);
	}
	error = 0;
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

int
fd_remove(int fd, struct file **fpp)
{
	struct filedesc *table = curproc->p_fd;
	struct fdblock *fb;
	int error;

	spin_lock(&table->fd_spin);
	error = fd_slot(table, fd, &fb);
	if (error == 0)
		*fpp = fd_clear(fb, fd % FD_BLOCK);
	spin_unlock(&table->fd_spin);
	if (error == 0)
		fd_shrink(table, fd / FD_BLOCK);
	return (error);
}
