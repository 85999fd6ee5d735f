/*
 * T-3.6: the sweep.  Every fallible step of fork, vfork, rfork, lwp_create
 * and exec fails once, and each time nothing is lost.
 *
 * debug.fail_nth = n lets the n-th fallible step of a call fail.  For each
 * call, n goes from 1 up until the call succeeds.  After each failure the
 * errno must be the one that belongs to the step (debug.fail_last), the
 * whole census must be what it was, vm_check clean, and the process that
 * called unharmed.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.6");

#define AREA	(64 * PAGE)
#define STACK	(16 * 1024)
#define SETID	"/tmp/t-3.6-true"
#define MARK	40		/* a descriptor that is always open */

static struct census before, after;
static unsigned char *area;		/* private, touched */
static _Alignas(16) unsigned char stack[STACK];

/* ------------------------------------------------- one call, armed */

/* The next call's n-th step fails; 0: none. */
static void
arm(int n)
{
	kset("debug.fail_nth", n);
}

/* => did the step that was meant come?  The count stops. */
static bool
disarm(void)
{
	int error = errno;
	bool hit = kstat("debug.fail_nth") == 0;

	arm(0);
	errno = error;
	return (hit);
}

/* The result of a call that makes a child: 0, or its errno; then wait. */
static int
made(pid_t pid)
{
	int error = errno;

	if (pid < 0)
		return (error);
	check(wait_exit(pid) == 0, "the child is well");
	return (0);
}

static int
do_rfork(int flags)
{
	pid_t pid = rfork(flags);

	if (pid == 0)
		_exit(!holds(area, AREA, 3));
	return (pid < 0 ? errno : made(pid));
}

static int
op_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(!holds(area, AREA, 3));
	return (made(pid));
}

static int
op_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return (made(pid));
}

static int
op_rfork_share(void)
{
	return (do_rfork(RFPROC));
}

static int
op_rfork_copy(void)
{
	return (do_rfork(RFPROC | RFFDG));
}

static int
op_rfork_empty(void)
{
	return (do_rfork(RFPROC | RFCFDG));
}

static int
op_rfork_sigshare(void)
{
	return (do_rfork(RFPROC | RFFDG | RFSIGSHARE));
}

static int
op_rfork_thread(void)
{
	return (do_rfork(RFPROC | RFTHREAD));
}

/* Its parent is init, which waits for it; so it is gone some time later. */
static int
op_rfork_nowait(void)
{
	pid_t pid = rfork(RFPROC | RFFDG | RFNOWAIT);
	int error = errno;

	if (pid == 0)
		_exit(!holds(area, AREA, 3));
	if (pid < 0)
		return (error);
	while (kill(pid, 0) == 0)
		sleep_ms(1);
	check(errno == ESRCH, "the child is gone");
	return (0);
}

/* Its end is a SIGUSR1, and only a special wait4 sees it. */
static int
op_rfork_linux(void)
{
	pid_t pid = rfork(RFPROC | RFFDG | RFLINUXTHPN);
	int error = errno, status;

	if (pid == 0)
		_exit(!holds(area, AREA, 3));
	if (pid < 0)
		return (error);
	while (wait4(pid, &status, WLINUXCLONE, NULL) != pid)
		check(errno == EINTR, "wait4");
	check(status == 0, "the child is well");
	return (0);
}

static int
well(void *arg)
{
	(void)arg;
	return (0);
}

static int
op_rfork_mem(void)
{
	return (made(rfork_thread(RFPROC | RFMEM, stack + STACK, well, NULL)));
}

static int
op_rfork_peer(void)
{
	return (made(rfork_thread(RFPROC | RFMEM | RFTHREAD, stack + STACK,
	    well, NULL)));
}

static void
sleeper(void *arg)
{
	static volatile int never;

	(void)arg;
	wait_until(&never, 1);
}

/* A thread that ends at once, and is gone when it was joined. */
static int
op_lwp_create(void)
{
	static volatile int ended;
	static lwpid_t tid1, tid2;
	struct lwp_params params = { NULL, (void *)&ended, stack + STACK,
	    &tid1, &tid2 };
	extern void t36_thread(void *);

	ended = 0;
	params.lwp_func = t36_thread;
	if (lwp_create(&params) != 0)
		return (errno);
	wait_until(&ended, 1);
	return (0);
}

/* The tids go to addresses that are none: it fails as the last step does. */
static int
lwp_create_bad(lwpid_t *tid1, lwpid_t *tid2)
{
	struct lwp_params params = { sleeper, NULL, stack + STACK, tid1, tid2 };

	check(lwp_create(&params) == -1, "bad addresses are refused");
	return (errno);
}

static int
op_lwp_bad_tid1(void)
{
	static lwpid_t tid2;

	return (lwp_create_bad((lwpid_t *)8, &tid2));
}

static int
op_lwp_bad_tid2(void)
{
	static lwpid_t tid1;

	return (lwp_create_bad(&tid1, (lwpid_t *)~7ul));
}

void t36_thread(void *word);
void
t36_thread(void *word)
{
	(void)extexit(EXTEXIT_LWP | EXTEXIT_SETINT, 1, word);
}

/* ------------------------------- calls that change who makes them */

static int nth;				/* for a child that arms itself */
static volatile struct {
	bool hit;
} *told;

/* In a child: the call, its result for the parent as exit status. */
static void
tell(int result)
{
	int error = errno;

	told->hit = disarm();
	_exit(result == 0 ? 0 : error);
}

static int
exec_file(const char *path)
{
	static char *const argv[] = { (char *)"true", NULL };
	static char *const envv[] = { NULL };

	return (execve(path, argv, envv));
}

static int
exec_true(void)
{
	return (exec_file("/bin/true"));
}

static int
status_of(pid_t pid)
{
	check(pid > 0, "a child for the call");
	return (wait_exit(pid));
}

static int
op_exec(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		arm(nth);
		(void)exec_true();
		tell(-1);
	}
	return (status_of(pid));
}

/* What it does to the memory, it does to ours. */
static int
op_exec_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		arm(nth);
		(void)exec_true();
		tell(-1);
	}
	return (status_of(pid));
}

static int
op_exec_lwps(void)
{
	static struct thread th;
	pid_t pid = fork();

	if (pid == 0) {
		thread_start(&th, sleeper, NULL);
		sched_yield();
		arm(nth);
		(void)exec_true();
		check(lwp_list(&(lwpid_t[4]){ 0 }[0], 4) == 2,
		    "both LWPs live");
		tell(-1);
	}
	return (status_of(pid));
}

/* A set-id program, in a child that shares all tables with us. */
static int
op_exec_setid(void)
{
	pid_t pid = rfork(RFPROC | RFSIGSHARE);

	if (pid == 0) {
		arm(nth);
		(void)exec_file(SETID);
		tell(-1);
	}
	return (status_of(pid));
}

/* /bin/true once more, and it runs as user 1. */
static void
make_setid(void)
{
	static char buf[PAGE];
	int from = open("/bin/true", O_RDONLY);
	int to = open(SETID, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	ssize_t n;

	check(from >= 0 && to >= 0, "a copy of /bin/true");
	while ((n = read(from, buf, sizeof(buf))) > 0)
		check(write(to, buf, (size_t)n) == n, "write");
	close(from);
	close(to);
	check(chown(SETID, 1, 1) == 0 && chmod(SETID, 04755) == 0, "set-id");
}

/* A process that shares its descriptors stops doing so. */
static int
alone(int flags)
{
	pid_t pid = rfork(RFPROC);

	if (pid == 0) {
		arm(nth);
		tell(rfork(flags));
	}
	return (status_of(pid));
}

static int
op_self_copy(void)
{
	return (alone(RFFDG));
}

static int
op_self_empty(void)
{
	return (alone(RFCFDG));
}

static int
divorce(void *arg)
{
	int result;

	arm(nth);
	result = rfork(*(const int *)arg);
	tell(result);
	return (1);
}

static int
op_self_memory(void)
{
	static int flags = 0;

	return (status_of(rfork_thread(RFPROC | RFMEM | RFFDG, stack + STACK,
	    divorce, &flags)));
}

/* The new table is there when the memory fails. */
static int
op_self_both(void)
{
	static int flags = RFFDG;

	return (status_of(rfork_thread(RFPROC | RFMEM, stack + STACK,
	    divorce, &flags)));
}

/* --------------------------------------------------------- the sweep */

/* What a step's failure must look like to the caller. */
static int
errno_of(const char *step)
{
	if (strncmp(step, "count ", 6) == 0 || strcmp(step, "pid") == 0)
		return (EAGAIN);
	if (strncmp(step, "copy ", 5) == 0)
		return (EFAULT);
	if (strncmp(step, "read ", 5) == 0)
		return (EIO);
	if (strcmp(step, "hooks") == 0)
		return (EPERM);
	return (ENOMEM);
}

static void
last_step(char *name, size_t size)
{
	check(sysctlbyname("debug.fail_last", name, &size, NULL, 0) == 0,
	    "debug.fail_last");
}

/* The function that took the step: "sigacts_copy+0x2c (kernel/...)". */
static void
last_caller(char *name, size_t size)
{
	static char road[1024];
	size_t length = sizeof(road);
	char *line = road, *end;

	check(sysctlbyname("debug.fail_where", road, &length, NULL, 0) == 0,
	    "debug.fail_where");
	for (;;) {
		line = strchr(line, '#');
		check(line != NULL && strchr(line, ' ') != NULL,
		    "a call in the backtrace");
		line = strchr(line, ' ') + 1;
		if (strncmp(line, "inject_", 7) != 0 &&
		    strncmp(line, "is_the_one", 10) != 0 &&
		    strncmp(line, "kmalloc+", 8) != 0 &&
		    strncmp(line, "vm_commit_reserve+", 18) != 0)
			break;
	}
	end = strchr(line, '\n');
	if (end != NULL)
		*end = '\0';
	strlcpy(name, line, size);
}

static void
on_usr1(int sig)
{
	(void)sig;
}

/* Memory, descriptors, signal actions, threads: as they were. */
static void
unharmed(void)
{
	lwpid_t tids[4];
	struct stat st;

	check(holds(area, AREA, 3), "our memory");
	check(fstat(MARK, &st) == 0 && fstat(MARK + 1, &st) == -1,
	    "our descriptors");
	check(signal(SIGUSR1, on_usr1) == on_usr1, "our signal actions");
	check(lwp_list(tids, 4) == 1, "our threads");
	check(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD,
	    "no child is left");
}

static const struct op {
	const char *name;
	int (*op)(void);
	bool child;		/* the call is made by a child, which arms */
	int points;		/* how many there are, at least (exec's
				   depend a little on the program) */
	int result;		/* when no step fails */
} ops[] = {
	{ "fork", op_fork, false, 27, 0 },
	{ "vfork", op_vfork, false, 16, 0 },
	{ "rfork(RFPROC)", op_rfork_share, false, 24, 0 },
	{ "rfork(RFPROC|RFFDG)", op_rfork_copy, false, 27, 0 },
	{ "rfork(RFPROC|RFCFDG)", op_rfork_empty, false, 25, 0 },
	{ "rfork(RFPROC|RFFDG|RFSIGSHARE)", op_rfork_sigshare, false, 26, 0 },
	{ "rfork(RFPROC|RFTHREAD)", op_rfork_thread, false, 24, 0 },
	{ "rfork(RFPROC|RFFDG|RFNOWAIT)", op_rfork_nowait, false, 27, 0 },
	{ "rfork(RFPROC|RFFDG|RFLINUXTHPN)", op_rfork_linux, false, 27, 0 },
	{ "rfork(RFPROC|RFMEM)", op_rfork_mem, false, 13, 0 },
	{ "rfork(RFPROC|RFMEM|RFTHREAD)", op_rfork_peer, false, 13, 0 },
	{ "lwp_create", op_lwp_create, false, 11, 0 },
	{ "lwp_create, bad tid1", op_lwp_bad_tid1, false, 9, EFAULT },
	{ "lwp_create, bad tid2", op_lwp_bad_tid2, false, 10, EFAULT },
	{ "execve", op_exec, true, 29, 0 },
	{ "execve in a vfork child", op_exec_vfork, true, 29, 0 },
	{ "execve with two LWPs", op_exec_lwps, true, 35, 0 },
	{ "execve of a set-id program", op_exec_setid, true, 37, 0 },
	{ "rfork(RFFDG)", op_self_copy, true, 3, 0 },
	{ "rfork(RFCFDG)", op_self_empty, true, 1, 0 },
	{ "rfork(0) on shared memory", op_self_memory, true, 11, 0 },
	{ "rfork(RFFDG) on shared memory", op_self_both, true, 14, 0 },
};
#define NOPS	((int)(sizeof(ops) / sizeof(ops[0])))

/* => was the n-th step there to fail? */
static bool
one(const struct op *op, int n)
{
	char step[64] = "", caller[100] = "";
	bool hit;
	int error, wanted;

	nth = n;
	told->hit = false;
	if (!op->child)
		arm(n);
	error = op->op();
	hit = op->child ? told->hit : disarm();
	last_step(step, sizeof(step));
	wanted = hit ? errno_of(step) : op->result;
	if (error != wanted) {
		note("%s, step %d (%s): errno %d, wanted %d", op->name, n,
		    step, error, wanted);
		check(0, "the errno of the step that failed");
	}
	unharmed();
	check_vm();
	census_take(&after);
	if (strcmp(before.cs_text, after.cs_text) != 0)
		note("%s, step %d (%s):", op->name, n, step);
	census_same(&before, &after);
	if (hit) {
		last_caller(caller, sizeof(caller));
		note("    %2d %s, in %s", n, step, caller);
	}
	return (hit);
}

/* => how many steps of a call can fail; each has failed once. */
static int
sweep(const struct op *op)
{
	int n;

	note("%s:", op->name);
	for (n = 1; one(op, n); n++)
		continue;
	note("%s: %d points of failure", op->name, n - 1);
	return (n - 1);
}

/* A step more is a point more: a fork copies one more map entry. */
static void
one_more(int points)
{
	void *more = mmap(NULL, PAGE, PROT_READ, MAP_ANON | MAP_PRIVATE, -1,
	    0);

	check(more != MAP_FAILED, "mmap");
	census_take(&before);
	check(sweep(&ops[0]) == points + 1, "the new step is found");
	check(munmap(more, PAGE) == 0, "munmap");
}

int
main(void)
{
	int total = 0, forks = 0, n;

	area = touched(AREA);
	fill(area, AREA, 3);
	told = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	check(told != MAP_FAILED, "mmap");
	check(dup2(0, MARK) == MARK, "dup2");
	signal(SIGUSR1, on_usr1);
	make_setid();
	for (int i = 0; i < NOPS; i++)
		check(ops[i].op() == ops[i].result, ops[i].name);
	census_begin(&before, &after);
	for (int i = 0; i < NOPS; i++) {
		n = sweep(&ops[i]);
		check(n >= ops[i].points, "no point of failure is lost");
		forks = i == 0 ? n : forks;
		total += n;
	}
	one_more(forks);
	note("T-3.6: %d points of failure in all", total);
	pass();
}
