/*
 * abi/rtprio.h -- who gets a cpu before others: rtprio(2), setpriority(2),
 * usched_set(2).
 */
#ifndef ABI_RTPRIO_H
#define ABI_RTPRIO_H

#include "kernel/abi/types.h"

/* rtprio, lwp_rtprio: what to do */
#define RTP_LOOKUP	0
#define RTP_SET		1

struct rtprio {
	uint16_t type;		/* RTP_PRIO_REALTIME .. RTP_PRIO_IDLE */
	uint16_t prio;		/* 0 first .. 31 last; not for NORMAL */
};
#define RTP_PRIO_REALTIME	0	/* before all normal ones */
#define RTP_PRIO_NORMAL		1
#define RTP_PRIO_IDLE		2	/* when no normal one wants to run */
#define RTP_PRIO_MIN		0
#define RTP_PRIO_MAX		31

/* setpriority: the nice value of whom */
#define PRIO_PROCESS	0		/* a process; 0: the caller's */
#define PRIO_PGRP	1		/* a group; 0: the caller's */
#define PRIO_USER	2		/* all of a user; 0: the caller's */
#define PRIO_MIN	(-20)
#define PRIO_MAX	20

/* usched_set: what to do */
#define USCHED_SET_SCHEDULER	0	/* data: its name */
#define USCHED_SET_CPU		1	/* data: an int, the only cpu */
#define USCHED_ADD_CPU		2	/* data: an int, one cpu more */
#define USCHED_DEL_CPU		3	/* data: an int, one cpu less */
#define USCHED_GET_CPU		4	/* data: an int, the cpu we are on */

#endif
