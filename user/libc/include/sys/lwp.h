/*
 * sys/lwp.h -- threads as the kernel knows them.
 */
#ifndef _SYS_LWP_H
#define _SYS_LWP_H

#include <sys/types.h>

#include "kernel/abi/lwp.h"

/*
 * lwp_create: a new thread at lwp_func(lwp_arg), which must not return.
 * extexit: the end of the thread or the process.
 * umtx_sleep: sleep while *ptr is value, timeout microseconds at most (0: no
 * limit).  umtx_wakeup: wake one sleeper if count is 1, else all.
 */
int lwp_create(struct lwp_params *params);
int extexit(int how, int status, void *addr);
lwpid_t lwp_gettid(void);
/* To one thread; pid -1: of the calling process.  sig 0 only asks. */
int lwp_kill(pid_t pid, lwpid_t tid, int sig);
/* Names of threads of the calling process; NULL: that of the process. */
int lwp_setname(lwpid_t tid, const char *name);
int lwp_getname(lwpid_t tid, char *name, size_t len);
int umtx_sleep(volatile const int *ptr, int value, int timeout);
int umtx_wakeup(volatile const int *ptr, int count);

#endif
