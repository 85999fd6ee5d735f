/* T-2.5: rfork with RFMEM: two processes on one memory, at once. */
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.5");

#define NSTACK	(16 * 1024)
#define PATIENCE	10000	/* turns given away */

static _Alignas(16) unsigned char stack[NSTACK];
static volatile int global, answer;
static volatile pid_t child_pid;
static volatile uintptr_t child_sp;

static int
child(void *arg)
{
	int here;

	child_sp = (uintptr_t)&here;
	child_pid = getpid();
	global = *(int *)arg;
	for (int i = 0; answer == 0 && i < 2 * PATIENCE; i++)
		sched_yield();
	return (answer);
}

int
main(void)
{
	struct census before, after;
	uint64_t shared;
	int seven = 7;
	pid_t pid;

	stack[0] = stack[NSTACK - 1] = 1;
	census_begin(&before, &after);
	census_take(&before);
	shared = kstat("v_pt_shared");
	pid = rfork_thread(RFPROC | RFMEM | RFFDG, stack + NSTACK, child,
	    &seven);
	check(pid > 0, "rfork_thread");
	for (int i = 0; global == 0 && i < PATIENCE; i++)
		sched_yield();
	check(global == 7, "the child's store is seen while it runs");
	check(child_pid == pid && pid != getpid(), "it is a process");
	check(child_sp > (uintptr_t)stack &&
	    child_sp < (uintptr_t)stack + NSTACK, "on the stack we gave it");
	check(kstat("v_pt_shared") == shared, "no page table was copied");
	answer = 9;			/* ours is seen by the child */
	check(wait_exit(pid) == 9, "its function's result is its status");
	check_fails(rfork_thread(RFMEM, stack + NSTACK, child, &seven),
	    EINVAL);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
