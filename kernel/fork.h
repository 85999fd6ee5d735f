/*
 * fork.h -- what kern_fork.c, kern_vfork.c, kern_rfork.c, kern_peers.c
 * and kern_exit.c tell each other.  Everybody else: kernel/proc.h.
 */
#ifndef KERNEL_FORK_H
#define KERNEL_FORK_H

#include "kernel/proc.h"

struct sysmsg;

/* What exactly makes a fork and a vfork, for the counters too (S33). */
#define FORK_FLAGS	(RFFDG | RFPROC | RFPGLOCK)
#define VFORK_FLAGS	(FORK_FLAGS | RFPPWAIT | RFMEM)

/* ---------------------------------------------- kern_fork.c */

/*
 * fork_common: a new process for the caller, started; its pid is the result.
 *
 * => flags with RFPROC; errors as fork1's; may block
 */
int fork_common(struct sysmsg *sysmsg, int flags);

/* ---------------------------------------------- kern_vfork.c */

/* Sleep until p2 is done with the memory of p1, the caller's process. */
void vfork_wait(struct proc *p1, struct proc *p2);

/* ---------------------------------------------- kern_peers.c */

/*
 * peers_join: p2 gets p1's leader (RFTHREAD); after p2 is published (D-13).
 * peers_end: the caller leads and ends: kill its peers, wait for the last.
 * peers_leave: p, a peer, is a zombie: it has no leader but itself.
 *
 * => none can fail; peers_end blocks, with p_token held
 */
void peers_join(struct proc *p1, struct proc *p2);
void peers_end(struct proc *leader);
void peers_leave(struct proc *p);

/* ---------------------------------------------- kern_rfork.c */

/*
 * rfork_self: rfork without RFPROC changes its caller: its memory becomes
 * private (unless RFMEM), its descriptors private or none.
 *
 * => EINVAL if other LWPs live in the process; ENOMEM; nothing changed then
 * => may block: the files of an old table are closed
 */
int rfork_self(struct lwp *lp1, int flags);

/* ---------------------------------------------- kern_proccnt.c */

/*
 * proc_count, proc_count_uid: one process more for the caller, if the system
 * and RLIMIT_NPROC have room; proc_uncount, proc_uncount_uid: one less.
 *
 * => EAGAIN, after half a second; the count is then as it was
 */
int proc_count(const struct ucred *cr);
void proc_uncount(void);
int proc_count_uid(const struct ucred *cr, const struct plimit *pl);
void proc_uncount_uid(const struct ucred *cr);

#endif
