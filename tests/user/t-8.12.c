/*
 * T-8.12: exit with LWPs running, asleep of either kind, in umtx, stopped,
 * and on their way to a stop; the last LWP is not freed while it uses its
 * stack.
 */
#include <signal.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.12");

static struct thread threads[8];
static volatile int word;
static volatile int *volatile nowhere;
static int fds[2];
static volatile struct {
	int borrowed;			/* there is a vfork child */
	int end;			/* the first LWP shall exit */
} *sh;

static void
spin(void *arg)
{
	(void)arg;
	for (;;)
		word = word;
}

static void
in_umtx(void *arg)
{
	static volatile int other;

	(void)arg;
	for (;;)
		umtx_sleep(&other, 0, 0);
}

static void
in_read(void *arg)
{
	char c;

	(void)arg;
	for (;;)
		(void)!read(fds[0], &c, 1);
}

static void
in_sleep(void *arg)
{
	(void)arg;
	for (;;)
		sleep(1000);
}

/* Its parent cannot be interrupted until it is done. */
static void
in_vfork(void *arg)
{
	(void)arg;
	if (vfork() == 0) {
		sh->borrowed = 1;
		for (int i = 0; i < 10; i++)
			usleep(10000);
		_exit(0);
	}
	for (;;)
		sleep(1000);
}

static void
start_all(void)
{
	static void (*const work[8])(void *) = { spin, spin, in_umtx,
	    in_umtx, in_read, in_sleep, in_vfork, in_sleep };

	check(pipe(fds) == 0, "pipe");
	for (int i = 0; i < 8; i++)
		thread_start(&threads[i], work[i], NULL);
}

static void
child(int how)
{
	start_all();
	usleep(how < 3 ? 60000 : 1);
	if (how % 3 == 0)
		_exit(5);
	if (how % 3 == 1)
		kill(getpid(), SIGKILL);
	*nowhere = 1;
}

/* A child with all of them that is told to stop; one cannot yet. */
static pid_t
start_stopping(void)
{
	pid_t pid;

	sh->borrowed = sh->end = 0;
	pid = fork();
	if (pid == 0) {
		start_all();
		while (!sh->end)
			usleep(1000);
		_exit(5);
	}
	while (!sh->borrowed)
		sleep_ms(1);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	sleep_ms(20);
	check(waitpid(pid, NULL, WUNTRACED | WNOHANG) == 0,
	    "it has not stopped, one is in vfork");
	return (pid);
}

static void
wait_stop(pid_t pid)
{
	int status;

	check(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status),
	    "all are stopped");
}

static void
stopped(void)
{
	pid_t pid = start_stopping();

	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed half stopped");

	pid = start_stopping();
	wait_stop(pid);
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed stopped");

	/* The last one to stop finds another signal, too: it waits. */
	pid = start_stopping();
	check(kill(pid, SIGTERM) == 0, "SIGTERM");
	wait_stop(pid);
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(wait_exit(pid) == 128 + SIGTERM, "then it dies of it");

	/* One goes on and ends all before they have moved. */
	pid = start_stopping();
	wait_stop(pid);
	sh->end = 1;
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(wait_exit(pid) == 5, "it ends by itself");
}

/*
 * The last LWP stands on its stack until the very end.  The test kernel lets
 * it sleep there for 50 ms, when its parent takes it for dead: the parent
 * waits, and frees nothing before (D-55).
 */
static void
on_its_stack(void)
{
	uint64_t start = now_us();
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		kset("debug.pause_lwp_exit", 5);
		_exit(5);
	}
	check(wait_exit(pid) == 5, "the last LWP");
	check(now_us() - start >= 40000, "wait4 waited for it");
}

int
main(void)
{
	static const int status[3] = { 5, 128 + SIGKILL, 128 + SIGSEGV };
	struct census before, after;
	pid_t pid;

	sh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	check(sh != MAP_FAILED, "mmap");
	sh->end = 0;

	census_begin(&before, &after);
	census_take(&before);
	for (int how = 0; how < 6; how++) {
		pid = fork();
		if (pid == 0)
			child(how);
		check(wait_exit(pid) == status[how % 3], "its status");
	}
	stopped();
	on_its_stack();
	sleep_ms(300);			/* vfork children end as orphans */
	census_take(&after);
	census_same(&before, &after);
	pass();
}
