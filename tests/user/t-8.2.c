/* T-8.2: an orphan belongs to init, which reaps it. */
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.2");

/* init reaped it: as many processes as before */
static void
all_reaped(uint64_t before)
{
	for (int i = 0; i < 100 && kstat("debug.nprocs") != before; i++)
		sleep_ms(10);
	check(kstat("debug.nprocs") == before, "as many processes as before");
}

/* An orphan that was dead, and not waited for, before it became one. */
static void
dead_orphan(void)
{
	uint64_t before = kstat("debug.nprocs");
	pid_t pid = fork();

	if (pid == 0) {
		if (fork() == 0)
			_exit(0);
		sleep_ms(50);
		_exit(0);
	}
	check(wait_exit(pid) == 0, "the child");
	all_reaped(before);
}

int
main(void)
{
	uint64_t before = kstat("debug.nprocs");
	int fds[2], i;
	pid_t pid, told = 0;

	check(pipe(fds) == 0, "pipe");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		pid = fork();
		check(pid >= 0, "fork of the grandchild");
		if (pid == 0) {
			for (i = 0; i < 100 && getppid() != 1; i++)
				sleep_ms(10);
			told = getppid();
			(void)!write(fds[1], &told, sizeof(told));
		}
		_exit(0);
	}
	check(wait_exit(pid) == 0, "the child");
	check(read(fds[0], &told, sizeof(told)) == sizeof(told),
	    "a word from the orphan");
	check(told == 1, "its parent is init");
	all_reaped(before);
	dead_orphan();
	pass();
}
