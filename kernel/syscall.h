/*
 * syscall.h -- how a system call finds its function.
 *
 * kernel/syscalls.master generates the table (build/gen/syscall_table.c),
 * the argument structures and the prototypes (build/gen/sysproto.h).
 */
#ifndef KERNEL_SYSCALL_H
#define KERNEL_SYSCALL_H

#include <stdint.h>

/*
 * The two results.  Preset by the dispatcher to 0 and to the caller's rdx;
 * a handler that returns 0 finds them in rax and rdx of its caller.
 */
struct sysmsg {
	int64_t sysmsg_fds[2];
};
#define sysmsg_result	sysmsg_fds[0]

/* Returns 0, an errno, ERESTART or EJUSTRETURN; args: 8-byte words. */
typedef int sy_call_t(struct sysmsg *sysmsg, const void *args);

struct sysent {
	sy_call_t *sy_call;		/* NULL: no such call */
	int sy_narg;			/* words, up to 8 */
	const char *sy_name;
};
extern const struct sysent sysent[];
#define SYSCALL_MAXARGS	8

#endif
