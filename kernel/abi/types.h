/*
 * abi/types.h -- the integer types that cross the system call boundary.
 *
 * Widths are DragonFly's.  Shared by the kernel and user/libc.
 */
#ifndef ABI_TYPES_H
#define ABI_TYPES_H

#include <stddef.h>
#include <stdint.h>

typedef int64_t ssize_t;
typedef int64_t off_t;
typedef int64_t time_t;
typedef int64_t suseconds_t;
typedef int32_t pid_t;
typedef int32_t lwpid_t;	/* -1 means "no particular LWP" */
typedef uint32_t uid_t;
typedef uint32_t gid_t;
typedef uint16_t mode_t;
typedef uint32_t dev_t;
typedef uint64_t ino_t;
typedef uint32_t nlink_t;
typedef int64_t blkcnt_t;
typedef int32_t blksize_t;
typedef int32_t clockid_t;

#define NGROUPS_MAX	16	/* groups beside the effective one */

#endif
