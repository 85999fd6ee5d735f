/*
 * kern_proc.c -- finding processes.
 *
 * The lists of all processes and of zombies, the pid hash, the pids
 * themselves, and holds that keep a process from being freed.
 *
 *   pid_reserve, pid_hold, pid_drop   numbers nobody else has
 *   proc_add_allproc .. remove_zombie a process's way through the lists
 *   proc_add_child, proc_reparent     whose child it is
 *   pfind, proc_scan                  look for one; visit all
 *   PHOLD, PRELE, proc_wait_holds     keep one; wait until nobody does
 */
#include "kernel/proc.h"

MALLOC_DEFINE(M_PROC, "proc");

#define PID_LIMIT	99999		/* pids stay below 2^20 for kqueue */
#define PID_WRAP	100		/* a wrapped search starts here */
#define PIDHASH_SIZE	1024		/* a power of two */

struct lwkt_token proc_token = LWKT_TOKEN_INITIALIZER("proc");
struct proclist allproc = LIST_HEAD_INITIALIZER(allproc);
struct proclist zombproc = LIST_HEAD_INITIALIZER(zombproc);
struct proc *initproc;
int nprocs = 1;				/* process 0 */
int maxproc;
int pid_max = PID_LIMIT;

static LIST_HEAD(, proc) pidhash[PIDHASH_SIZE];

/*
 * How many processes, groups and sessions have an id.  Three at most today;
 * protected by proc_token.
 */
static uint8_t pid_holds[PID_LIMIT + 1];
static pid_t lastpid;

/* ------------------------------------------------------------ pids */

pid_t
pid_reserve(void)
{
	pid_t pid = -1;

	if (inject_failure("pid"))
		return (-1);
	lwkt_gettoken(&proc_token);
	for (int tried = 0; tried <= pid_max; tried++) {
		lastpid = lastpid >= pid_max ? PID_WRAP : lastpid + 1;
		if (lastpid > pid_max)
			lastpid = 1;	/* pid_max is below the wrap */
		if (pid_holds[lastpid] == 0) {
			pid = lastpid;
			pid_holds[pid] = 1;
			break;
		}
	}
	lwkt_reltoken(&proc_token);
	return (pid);
}

void
pid_hold(pid_t pid)
{
	lwkt_gettoken(&proc_token);
	pid_holds[pid]++;
	lwkt_reltoken(&proc_token);
}

void
pid_drop(pid_t pid)
{
	lwkt_gettoken(&proc_token);
	KASSERT(pid_holds[pid] > 0, ("pid %d is dropped twice", pid));
	pid_holds[pid]--;
	lwkt_reltoken(&proc_token);
}

uint64_t
pid_count(void)
{
	uint64_t n = 0;

	for (pid_t pid = 0; pid <= PID_LIMIT; pid++)
		n += pid_holds[pid];
	return (n);
}

/* ------------------------------------------------------------ lists */

void
proc_add_allproc(struct proc *p)
{
	lwkt_gettoken(&proc_token);
	LIST_INSERT_HEAD(&allproc, p, p_list);
	LIST_INSERT_HEAD(&pidhash[p->p_pid % PIDHASH_SIZE], p, p_hash);
	lwkt_reltoken(&proc_token);
}

/* Out of its parent's list, whose token is held. */
static void
proc_remove_child(struct proc *p)
{
	LIST_REMOVE(p, p_sibling);
	if (p->p_stat == SZOMB)
		p->p_pptr->p_nzombies--;
}

void
proc_add_child(struct proc *parent, struct proc *p)
{
	lwkt_gettoken(&parent->p_token);
	p->p_pptr = parent;
	LIST_INSERT_HEAD(&parent->p_children, p, p_sibling);
	if (p->p_stat == SZOMB)
		parent->p_nzombies++;
	lwkt_reltoken(&parent->p_token);
}

/* kill no longer finds it; its parent's wait4 does. */
void
proc_move_to_zombies(struct proc *p)
{
	struct proc *parent = p->p_pptr;

	lwkt_gettoken(&parent->p_token);
	proc_remove_child(p);
	lwkt_gettoken(&proc_token);
	LIST_REMOVE(p, p_list);
	LIST_REMOVE(p, p_hash);
	LIST_INSERT_HEAD(&zombproc, p, p_list);
	p->p_stat = SZOMB;
	lwkt_reltoken(&proc_token);
	proc_add_child(parent, p);
	lwkt_reltoken(&parent->p_token);
}

void
proc_remove_zombie(struct proc *p)
{
	lwkt_gettoken(&proc_token);
	LIST_REMOVE(p, p_list);
	lwkt_reltoken(&proc_token);
	proc_remove_child(p);
}

void
proc_reparent(struct proc *child, struct proc *newparent)
{
	struct proc *old = child->p_pptr;

	if (old == newparent)
		return;
	lwkt_gettoken(&old->p_token);
	proc_remove_child(child);
	lwkt_reltoken(&old->p_token);
	proc_add_child(newparent, child);
}

bool
inferior(struct proc *p, struct proc *q)
{
	for (; p != NULL; p = p->p_pptr) {
		if (p == q)
			return (true);
	}
	return (false);
}

/* ------------------------------------------------------------ holds */

void
PHOLD(struct proc *p)
{
	__atomic_add_fetch(&p->p_lock, 1, __ATOMIC_SEQ_CST);
}

void
PRELE(struct proc *p)
{
	uint32_t left = __atomic_sub_fetch(&p->p_lock, 1, __ATOMIC_SEQ_CST);

	KASSERT(left != UINT32_MAX, ("pid %d: PRELE without PHOLD", p->p_pid));
	if (left == 0)
		wakeup(&p->p_lock);
}

void
proc_wait_holds(struct proc *p)
{
	while (__atomic_load_n(&p->p_lock, __ATOMIC_SEQ_CST) != 0) {
		tsleep_interlock(&p->p_lock, 0);
		if (__atomic_load_n(&p->p_lock, __ATOMIC_SEQ_CST) != 0)
			tsleep(&p->p_lock, PINTERLOCKED, "phold", 0);
	}
}

/* ------------------------------------------------------------ looking */

struct proc *
pfind(pid_t pid)
{
	struct proc *p;

	if (pid < 0)
		return (NULL);
	lwkt_gettoken(&proc_token);
	LIST_FOREACH(p, &pidhash[pid % PIDHASH_SIZE], p_hash) {
		if (p->p_pid == pid && p->p_stat != SIDL) {
			PHOLD(p);
			break;
		}
	}
	lwkt_reltoken(&proc_token);
	return (p);
}

/*
 * fn may block: the process it stands on is held, so its links stay good
 * (a process moves to the other list only when nobody holds it).
 */
static int
proc_scan_list(struct proclist *list, int (*fn)(struct proc *, void *),
    void *arg)
{
	struct proc *p, *next;
	int result = 0;

	p = LIST_FIRST(list);
	if (p != NULL)
		PHOLD(p);
	while (p != NULL) {
		if (result == 0 && p->p_stat != SIDL)
			result = fn(p, arg);
		next = result == 0 ? LIST_NEXT(p, p_list) : NULL;
		if (next != NULL)
			PHOLD(next);
		PRELE(p);
		p = next;
	}
	return (result);
}

int
proc_scan(int (*fn)(struct proc *p, void *arg), void *arg)
{
	int result;

	lwkt_gettoken(&proc_token);
	result = proc_scan_list(&allproc, fn, arg);
	if (result == 0)
		result = proc_scan_list(&zombproc, fn, arg);
	lwkt_reltoken(&proc_token);
	return (result);
}
