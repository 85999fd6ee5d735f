/* T-2.2: vfork: one memory, and the parent waits until the child is done. */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.2");

static volatile int global;
static volatile uint64_t child_last;

/* A function of its own: the child must not return from it. */
static pid_t
vfork_child(void)
{
	pid_t pid = vfork();

	if (pid != 0)
		return (pid);
	global = 1;
	/* Others may run meanwhile, but not the parent. */
	for (int i = 0; i < 20; i++)
		usleep(10000);
	global = 2;
	child_last = now_us();
	_exit(3);
}

int
main(void)
{
	uint64_t forks = kstat("vm.stats.vm.v_vforks");
	uint64_t shared = kstat("v_pt_shared");
	struct census before, after;
	uint64_t parent_first;
	pid_t pid;

	census_begin(&before, &after);
	census_take(&before);
	pid = vfork_child();
	parent_first = now_us();
	check(pid > 0, "vfork gives the pid");
	check(global == 2, "the parent sees all that the child wrote");
	check(parent_first >= child_last, "and it went on afterwards");
	check(wait_exit(pid) == 3, "the child's status is 3");
	check(kstat("vm.stats.vm.v_vforks") == forks + 1, "counted as a vfork");
	check(kstat("v_pt_shared") == shared, "no page table was shared");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
