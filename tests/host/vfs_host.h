/*
 * vfs_host.h -- the kernel's files on the host: system calls as functions.
 *
 * There is one process and one thread, which never sleeps: what would sleep
 * returns EINTR.  User memory is the test's own, except that addresses below
 * 4096 fault.
 */
#ifndef HOST_VFS_HOST_H
#define HOST_VFS_HOST_H

/* Only what ISO C has: POSIX types would be in the way of our own. */
#define _ISOC11_SOURCE	1
#include "tests/host/libtest.h"
#undef WCONTINUED
#undef WIFEXITED
#undef WEXITSTATUS
#undef WIFSTOPPED
#undef WSTOPSIG
#undef WIFCONTINUED
#undef WIFSIGNALED
#undef WTERMSIG
#undef WNOHANG
#undef WUNTRACED

#include "kernel/file.h"
#include "kernel/proc.h"
#include "kernel/syscall.h"
#include "kernel/tty.h"
#include "kernel/vnode.h"
#include "sysproto.h"
#include "tests/host/kern_host.h"

extern struct proc host_proc;
extern struct ucred host_cred;
extern int64_t result, result2;		/* of the last call */
extern int host_infos;		/* lines of ^T that were asked for */
extern int host_last_signal;
extern char host_output[65536];		/* what the console was sent */
extern size_t host_outlen;

/* A new machine of npages of RAM, an empty root and /dev, one process. */
void vfs_host_boot(uint64_t npages);
/* The process ends: its table goes. */
void vfs_host_exit(void);
/* Become user uid, group uid. */
void vfs_host_user(uid_t uid);

/* sys(open, path, flags, mode): an errno, the result in `result'. */
#define sys(name, ...) ({						\
	struct name##_args sys_args = { __VA_ARGS__ };			\
	struct sysmsg sys_msg = { { 0, 0 } };				\
	int sys_error = sys_##name(&sys_msg, &sys_args);		\
	result = sys_msg.sysmsg_fds[0];					\
	result2 = sys_msg.sysmsg_fds[1];				\
	sys_error;							\
})

#define ok(call)	assert_int_equal(call, 0)
#define fails(e, call)	assert_int_equal(call, e)

/* Make a file with that text. */
void put_file(const char *path, const char *text);
/* The whole content of a file as a string, at most 255 bytes. */
const char *get_file(const char *path);

#endif
