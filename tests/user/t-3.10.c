/* T-3.10: SIGKILL to the parent of a vfork waits for the child. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.10");

/* Shared with the process that calls vfork. */
static volatile struct shared {
	uint64_t child_end;
	pid_t child;
} *shared;

static void
vfork_and_sleep(void)
{
	if (vfork() == 0) {
		shared->child = getpid();
		sleep_ms(1000);
		shared->child_end = now_us();
		_exit(0);
	}
	_exit(1);		/* never: it was killed while it waited */
}

int
main(void)
{
	uint64_t died;
	pid_t pid;

	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(shared != MAP_FAILED, "mmap");
	pid = fork();
	if (pid == 0)
		vfork_and_sleep();
	sleep_ms(200);
	check(shared->child != 0, "the vfork child runs");
	check(kill(pid, SIGKILL) == 0, "kill");
	check(wait_exit(pid) == 128 + SIGKILL, "the parent dies of it");
	died = now_us();
	check(shared->child_end != 0 && died >= shared->child_end,
	    "but only when the child had ended");
	pass();
}
