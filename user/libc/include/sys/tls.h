/*
 * sys/tls.h -- where a thread's own variables are.
 */
#ifndef _SYS_TLS_H
#define _SYS_TLS_H

#include <sys/types.h>

#include "kernel/abi/tls.h"

/*
 * The area of the calling thread behind segment FS (TLS_FS) or GS (TLS_GS).
 * => 0; ERANGE: no such segment; EINVAL: a base that is no user address, or
 *    a size below -1; EFAULT
 */
int set_tls_area(int which, const struct tls_info *info, ssize_t infosize);
int get_tls_area(int which, struct tls_info *info, ssize_t infosize);

#endif
