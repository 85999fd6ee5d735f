/* T-8.3: what wait4 accepts, and how it answers. */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.3");

static int hold[2];

/* A child that ends when hold[1] is closed; in a group of its own? */
static pid_t
waiting_child(bool own_group, int code)
{
	pid_t pid = fork();
	char c;

	check(pid >= 0, "fork");
	if (pid == 0) {
		close(hold[1]);
		(void)!read(hold[0], &c, 1);
		_exit(code);
	}
	if (own_group)
		check(setpgid(pid, pid) == 0, "setpgid of a child");
	return (pid);
}

static void
errors(void)
{
	int status;
	pid_t pid;

	check_fails(waitpid(-1, &status, 0), ECHILD);
	check_fails(waitpid(getpid(), &status, 0), ECHILD);
	check_fails(waitpid(1, &status, 0), ECHILD);
	check_fails(waitpid(-1, &status, WNOHANG), ECHILD);
	check_fails(waitpid(-1, &status, 8), EINVAL);
	check_fails(waitpid(-1, &status, 0x100), EINVAL);

	pid = fork();
	if (pid == 0)
		_exit(0);
	check_fails(waitpid(pid, (int *)0xffffffff80000000, 0), EFAULT);
	pid = fork();
	if (pid == 0)
		_exit(5);
	check(waitpid(pid, NULL, 0) == pid, "nobody asks for the status");
}

int
main(void)
{
	struct rusage ru;
	pid_t plain, grouped;
	int status = -1;

	errors();
	check(pipe(hold) == 0, "pipe");
	plain = waiting_child(false, 3);
	grouped = waiting_child(true, 4);
	check(waitpid(plain, &status, WNOHANG) == 0, "not yet");
	check(waitpid(-1, &status, WNOHANG) == 0, "none yet");
	check(status == -1, "and no status either");
	check_fails(waitpid(-plain, &status, WNOHANG), ECHILD);
	check(waitpid(-grouped, &status, WNOHANG) == 0, "its group, not yet");
	check(waitpid(0, &status, WNOHANG) == 0, "our group, not yet");
	check_fails(waitpid(plain, &status, 8 | WNOHANG), EINVAL);
	close(hold[0]);
	close(hold[1]);

	sleep_ms(50);			/* both are dead */
	check(wait4(0, &status, WUNTRACED | WCONTINUED, &ru) == plain,
	    "by our own group");
	check(WEXITSTATUS(status) == 3, "the right one");
	check_fails(waitpid(0, &status, 0), ECHILD);
	check(waitpid(-grouped, &status, 0) == grouped, "by group");
	check(WEXITSTATUS(status) == 4, "the other one");
	check_fails(waitpid(-grouped, &status, 0), ECHILD);
	check_fails(waitpid(-1, &status, 0), ECHILD);
	pass();
}
