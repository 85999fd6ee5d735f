/*
 * proc.h -- processes, LWPs, process groups, sessions.
 *
 * A process is what is shared: memory, descriptors, identity.  An LWP is
 * what the user calls a thread; it lives in its process's red-black tree,
 * by tid, and runs on a thread (thread.h).
 */
#ifndef KERNEL_PROC_H
#define KERNEL_PROC_H

#include "kernel/abi.h"
#include "kernel/thread.h"
#include "lib/queue.h"
#include "lib/rbtree.h"

struct filedesc;
struct itimers;
struct pargs;
struct plimit;
struct sigacts;
struct trapframe;
struct usched;
struct vmspace;
struct vnode;

/*
 * Who somebody is.  Never changed while shared: a change makes a new one.
 *   A   atomic operations
 *   I   set when it is made, never changed after
 */
struct ucred {
	uint32_t cr_ref;		/* A  */
	uid_t cr_uid;			/* I  effective */
	uid_t cr_ruid, cr_svuid;	/* I  real, saved */
	gid_t cr_gid;			/* I  effective */
	gid_t cr_rgid, cr_svgid;	/* I  */
	int cr_ngroups;			/* I  other groups */
	gid_t cr_groups[NGROUPS_MAX];	/* I  */
	struct uidinfo *cr_ruidinfo;	/* I  of cr_ruid, a reference */
};
struct ucred *crhold(struct ucred *cr);	/* +1; returns cr */
void crfree(struct ucred *cr);		/* -1; NULL is ignored */

/* What all processes of a real user have together. */
struct uidinfo {
	LIST_ENTRY(uidinfo) ui_hash;	/* C  */
	uid_t ui_uid;			/* I  */
	uint32_t ui_refs;		/* A  credentials and open files */
	int ui_proccnt;			/* A  processes, zombies included */
	int ui_openfiles;		/* A  open files, shared ones once */
};
extern struct uidinfo uidinfo0;
/* The record of a user, with a reference for the caller; NULL: no memory. */
struct uidinfo *uifind(uid_t uid);
void uihold(struct uidinfo *ui);
void uidrop(struct uidinfo *ui);
/*
 * chgproccnt: diff processes more for a user, unless it would then have
 * more than max (0: no limit); false: it stays as it is.  Never blocks.
 */
bool chgproccnt(struct uidinfo *ui, int diff, int max);
bool chgopenfiles(struct uidinfo *ui, int diff, int max);	/* the same */
size_t proccnt_text(char *buf, size_t size);	/* debug.proccnt */
size_t openfiles_text(char *buf, size_t size);	/* debug.openfiles */

/*
 * Sessions and groups.  While proc_token is held, each group that is in the
 * hash or in a p_pgrp is there, and so is its session.
 *
 * Who may touch a field:
 *   I   set before it can be found, never changed after
 *   L   holder of proc_token
 *   G   holder of pg_token
 *   R   raised by an atomic operation, by who has a reference or holds
 *       proc_token; lowered with proc_token held
 */
struct session {
	uint32_t s_count;		/* L  groups in it */
	pid_t s_sid;			/* I  pid of the process that made it */
	struct proc *s_leader;		/* L  NULL once the leader is gone */
	struct tty *s_ttyp;		/* L  controlling terminal or NULL */
	bool s_ttylost;			/* L  it went with the leader */
};

struct pgrp {
	LIST_ENTRY(pgrp) pg_hash;	/* L  */
	LIST_HEAD(, proc) pg_members;	/* G  */
	struct session *pg_session;	/* I  one reference held */
	pid_t pg_id;			/* I  */
	uint32_t pg_refs;		/* R  members and temporary holders */
	struct lwkt_token pg_token;
	struct lock pg_lock;		/* fork shares, group signals don't */
};

/*
 * Who sent a signal and why: part of a siginfo_t.  Kept for the signals that
 * have a name, in p_siginfo, while one waits.
 */
struct ksiginfo {
	int ksi_code;			/* SI_*, CLD_* */
	pid_t ksi_pid;
	uid_t ksi_uid;
	int ksi_status;
};
#define NSIGINFO	34		/* SIGHUP .. SIGCKPTEXIT */

/*
 * A process.
 *
 * Who may touch a field:
 *   I   set before the process is published, never changed after
 *   P   holder of p_token; lost while asleep, so look again after
 *   L   proc_token (lists of all processes)
 *   Q   p_token of the parent (p_pptr: parent's and own)
 *   G   pg_token of the group
 *   T   p_token of p_leader
 *   C   inside a critical section: the clock interrupt uses it too
 *   A   atomic operations
 */
struct proc {
	LIST_ENTRY(proc) p_list;	/* L  allproc or zombproc */
	LIST_ENTRY(proc) p_hash;	/* L  by pid */
	pid_t p_pid;			/* I  */
	int p_stat;			/* P  SIDL, SACTIVE, SSTOP, SZOMB */
	uint32_t p_flag;		/* P  P_* */
	uint32_t p_lock;		/* A  holds (PHOLD): keep in memory */

	struct rb_tree p_lwp_tree;	/* P  LWPs by tid */
	int p_nthreads;			/* P  LWPs alive */
	lwpid_t p_lasttid;		/* P  last tid handed out */

	struct proc *p_pptr;		/* Q  parent */
	LIST_ENTRY(proc) p_sibling;	/* Q  */
	LIST_HEAD(, proc) p_children;	/* P  who came or died last is first */
	int p_nzombies;			/* P  how many of them are dead */
	int p_nstopped;			/* C  LWPs that wait to be continued */
	struct proc *p_leader;		/* T  ends us when it ends; or p */
	struct proc *p_peers;		/* T  the next one with our leader */
	struct pgrp *p_pgrp;		/* L  to change it: G as well */
	LIST_ENTRY(proc) p_pglist;	/* G  */

	struct vmspace *p_vmspace;	/* P  one reference */
	struct filedesc *p_fd;		/* P  one reference */
	struct ucred *p_ucred;		/* P  one reference */
	struct vnode *p_textvp;		/* P  the running program */
	struct pargs *p_args;		/* P  arguments, for ps */
	struct plimit *p_limit;		/* P  one reference */

	struct sigacts *p_sigacts;	/* P  one reference */
	sigset_t p_siglist;		/* C  pending, for any LWP */
	int p_sigparent;		/* P  sent to the parent at exit */
	int p_xstat;			/* P  wait4 status, once SZOMB */
	struct rusage p_ru;		/* P  of LWPs that are gone */
	struct rusage p_cru;		/* P  of children waited for */
	uint64_t p_uticks, p_sticks;	/* P  of LWPs that are gone */
	uint64_t p_cputicks;		/* C  of all LWPs, for its limit */
	uint64_t p_start;		/* I  nanoseconds since boot */
	uint32_t p_acflag;		/* P  AFORK ... */
	struct itimers *p_itimers;	/* C  timers; NULL: never had one */

	/* copied by fork, from here ... */
#define p_startcopy p_comm
	char p_comm[MAXCOMLEN + 1];	/* P  program's name */
	int8_t p_nice;			/* P  */
	const struct usched *p_usched;	/* P  */
#define p_endcopy p_token
	/* ... up to here */

#ifdef KERNEL_TEST
	int p_failnth;			/* O  debug.fail_nth, kern_inject.c */
#endif
	struct lwkt_token p_token;

	/*
	 * Who sent signal 1, 2, ...: only good while it waits, so a new
	 * process leaves it as it finds it, from here to the end.
	 */
#define p_endzero p_siginfo
	struct ksiginfo p_siginfo[NSIGINFO];	/* C  */
};

/* p_flag */
#define P_CONTROLT	0x00000002	/* has a controlling terminal */
#define P_PPWAIT	0x00000010	/* the parent waits for exec or exit */
#define P_SUGID		0x00000100	/* changed identity since exec */
#define P_SYSTEM	0x00000200	/* a process of the kernel: no user */
#define P_WAITED	0x00001000	/* the stop was reported */
#define P_WEXIT		0x00002000	/* on its way out */
#define P_EXEC		0x00004000	/* has called exec */
#define P_CONTINUED	0x00008000	/* continued, not yet reported */
#define P_REAPING	0x00010000	/* one LWP of the parent reaps it */
#define P_LEADEXIT	0x00020000	/* ends, and its peers must too */
#define P_INEXEC	0x08000000	/* exec is replacing the image */
#define P_XCPU		0x40000000	/* was told of its cpu limit */

#define AFORK		0x01		/* p_acflag: forked but no exec yet */

/*
 * A thread inside a process.
 *
 *   I   set before the LWP enters the tree, never changed after
 *   P   holder of p_token; lost while asleep, so look again after
 *   C   inside a critical section: the clock interrupt uses it too
 *   O   only the LWP itself, or its creator before it first runs
 */
struct lwp {
	union {
		struct rb_node lwp_rbnode;	/* P  in p_lwp_tree, or */
		STAILQ_ENTRY(lwp) lwp_reap;	/* C  on the dead list */
	} u;
	struct proc *lwp_proc;		/* I  the process we belong to */
	struct thread *lwp_thread;	/* I  our kernel stack */
	struct vmspace *lwp_vmspace;	/* P  the one we run in */
	lwpid_t lwp_tid;		/* I  key in p_lwp_tree, >= 1 */
	int lwp_stat;			/* P  LSRUN, LSSTOP, LSSLEEP */
	uint32_t lwp_flag;		/* P  LWP_* */
	uint32_t lwp_lock;		/* A  holds; > 0 keeps us in memory */
	sigset_t lwp_siglist;		/* C  sent to us, not yet taken */
	sigset_t lwp_oldsigmask;	/* C  see LWP_OLDMASK, LWP_SIGWAIT */
	struct trapframe *lwp_md_regs;	/* O  our user registers */
	struct rusage lwp_ru;		/* O  */

	/* scheduling: usched_rr */
	TAILQ_ENTRY(lwp) lwp_procq;	/* C  round-robin queue */
	int lwp_rrcount;		/* C  ticks of the quantum used */
	int lwp_priority;		/* C  class and nice; see usched_rr */
	uint64_t lwp_cpbase;		/* C  tick the charge began */

	/* copied by fork, from here ... */
#define lwp_startcopy lwp_sigmask
	sigset_t lwp_sigmask;		/* C  written by the LWP itself */
	stack_t lwp_sigstk;		/* O  its alternate stack */
	uint64_t lwp_cpumask;		/* P  cpus it may use */
	struct rtprio lwp_rtprio;	/* P  realtime, normal, idle */
	int lwp_class;			/* C  the same for usched_rr */
#define lwp_endcopy lwp_end
	/* ... up to here */
	char lwp_end[0];
};

/* lwp_flag */
#define LWP_OLDMASK	0x01		/* restore lwp_oldsigmask */
#define LWP_SIGWAIT	0x02		/* waits for one of lwp_oldsigmask */
#define LWP_ONRUNQ	0x20		/* queued in the user scheduler */
#define LWP_WEXIT	0x40		/* told to exit */
#define LWP_WSTOP	0x80		/* counted in p_nstopped */

MALLOC_DECLARE(M_PROC);
MALLOC_DECLARE(M_LWP);
MALLOC_DECLARE(M_PGRP);
MALLOC_DECLARE(M_SESSION);
MALLOC_DECLARE(M_CRED);
MALLOC_DECLARE(M_ARGS);

extern struct proc proc0;		/* the kernel's own process */
extern struct lwp lwp0;
extern struct proc *initproc;		/* pid 1 */
extern struct lwkt_token proc_token;	/* lists of all processes */
extern LIST_HEAD(proclist, proc) allproc, zombproc;
extern int nprocs;			/* A  processes, zombies included */
extern int maxproc;			/* kern.maxproc */
extern int pid_max;			/* kern.pid_max */

#define curproc		(curthread->td_proc)
#define curlwp		(curthread->td_lwp)

/* ---------------------------------------------- kern_proc.c */

/* The process with that pid, PHOLDed, or NULL; zombies and SIDL are skipped. */
struct proc *pfind(pid_t pid);
/*
 * pid_reserve: an id that no process, group or session has, held once; -1
 * if there is none.  pid_hold, pid_drop: one holder more, one less.  Each
 * process (until it is reaped), group and session holds its id.
 */
pid_t pid_reserve(void);
void pid_hold(pid_t pid);
void pid_drop(pid_t pid);
uint64_t pid_count(void);		/* all holds of all pids (census) */
/* Into the list of all processes and the hash, under its reserved pid. */
void proc_add_allproc(struct proc *p);
/* p is dead; it stands before all children of its parent that live. */
void proc_move_to_zombies(struct proc *p);
/* Out of the zombies and of its parent's children; the parent's token. */
void proc_remove_zombie(struct proc *p);
/* p becomes a child of parent: the newest. */
void proc_add_child(struct proc *parent, struct proc *p);
/* Keep p from being freed; the last PRELE wakes who waits for that. */
void PHOLD(struct proc *p);
void PRELE(struct proc *p);
void proc_wait_holds(struct proc *p);
/* Call fn for every process, zombies too, with it PHOLDed; stop at != 0. */
int proc_scan(int (*fn)(struct proc *p, void *arg), void *arg);
/* Is p the process q or one of its descendants? */
bool inferior(struct proc *p, struct proc *q);
/* Fill kp for p (and lp, or its first LWP if lp is NULL). */
void proc_kinfo(struct proc *p, struct lwp *lp, struct kinfo_proc *kp);

/* ---------------------------------------------- kern_pgrp.c */

struct pgrp *pgfind(pid_t pgid);	/* with a reference, or NULL */
/* The group p is in now, with a reference, or NULL. */
struct pgrp *pgrp_of(const struct proc *p);
void pgref(struct pgrp *pg);
void pgrel(struct pgrp *pg);
/*
 * The group p is in, with a reference, its pg_lock taken as how says; p stays
 * in it until that is released.  NULL: none.  May sleep.
 */
struct pgrp *pgrp_lock(struct proc *p, int how);
void pgrp_unlock(struct pgrp *pg);
/* p2 joins p1's group, whichever that is now; cannot fail. */
void pgrp_join_fork(struct proc *p1, struct proc *p2);
void pgrp_leave(struct proc *p);
/*
 * Move p into group pgid: a new one, in a new session if newsess; or join, if
 * the caller's process may.  May sleep; 0, ENOMEM, or setpgid's errno; for a
 * new session EPERM if there is a group pgid.
 */
int enterpgrp(struct proc *p, pid_t pgid, bool newsess);

/* ---------------------------------------------- kern_jobc.c */

extern int nstopped;			/* C  processes that are SSTOP */
/*
 * pgrp_orphaned: nobody outside the group, in its session, could continue
 * it.  jobc_outside: p's parent could, which keeps p's group from that.
 */
bool pgrp_orphaned(const struct pgrp *pg);
bool jobc_outside(const struct proc *p);
/*
 * jobc_lost: a parent outside pg is gone; if pg is orphaned now and has
 * stopped members, they get SIGHUP and SIGCONT.
 * jobc_moved: the same, for p went from old to another group, where its
 * parent was outside.  jobc_leave_child: the same, for child becomes init's.
 *
 * => pg, old: a reference is held; no lock of theirs; may block
 */
void jobc_lost(struct pgrp *pg);
void jobc_moved(struct proc *p, struct pgrp *old, bool outside);
void jobc_leave_child(struct proc *child);

/* ---------------------------------------------- kern_lwp.c */

/*
 * lwp_fork: one LWP, a copy of origlp, in destproc (row 52).
 *
 * => never blocks for memory; NULL if it ran out, nothing changed then
 * => the new LWP is in destproc's tree, LSRUN, on no queue; its thread is
 *    ready to be switched to
 * => destproc's p_token held
 */
struct lwp *lwp_fork(struct lwp *origlp, struct proc *destproc, int flags);
/* Undo lwp_fork for an LWP that never ran; waits until nobody holds it. */
void lwp_unfork(struct lwp *lp);
/* Out of the tree, one less; wakes who waits for the others to go. */
void lwp_remove(struct lwp *lp);
/* The only LWP of its process gets tid 1, the next one 2. */
void lwp_reset_tid(struct lwp *lp);
/* Keep lp in the tree and in memory while one sleeps; wait for holders. */
void LWPHOLD(struct lwp *lp);
void LWPRELE(struct lwp *lp);
void lwp_wait_holds(struct lwp *lp);
void lwp_init_tree(struct proc *p);
struct lwp *lwp_first(struct proc *p);
struct lwp *lwp_next(struct lwp *lp);
/* The LWP of p with that tid, or NULL; p_token held. */
struct lwp *lwp_find(struct proc *p, lwpid_t tid);
/* The only LWP; panics if there is not exactly one. */
struct lwp *only_lwp_in_proc(struct proc *p);
/* Prove the tree's invariants (row 19); 0 or the number of faults. */
int lwp_tree_check(struct proc *p);

/* ---------------------------------------------- kern_lwpexit.c */

/*
 * killalllwps: on return the caller is the only LWP of its process; for
 * exec it has tid 1 then, and life goes on.
 *
 * => EALREADY: another LWP does that already; the caller must end
 * => p_token held; blocks until the others are gone
 */
int killalllwps(bool forexec);
/* The calling LWP ends; the last one of its process if masterexit. */
void lwp_exit(bool masterexit) __attribute__((noreturn));
/* Free a dead LWP, its thread and its stack. */
void lwp_dispose(struct lwp *lp);
/* Wait until lp is off its stack and nobody looks at it. */
void lwp_wait(struct lwp *lp);
/* The kernel thread that frees LWPs, all but the last of a process. */
void lwp_reaper_init(void);

/* ---------------------------------------------- kern_umtx.c */

/*
 * umtx_wake: wake one sleeper on that user word, or all if count is not 1.
 * => EFAULT if it is no aligned word of the caller's; may block
 */
int umtx_wake(const volatile int *ptr, int count);

/* ---------------------------------------------- kern_fork.c */

/*
 * fork1: a complete child that nobody runs yet, or nothing at all (S1 to S37).
 * Without RFPROC it changes the caller instead, and *procp is NULL.
 *
 * => 0 and *procp in state SIDL; EAGAIN, ENOMEM, EINVAL, or ERESTART when a
 *    signal must be taken first: the parent is then as it was
 * => may block
 */
int fork1(struct lwp *lp1, int flags, struct proc **procp);
/* Let the child run; with RFPPWAIT wait until it execs or exits. */
void start_forked_proc(struct lwp *lp1, struct proc *p2);

/* ---------------------------------------------- kern_vfork.c */

/*
 * vfork_release: p2 uses its parent's memory no more (exec, exit): let the
 * parent go on, if it waits.  Before p2 gets another parent (D-42).
 */
void vfork_release(struct proc *p2);

/* ---------------------------------------------- kern_exit.c, kern_wait.c */

/* The calling process ends with that wait4 status. */
void exit1(int status) __attribute__((noreturn));
/* See wait4(2) in docs/abi.md; *res is the pid or 0. */
int kern_wait(pid_t pid, int *status, int options, struct rusage *ru,
    pid_t *res);
/* p becomes init's child. */
void proc_reparent(struct proc *child, struct proc *newparent);

/* ---------------------------------------------- kern_itimer.c */

/* A clock tick of p, which has timers; from the clock interrupt. */
void itimer_tick(struct proc *p, bool usermode);
/* No timer of p is running or will run again; its exit. */
void itimer_exit(struct proc *p);

/* ---------------------------------------------- kern_exec.c */

/*
 * kern_execve: replace the calling process's program.
 *
 * => path, argv, envv are user pointers
 * => 0: the next return to user mode enters the new program
 * => an errno: nothing changed
 */
int kern_execve(const char *upath, char *const *uargv, char *const *uenvv);
/* The first program: the same with kernel strings (init only). */
int exec_init(const char *path);

#endif
