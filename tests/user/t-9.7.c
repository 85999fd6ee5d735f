/* T-9.7: exec by one of several processes on one memory. */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.7");

#define NSTACK	(16 * 1024)
#define AREA	(64 * PAGE)

static char name[] = "t-9.7";
static const char *self;
static _Alignas(16) unsigned char stack[2][NSTACK];
static unsigned char *area;
static volatile int stop;

static int
exec_child(void *arg)
{
	static char text[] = "child";
	static char *const argv[] = { name, text, NULL };

	(void)arg;
	area[8] = 2;
	execv(self, argv);
	return (127);
}

static int
stay_child(void *arg)
{
	(void)arg;
	while (!stop)
		sched_yield();
	return (holds(area, AREA, 1) && area[8] == 2 ? 6 : 1);
}

static pid_t
start(int n, int (*func)(void *))
{
	pid_t pid = rfork_thread(RFPROC | RFMEM | RFFDG, stack[n] + NSTACK,
	    func, NULL);

	check(pid > 0, "rfork_thread");
	return (pid);
}

/* Three on one memory; one of them gets a new one. */
static void
child_execs(void)
{
	pid_t stays, execs;
	uint64_t copies;
	int end[2];
	char c;

	fill(area, AREA, 1);
	area[8] = 1;
	stop = 0;
	check(pipe(end) == 0 && end[0] == 3 && end[1] == 4, "a pipe");
	stays = start(0, stay_child);
	execs = start(1, exec_child);
	close(4);
	check(read(3, &c, 1) == 1, "the new program runs");
	check(holds(area, AREA, 1) && area[8] == 2,
	    "our memory is as the child left it");
	check_vm();
	copies = kstat("v_cow_faults") + kstat("v_cow_optim");
	fill(area, AREA, 1);
	check(kstat("v_cow_faults") + kstat("v_cow_optim") == copies,
	    "it is still one memory: nothing is copied on write");
	check(kill(execs, 0) == 0, "the program waits for us");
	check(kill(execs, 9) == 0 && wait_exit(execs) == 128 + 9, "its end");
	stop = 1;
	check(wait_exit(stays) == 6, "the other one never noticed");
	close(3);
}

/* The parent execs: its child keeps the memory, and sees it to the end. */
static void
parent_execs(void)
{
	static char text[] = "parent";
	static char *const argv[] = { name, text, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		fill(area, AREA, 1);
		area[8] = 2;
		stop = 1;
		start(0, stay_child);
		execv(self, argv);
		_exit(127);
	}
	check(pid > 0 && wait_exit(pid) == 6, "parent and child");
}

int
main(int argc, char **argv)
{
	struct census before, after;
	int status = 0;
	char c = 'x';

	if (argc == 2 && argv[1][0] == 'c') {
		if (area != NULL || write(4, &c, 1) != 1)
			_exit(1);
		(void)!read(3, &c, 1);	/* we hold the other end too */
		_exit(1);
	}
	if (argc == 2)			/* its child is still its child */
		_exit(wait(&status) > 0 ? WEXITSTATUS(status) : 1);
	self = argv[0];
	area = touched(AREA);
	memset(stack, 1, sizeof(stack));
	census_begin(&before, &after);
	child_execs();
	parent_execs();
	census_take(&before);
	for (int i = 0; i < 5; i++) {
		child_execs();
		parent_execs();
	}
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
