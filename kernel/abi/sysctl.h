/*
 * abi/sysctl.h -- kernel values by name, and the process list.
 *
 * Programs call sysctlbyname(), which asks { 0, 3 } for the vector that
 * belongs to a name and then reads or writes that vector.  The names, with
 * a line each, are listed in docs/abi.md.
 */
#ifndef ABI_SYSCTL_H
#define ABI_SYSCTL_H

#include "kernel/abi/resource.h"
#include "kernel/abi/types.h"

#define CTL_MAXNAME	12	/* longest vector */
#define CTL_MAXNAMESTR	64	/* longest name, with its NUL */

/* Questions about values: { 0, question, vector ... }. */
#define CTL_SYSCTL		0
#define CTL_SYSCTL_NAME		1	/* vector -> its name */
#define CTL_SYSCTL_NEXT		2	/* vector -> the next vector */
#define CTL_SYSCTL_NAME2OID	3	/* name -> its vector */
#define CTL_SYSCTL_OIDDESCR	5	/* vector -> what it means, a line */

#define CTL_KERN		1
#define KERN_PROC		14
#define KERN_PROC_ALL		0	/* { 1, 14, kind, argument } */
#define KERN_PROC_PID		1
#define KERN_PROC_PGRP		2
#define KERN_PROC_UID		5	/* by effective user */
#define KERN_PROC_RUID		6	/* by real user */
#define KERN_PROC_FLAG_LWP	0x10	/* one record a LWP */

#define COMM_LEN	16	/* a program's name, without its NUL */

/* p_stat and lwp_stat, as kinfo_proc shows them. */
#define SIDL	1	/* being made by fork */
#define SACTIVE	2
#define SSTOP	3
#define SZOMB	4	/* dead, not yet waited for */
#define LSRUN	1	/* running or waiting for a cpu */
#define LSSTOP	2
#define LSSLEEP	3

/* One process, or with KERN_PROC_FLAG_LWP one LWP, as kern.proc tells it. */
struct kinfo_proc {
	pid_t kp_pid;
	pid_t kp_ppid;
	pid_t kp_pgid;
	pid_t kp_sid;
	uid_t kp_uid;
	uid_t kp_ruid;
	int32_t kp_stat;	/* SIDL .. SZOMB */
	int32_t kp_flags;
	int32_t kp_nthreads;
	int32_t kp_exitstat;	/* of a zombie: the wait4 status */
	lwpid_t kp_tid;		/* first LWP, or this LWP */
	int32_t kp_lwpstat;	/* LSRUN .. LSSLEEP */
	int32_t kp_nice;	/* -20 .. 20 */
	int32_t kp_priority;	/* class and nice value: the lower goes first */
	uint64_t kp_vmsize;	/* bytes of address space mapped */
	uint64_t kp_rss;	/* pages its tables map */
	uint64_t kp_charge;	/* pages reserved for it */
	uint64_t kp_uticks;	/* clock ticks in user mode */
	uint64_t kp_sticks;	/* clock ticks in the kernel */
	struct timeval kp_start;
	char kp_wmesg[12];	/* why it sleeps, "" if it does not */
	char kp_comm[COMM_LEN + 1];
	char kp_lwpname[COMM_LEN + 1];	/* name of that LWP */
	char kp_args[94];	/* arguments with blanks between, cut */
};

#endif
