/* T-9.6: vfork and exec: the parent's memory is as the child left it. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.6");

static char area[64 * 1024];
static char name[] = "t-9.6", again[] = "again";
static char *const again_argv[] = { name, again, NULL };

static pid_t
vfork_exec(const char *self)
{
	pid_t pid = vfork();

	if (pid == 0) {
		area[0] = 2;
		execve(self, again_argv, NULL);
		_exit(127);
	}
	return (pid);
}

/* An exec that fails gives nothing back: the parent sleeps on. */
static void
exec_fails(void)
{
	static volatile int tried;
	pid_t pid;

	tried = 0;
	pid = vfork();
	if (pid == 0) {
		execve("/no/such/program", again_argv, NULL);
		tried = errno;
		usleep(50000);
		tried++;
		_exit(6);
	}
	check(pid > 0 && tried == ENOENT + 1,
	    "the parent waited for a child whose exec failed");
	check(wait_exit(pid) == 6, "and which ended by itself");
}

int
main(int argc, char **argv)
{
	uint64_t returned;
	pid_t pid;
	int end[2];
	char c;

	/* The new program: its bss is its own; it lives until told. */
	if (argc == 2) {
		if (area[0] != 0 || read(3, &c, 1) != 0)
			_exit(1);
		_exit(5);
	}
	memset(area, 1, sizeof(area));
	check(pipe(end) == 0 && end[0] == 3, "a pipe that the program gets");
	pid = vfork_exec(argv[0]);
	returned = now_us();
	check(pid > 0, "vfork returns while the new program runs");
	check(waitpid(pid, NULL, WNOHANG) == 0, "it is still there");
	check(area[0] == 2, "what the child wrote before exec is seen");
	for (size_t i = 1; i < sizeof(area); i++)
		check(area[i] == 1, "the rest of our memory is untouched");
	note("vfork returned at %lu", (unsigned long)returned);
	check_vm();
	close(end[1]);
	/* The program holds the other write end, from before exec. */
	check(kill(pid, 9) == 0 && wait_exit(pid) == 128 + 9, "its end");
	exec_fails();
	pass();
}
