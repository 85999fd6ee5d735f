/*
 * file.h -- open files and the tables that number them.
 *
 *   descriptor     a small number in one process
 *   struct filedesc   the table: number -> open file, per-number flags
 *   struct file    an open file: position, mode; shared by fork and dup
 *   f_data         what was opened: a vnode, a pipe's end
 *
 * One count of struct file per table slot that points to it, and one per
 * system call that is using it right now: a call that blocks holds its file,
 * since another LWP may close the number meanwhile.  The last drop closes.
 */
#ifndef KERNEL_FILE_H
#define KERNEL_FILE_H

#include "kernel/abi.h"
#include "kernel/kern.h"

struct file;
struct filedesc;
struct proc;
struct uidinfo;
struct uio;
struct vm_object;
struct vnode;

/* ------------------------------------------------------------ open files */

/*
 * What an open file can do.  fo_read and fo_write move f_offset themselves
 * where there is one; they may block.  fo_close runs once, when the last
 * reference goes.
 */
struct fileops {
	int (*fo_read)(struct file *fp, struct uio *uio);
	int (*fo_write)(struct file *fp, struct uio *uio);
	int (*fo_ioctl)(struct file *fp, unsigned long com, void *udata);
	int (*fo_stat)(struct file *fp, struct stat *st);
	void (*fo_close)(struct file *fp);
};

enum file_type { DTYPE_VNODE, DTYPE_PIPE };

/*
 *   A   atomic operations
 *   I   set before the file gets its number, never changed after
 *   V   lock of the vnode (f_data)
 */
struct file {
	uint32_t f_count;		/* A  */
	enum file_type f_type;		/* I  */
	uint32_t f_flag;		/* A  FREAD, FWRITE, O_NONBLOCK ... */
	off_t f_offset;			/* V  */
	const struct fileops *f_ops;	/* I  */
	void *f_data;			/* I  struct vnode or struct pipe */
	struct uidinfo *f_uidinfo;	/* I  who it is counted for */
};

#define FREAD		0x0001		/* O_ACCMODE + 1: bits, not numbers */
#define FWRITE		0x0002
#define FFLAGS(oflags)	(((oflags) & ~O_ACCMODE) | (((oflags) & O_ACCMODE) + 1))
#define OFLAGS(fflags)	(((fflags) & ~O_ACCMODE) | (((fflags) & O_ACCMODE) - 1))

MALLOC_DECLARE(M_FILE);
MALLOC_DECLARE(M_FILEDESC);

extern int maxfilesperuser;		/* kern.maxfilesperuser */

/*
 * falloc: an open file without number or operations, f_count 1.
 *
 * => 0; ENOMEM; ENFILE: the caller's real user has as many as it may have,
 *    and the effective one is not root
 * => counted for that real user until the last fdrop, whoever shares it
 */
int falloc(struct file **fpp);
/* What fdrop() does when the last hold is gone. */
void file_close(struct file *fp);
/* One hold more; one less, where the last closes and may block. */
static inline void
fhold(struct file *fp)
{
	__atomic_fetch_add(&fp->f_count, 1, __ATOMIC_RELAXED);
}

static inline void
fdrop(struct file *fp)
{
	if (__atomic_sub_fetch(&fp->f_count, 1, __ATOMIC_ACQ_REL) == 0)
		file_close(fp);
}

/*
 * fget: the open file behind a number of the calling process, held.
 *
 * => need: 0, or FREAD or FWRITE if it must be open for that
 * => 0 or EBADF; the caller fdrop()s it
 */
int fget(int fd, uint32_t need, struct file **fpp);

/* ---------------------------------------------------------------- tables */

#define FD_LIMIT	4096		/* descriptors of one process */
#define FD_BLOCK	32		/* slots of one block */

/* Per-number flags, as fcntl(F_SETFD) has them: FD_CLOEXEC, FD_CLOFORK. */
#define FD_FLAGS	(FD_CLOEXEC | FD_CLOFORK)

/* A used slot without file is reserved: its open is in progress. */
struct fdblock {
	uint32_t fb_used;		/* bit i: slot i is used */
	uint8_t fb_flags[FD_BLOCK];	/* FD_FLAGS */
	struct file *fb_file[FD_BLOCK];
};

/*
 * The table.  Most processes stay inside the block that is part of it; the
 * list of further blocks is made when number 32 is needed and goes away when
 * nothing is in them any more.
 *
 *   A   atomic operations
 *   S   fd_spin
 *   W   vfs lock (kernel/vnode.h)
 */
struct filedesc {
	uint32_t fd_refs;		/* A  processes that share it */
	mode_t fd_cmask;		/* S  umask */
	struct vnode *fd_cdir;		/* W  working directory, a reference */
	struct vnode *fd_rdir;		/* W  root directory, a reference */
	struct spinlock fd_spin;
	struct fdblock fd_first;	/* S  numbers 0 to FD_BLOCK - 1 */
	struct fdblock **fd_more;	/* S  the blocks after it, or NULL */
	int fd_nmore;			/* S  how many of them there are */
};

/*
 * fdinit: an empty table for a child of p: same directories, umask 022.
 * fdcopy: a copy of p's table; open files are shared, but slots that are
 *         reserved, or have one of the flags in skip, stay free: for a child
 *         FD_CLOFORK, for p itself 0.
 * fdshare: p's table itself, with one reference more.
 *
 * => never block; fdinit and fdcopy NULL if memory ran out
 * => a process without table (the first) counts as one in the root directory
 */
struct filedesc *fdinit(struct proc *p);
struct filedesc *fdcopy(struct proc *p, int skip);
struct filedesc *fdshare(struct proc *p);
/* Does p have a table that another process has too? */
bool fdshared(const struct proc *p);
/* One reference less; the last drops every file in it, which may block. */
void fddrop(struct filedesc *fdp);
/*
 * fdfree: p leaves its table and has repl from now on (NULL: none).  If it
 * was the last, every file in it is dropped, which may block.
 */
void fdfree(struct proc *p, struct filedesc *repl);
/* exec: close what is marked FD_CLOEXEC.  p's table is not shared. */
void fdcloseexec(struct proc *p);

/*
 * Numbers of the calling process.  fd_reserve finds the lowest free one from
 * `first' on (EMFILE, ENOMEM, EINVAL); then either fd_install gives it a
 * file, whose reference passes to the table, or fd_unreserve frees it.
 */
int fd_reserve(int first, int *fdp);
void fd_install(int fd, struct file *fp, int flags);
void fd_unreserve(int fd);
/*
 * fd_replace: make fd refer to fp, whose reference passes to the table.
 * => 0, and *oldp is what it referred to or NULL; EBADF out of range;
 *    EBUSY: another LWP is just opening something there; ENOMEM
 * fd_remove: free fd; its reference passes to the caller.  0 or EBADF.
 */
int fd_replace(int fd, struct file *fp, struct file **oldp);
int fd_remove(int fd, struct file **fpp);

/* ------------------------------------------------------------- the rest */

/*
 * file_object: what mmap maps: the memory of an open file.
 *
 * => a new reference on the object; 0, EACCES (not open for that), ENODEV
 *    (has no memory of its own: a device, directory or pipe)
 * => prot is PROT_*; shared is for MAP_SHARED, where writing needs FWRITE
 */
int file_object(struct file *fp, int prot, bool shared,
    struct vm_object **objp);

#endif
