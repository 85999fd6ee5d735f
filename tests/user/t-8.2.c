/* T-8.2: an orphan belongs to init, which reaps it. */
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.2");

int
main(void)
{
	uint64_t before = kstat("debug.nprocs"), now;
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
	for (i = 0; i < 100; i++) {
		now = kstat("debug.nprocs");
		if (now == before)
			break;
		sleep_ms(10);
	}
	check(now == before, "init reaped it: as many processes as before");
	pass();
}
