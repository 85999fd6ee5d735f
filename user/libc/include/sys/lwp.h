/*
 * sys/lwp.h -- threads as the kernel knows them.
 */
#ifndef _SYS_LWP_H
#define _SYS_LWP_H

#include <sys/types.h>

#include "kernel/abi/lwp.h"

lwpid_t lwp_gettid(void);

#endif
