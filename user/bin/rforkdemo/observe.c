/*
 * observe.c -- make a pair with rfork, and look.
 *
 *	observer	the process that wants to know; forks a
 *	caller		which calls rfork and so gets, or has, a
 *	child		(a second one tells whether it outlives its caller)
 *
 * They take turns: pg_turn lies in a page that all of them share, whatever
 * the flags are, and says how far they have come.
 */
#include "user/bin/rforkdemo/observe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define NSTACK		(8 * 1024)
#define FD_OLD		20		/* open before there is a child */
#define FD_BY		21		/* by the caller; 22: by the child */
#define OLD		7		/* what memory holds before */
#define PATIENCE	100000		/* turns given away */

enum who { CALLER, CHILD };

/* What one of the two sees. */
struct sight {
	bool memory, files, actions;	/* the other's changes are here */
	bool old_memory, old_file, old_action;	/* what was there before */
};

static volatile struct page {
	int pg_turn;
	int pg_quit;
	int pg_signals[2];		/* SIGCHLD, SIGUSR1 in the caller */
	pid_t pg_second;
	struct sight pg_sees[2];
	struct row pg_row;
} *pg;

static _Alignas(16) unsigned char stack[2][NSTACK];
static volatile int memory_old, memory_by[2];
static const int signal_by[2] = { SIGALRM, SIGUSR2 };

static void
marker(int sig)
{
	(void)sig;
}

static void
old_marker(int sig)
{
	(void)sig;
}

static void
count_signal(int sig)
{
	pg->pg_signals[sig == SIGUSR1]++;
}

static void
trouble(const char *what)
{
	if (pg->pg_row.r_trouble == NULL)
		pg->pg_row.r_trouble = what;
}

/* Give the cpu away until the others have come so far. */
static void
await(int turn)
{
	for (int i = 0; pg->pg_turn < turn; i++) {
		if (i == PATIENCE) {
			trouble("one of the two never came");
			_exit(1);
		}
		sched_yield();
	}
}

static bool
has_action(int sig, void (*handler)(int))
{
	struct sigaction act;

	return (sigaction(sig, NULL, &act) == 0 && act.sa_handler == handler);
}

/* Something of each kind, before there is a child. */
static bool
prepare(void)
{
	int fd = open("/", O_RDONLY);

	memory_old = OLD;
	memory_by[CALLER] = memory_by[CHILD] = 0;
	signal(SIGINT, old_marker);
	signal(SIGCHLD, count_signal);
	signal(SIGUSR1, count_signal);
	return (fd >= 0 && dup2(fd, FD_OLD) == FD_OLD && close(fd) == 0);
}

static void
change(enum who me)
{
	int fd = open("/", O_RDONLY);

	if (fd < 0 || dup2(fd, FD_BY + me) < 0 || close(fd) != 0)
		trouble("no descriptor for a change");
	memory_by[me] = 1;
	signal(signal_by[me], marker);
}

static void
look(enum who me)
{
	enum who other = me == CALLER ? CHILD : CALLER;
	volatile struct sight *s = &pg->pg_sees[me];

	s->memory = memory_by[other] == 1;
	s->files = fcntl(FD_BY + other, F_GETFD) != -1;
	s->actions = has_action(signal_by[other], marker);
	s->old_memory = memory_old == OLD;
	s->old_file = fcntl(FD_OLD, F_GETFD) != -1;
	s->old_action = has_action(SIGINT, old_marker);
}

static int
child_looks(void *arg)
{
	(void)arg;
	pg->pg_row.r_ppid = getppid();
	await(1);
	change(CHILD);
	pg->pg_turn = 2;
	await(3);
	look(CHILD);
	pg->pg_turn = 4;
	await(5);
	return (5);
}

static int
child_stays(void *arg)
{
	(void)arg;
	pg->pg_turn = 6;
	for (int i = 0; !pg->pg_quit && i < PATIENCE; i++)
		sched_yield();
	return (6);
}

/*
 * A pair with func in the child, or an errno.  Without RFPROC: first a
 * child that shares everything, then the change of ourselves.
 */
static int
make_pair(int flags, int n, int (*func)(void *), pid_t *pid)
{
	bool self = (flags & RFPROC) == 0;

	*pid = rfork_thread(self ? RFPROC | RFMEM | RFSIGSHARE : flags,
	    stack[n] + NSTACK, func, NULL);
	if (*pid < 0)
		return (errno);
	return (self && rfork(flags) != 0 ? errno : 0);
}

/* kill(2) does not find the dead, waited for or not. */
static bool
gone(pid_t pid)
{
	return (kill(pid, 0) == -1 && errno == ESRCH);
}

static void
await_end(pid_t pid)
{
	for (int i = 0; !gone(pid); i++) {
		if (i == PATIENCE) {
			trouble("the child never ended");
			_exit(1);
		}
		sched_yield();
	}
}

/* Both looked: do they agree, and what does it mean? */
static enum common
verdict(bool caller_sees, bool child_sees, bool caller_old, bool child_old)
{
	if (caller_sees != child_sees)
		trouble("only one of the two sees the other's change");
	if (!caller_old && !child_old)
		trouble("both have lost what there was before");
	if (caller_sees)
		return (SHARED);
	return (caller_old && child_old ? COPIED : EMPTY);
}

static void
conclude(volatile struct row *row)
{
	volatile struct sight *a = &pg->pg_sees[CALLER];
	volatile struct sight *b = &pg->pg_sees[CHILD];

	row->r_memory = verdict(a->memory, b->memory, a->old_memory,
	    b->old_memory);
	row->r_files = verdict(a->files, b->files, a->old_file, b->old_file);
	row->r_actions = verdict(a->actions, b->actions, a->old_action,
	    b->old_action);
}

/* Whose is the child to wait for? */
static enum waits
find_waits(pid_t pid)
{
	bool plain = waitpid(pid, NULL, WNOHANG) == 0;
	bool with = waitpid(pid, NULL, WNOHANG | (int)WLINUXCLONE) == 0;

	if (plain && with)
		trouble("two kinds of wait4 find the child");
	return (plain ? PLAIN : with ? WITH_WLINUXCLONE : NEVER);
}

/* The child ends: what is its caller told? */
static void
first_child(pid_t pid, volatile struct row *row)
{
	int status = 0, options;

	row->r_child = pid;
	pg->pg_turn = 1;
	await(2);
	change(CALLER);
	look(CALLER);
	pg->pg_turn = 3;
	await(4);
	conclude(row);
	row->r_waits = find_waits(pid);
	pg->pg_turn = 5;
	await_end(pid);
	row->r_told = pg->pg_signals[0] > 0 ? BY_SIGCHLD :
	    pg->pg_signals[1] > 0 ? BY_SIGUSR1 : NOT_TOLD;
	if (pg->pg_signals[0] + pg->pg_signals[1] > 1)
		trouble("it was told twice");
	options = row->r_waits == WITH_WLINUXCLONE ? (int)WLINUXCLONE : 0;
	if (row->r_waits != NEVER && (waitpid(pid, &status, options) != pid ||
	    WEXITSTATUS(status) != 5))
		trouble("the child's status is wrong");
}

/* The process whose end is waited for by the observer. */
static void
caller(int flags)
{
	volatile struct row *row = &pg->pg_row;
	pid_t pid;

	row->r_caller = getpid();
	if (!prepare()) {
		trouble("no descriptor");
		_exit(1);
	}
	row->r_error = make_pair(flags, 0, child_looks, &pid);
	if (row->r_error != 0) {
		if (pid > 0)
			kill(pid, SIGKILL);
		_exit(0);
	}
	first_child(pid, row);
	if (make_pair(flags, 1, child_stays, &pid) != 0) {
		trouble("the same flags a second time failed");
		_exit(1);
	}
	pg->pg_second = pid;
	await(6);
	_exit(0);
}

bool
observe(int flags, struct row *row)
{
	pid_t pid;

	if (pg == NULL) {
		pg = mmap(NULL, sizeof(*pg), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANON, -1, 0);
		if (pg == MAP_FAILED) {
			pg = NULL;
			return (false);
		}
	}
	memset((void *)pg, 0, sizeof(*pg));
	pid = fork();
	if (pid < 0)
		return (false);
	if (pid == 0)
		caller(flags);
	if (waitpid(pid, NULL, 0) != pid)
		return (false);
	if (pg->pg_second != 0) {
		pg->pg_row.r_peers = gone(pg->pg_second);
		pg->pg_quit = 1;
		await_end(pg->pg_second);
	}
	memcpy(row, (const void *)&pg->pg_row, sizeof(*row));
	return (true);
}
