/* T-2.1: fork: one memory becomes two, and the parent learns the end. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.1");

static volatile int global;

int
main(void)
{
	pid_t parent = getpid(), pid;
	int status;

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		global = 1;
		check(getppid() == parent, "getppid is the parent's pid");
		check(getpid() != parent, "getpid is another one");
		_exit(7);
	}
	check(waitpid(pid, &status, 0) == pid, "wait gives the child");
	check(WIFEXITED(status) && WEXITSTATUS(status) == 7, "it exited 7");
	check(global == 0, "what it wrote is not in our memory");
	check_fails(waitpid(pid, &status, 0), ECHILD);
	pass();
}
