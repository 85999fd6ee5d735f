/*
 * vnode.h -- files, directories and devices, whatever file system has them.
 *
 * The upper half (vfs_*.c) knows paths, permissions and system calls; a file
 * system gives each of its files a vnode with a table of operations.  Today
 * that is memfs alone, whose devices are nodes with a struct cdev.
 *
 * One lock, the vfs lock, covers the tree of names: who is where, under
 * which name.  A lock in each vnode covers its contents and attributes.  The
 * vfs lock is taken first; while a vnode is locked, user memory is touched,
 * so a vnode's lock comes before those of vm/.
 */
#ifndef KERNEL_VNODE_H
#define KERNEL_VNODE_H

#include "kernel/abi.h"
#include "kernel/kern.h"
#include "kernel/uio.h"

struct cdev;
struct file;
struct vm_object;
struct vnode;

enum vtype { VREG, VDIR, VCHR };

/* What is known about a file; VA_* say which are to be set. */
struct vattr {
	enum vtype va_type;
	mode_t va_mode;			/* permission bits, no S_IFMT */
	uid_t va_uid;
	gid_t va_gid;
	nlink_t va_nlink;
	ino_t va_ino;
	dev_t va_rdev;
	off_t va_size;
	uint64_t va_bytes;		/* memory it takes */
	struct timespec va_atime, va_mtime, va_ctime;
};
#define VA_MODE		0x01
#define VA_OWNER	0x02		/* va_uid and va_gid */
#define VA_SIZE		0x04
#define VA_MTIME	0x08

/*
 * The operations of a file system.  All return 0 or an errno and change
 * nothing if they fail.  dvp is always a directory; names are one component,
 * never "." or "..", NUL-terminated, at most MAXNAMLEN long.
 *
 * Names (vfs lock held; a result is referenced):
 *   lookup   ENOENT
 *   parent   the directory that dvp is in; the root's is the root; ENOENT
 *            for one that was removed
 *   name     the name of directory vp in its parent, into buf[MAXNAMLEN+1]
 *   create   a new file or directory with va's type, mode and owner
 *   remove   take a name away; directories must be empty
 *   rename   ... to tdvp/tname, whatever has that name now being replaced;
 *            the caller has checked types and that no loop arises
 *
 * Contents (v_lock held, exclusively):
 *   read, write   uio_offset says where
 *   readdir       struct dirents; uio_offset is a cookie; vfs lock held too
 *   setattr       which = VA_*
 *
 * inactive: the last reference is gone; the vnode must be freed.
 */
struct vnodeops {
	int (*vop_lookup)(struct vnode *dvp, const char *name,
	    struct vnode **vpp);
	int (*vop_parent)(struct vnode *dvp, struct vnode **vpp);
	int (*vop_name)(struct vnode *vp, char *buf);
	int (*vop_create)(struct vnode *dvp, const char *name,
	    const struct vattr *va, struct vnode **vpp);
	int (*vop_remove)(struct vnode *dvp, const char *name);
	int (*vop_rename)(struct vnode *fdvp, const char *fname,
	    struct vnode *tdvp, const char *tname);
	int (*vop_read)(struct vnode *vp, struct uio *uio);
	int (*vop_write)(struct vnode *vp, struct uio *uio);
	int (*vop_readdir)(struct vnode *vp, struct uio *uio);
	void (*vop_getattr)(struct vnode *vp, struct vattr *va);
	int (*vop_setattr)(struct vnode *vp, const struct vattr *va,
	    int which);
	void (*vop_inactive)(struct vnode *vp);
};

/*
 *   A   atomic operations
 *   I   set when it is made, never changed after
 *   L   v_lock
 */
struct vnode {
	uint32_t v_refs;		/* A  a name counts as one */
	enum vtype v_type;		/* I  */
	const struct vnodeops *v_ops;	/* I  */
	struct lock v_lock;
	struct vm_object *v_object;	/* I  contents of a VREG */
	const struct cdev *v_dev;	/* I  of a VCHR */
	uint32_t v_textcount;		/* A  processes running it; from 0: L */
	uint32_t v_writecount;		/* L  open for writing */
};

extern struct vnode *rootvnode;

/* One reference more; one less, where the last frees the vnode. */
void vref(struct vnode *vp);
void vrele(struct vnode *vp);

void vn_lock(struct vnode *vp);
void vn_unlock(struct vnode *vp);

/* Attributes, under v_lock taken inside. */
void vn_getattr(struct vnode *vp, struct vattr *va);
int vn_setattr(struct vnode *vp, const struct vattr *va, int which);

/*
 * vn_read_kernel: len bytes at offset of a plain file into kernel memory.
 *
 * => *donep is how many there were, less than len only at the file's end
 */
int vn_read_kernel(struct vnode *vp, void *buf, size_t len, off_t offset,
    size_t *donep);

/*
 * Running programs.  While v_textcount is not 0 nobody opens the file for
 * writing; while it is open for writing nobody runs it: ETXTBSY.
 *
 * vn_exec_open: look up a program: a plain file that we may execute; the
 *   result is referenced and counted as text.  path lies in the kernel.
 * vn_text_ref: fork: one process more runs vp; NULL is ignored.
 * vn_text_drop: one less: text count and reference; NULL is ignored.
 */
int vn_exec_open(const char *path, struct vnode **vpp);
void vn_text_ref(struct vnode *vp);
void vn_text_drop(struct vnode *vp);

/* ---------------------------------------------- vfs_lookup.c: paths */

void vfs_lock(void);
void vfs_unlock(void);

/* Where a path ends: a directory, and a name in it. */
struct vfs_last {
	struct vnode *vl_dvp;		/* referenced */
	char vl_name[MAXNAMLEN + 1];	/* "" for the root itself */
	bool vl_dir;			/* trailing slash: a directory only */
	bool vl_dot;			/* the name is "." or ".." */
};

/*
 * vfs_lookup: the file at a path, referenced.  Takes the vfs lock itself.
 * vfs_lookup_locked: the same with the lock held.
 * vfs_lookup_last: all but the last component; lock held.
 * vfs_lookup_child: then the last one; lock held.
 *
 * => path lies in the kernel; relative ones start at the working directory
 * => 0, ENOENT, ENOTDIR, EACCES (no search permission), ENAMETOOLONG
 */
int vfs_lookup(const char *path, struct vnode **vpp);
int vfs_lookup_locked(const char *path, struct vnode **vpp);
int vfs_lookup_last(const char *path, struct vfs_last *last);
int vfs_lookup_child(const struct vfs_last *last, struct vnode **vpp);

/*
 * vfs_copyin_path: a user's path into a buffer of its own (kfree with
 * M_TEMP).  0, EFAULT, ENAMETOOLONG, ENOENT for "", ENOMEM.
 */
int vfs_copyin_path(const char *upath, char **pathp);

/*
 * vfs_access: may the caller do that?  want is R_OK | W_OK | X_OK.
 * vfs_access_as: may that user?
 *
 * => 0 or EACCES; user 0 may all but execute what nobody may execute
 */
int vfs_access(struct vnode *vp, int want);
int vfs_access_as(struct vnode *vp, int want, uid_t uid, gid_t gid);
/* The caller's effective ids; a kernel thread is user 0. */
void vfs_caller(uid_t *uid, gid_t *gid);

/* ---------------------------------------------- vfs_vnops.c: open files */

/*
 * vn_file: fp, fresh from falloc, becomes an open file on vp; fflags are
 * FREAD etc.
 *
 * => 0, and a reference on vp is the file's now; or an errno (ETXTBSY, the
 *    device's), and the reference is still the caller's
 */
int vn_file(struct vnode *vp, uint32_t fflags, struct file *fp);

/* ---------------------------------------------- the start */

/* The empty root directory; before anything else here. */
void vfs_init(void);
/* /dev and what is in it. */
void devfs_init(void);
/*
 * archive_unpack: make the files of a ustar archive, or several in a row.
 *
 * => contents are copied: the memory can be given back afterwards
 * => 0; EINVAL if it is damaged, ENOMEM; a line on the console says where,
 *    and what was unpacked before stays
 */
int archive_unpack(const void *archive, size_t size);

#endif
