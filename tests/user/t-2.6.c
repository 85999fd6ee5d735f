/* T-2.6: rfork with RFNOWAIT: init's child from the start. */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.6");

static volatile struct shared {
	pid_t ppid;
	int go;
} *shared;
static volatile int signals;

static void
count(int sig)
{
	(void)sig;
	signals++;
}

static void
unwaited(int flags)
{
	int before = (int)kstat("debug.nprocs");
	pid_t pid;

	shared->ppid = shared->go = 0;
	pid = rfork(RFPROC | RFFDG | RFNOWAIT | flags);
	check(pid >= 0, "rfork");
	if (pid == 0) {
		shared->ppid = getppid();
		while (!shared->go)
			sched_yield();
		_exit(3);
	}
	while (shared->ppid == 0)
		sched_yield();
	check(shared->ppid == 1, "its parent is init");
	check((int)kstat("debug.nprocs") == before + 1, "one process more");
	check_fails(waitpid(pid, NULL, 0), ECHILD);
	check_fails(waitpid(-1, NULL, WNOHANG | WLINUXCLONE), ECHILD);
	shared->go = 1;
	/* It ends, and init runs, while we sleep. */
	for (int i = 0; i < 100 && (int)kstat("debug.nprocs") != before; i++)
		sleep_ms(20);
	check((int)kstat("debug.nprocs") == before, "init has reaped it");
	check_fails(kill(pid, 0), ESRCH);
	check(signals == 0, "we are not told of its end");
}

int
main(void)
{
	struct census before, after;

	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(shared != MAP_FAILED, "mmap");
	check(signal(SIGCHLD, count) != SIG_ERR &&
	    signal(SIGUSR1, count) != SIG_ERR, "handlers");
	shared->go = 1;
	census_begin(&before, &after);
	census_take(&before);
	unwaited(0);
	unwaited(RFLINUXTHPN);		/* D-21 */
	census_take(&after);
	census_same(&before, &after);
	pass();
}
