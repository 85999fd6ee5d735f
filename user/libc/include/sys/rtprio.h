/*
 * sys/rtprio.h -- realtime and idle processes.
 */
#ifndef _SYS_RTPRIO_H
#define _SYS_RTPRIO_H

#include <sys/types.h>

#include "kernel/abi/rtprio.h"

/* RTP_LOOKUP or RTP_SET, of all threads of a process; pid 0: the caller's. */
int rtprio(int function, pid_t pid, struct rtprio *rtp);
/* The same of one thread; tid -1: the calling one. */
int lwp_rtprio(int function, pid_t pid, lwpid_t tid, struct rtprio *rtp);

#endif
