/*
 * Stress: four threads of one process vfork at once, a thousand times in
 * all, while the main thread runs on the same memory; every tenth child
 * execs.  Ids: T-2.2, T-3.9, D-17.
 */
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("stress-vfork");

#define THREADS	4
#define ROUNDS	250

static char name[] = "t-stress-vfork", again[] = "again";
static char *const again_argv[] = { name, again, NULL };
static const char *self;

static struct worker {
	struct thread th;
	volatile int by_child;		/* what the last child stored */
	volatile int rounds, wrong;
} worker[THREADS];

/* A function of its own: the child must not return from it. */
static pid_t
vfork_child(struct worker *w, int round)
{
	pid_t pid = vfork();

	if (pid != 0)
		return (pid);
	for (int i = 0; i < round % 3; i++)
		sched_yield();
	w->by_child = round;
	if (round % 10 == 0)
		execv(self, again_argv);
	_exit(7);
}

static void
work(void *arg)
{
	struct worker *w = arg;
	int status;
	pid_t pid;

	for (int round = 1; round <= ROUNDS; round++) {
		pid = vfork_child(w, round);
		if (pid < 0 || w->by_child != round)
			w->wrong++;
		if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
		    WEXITSTATUS(status) != 7)
			w->wrong++;
		w->rounds++;
	}
}

int
main(int argc, char **argv)
{
	uint64_t vforks = kstat("v_vforks");
	struct census before, after;
	long turns = 0;
	int done;

	if (argc == 2)
		_exit(7);
	self = argv[0];
	census_begin(&before, &after);
	work(&worker[0]);		/* pages of the program are there */
	worker[0].rounds = 0;
	census_take(&before);
	for (int i = 0; i < THREADS; i++)
		thread_start(&worker[i].th, work, &worker[i]);
	do {
		sched_yield();
		turns++;
		done = 0;
		for (int i = 0; i < THREADS; i++)
			done += worker[i].rounds;
	} while (done < THREADS * ROUNDS);
	for (int i = 0; i < THREADS; i++) {
		thread_join(&worker[i].th);
		check(worker[i].wrong == 0, "each waited for its own child");
	}
	check(kstat("v_vforks") - vforks == (THREADS + 1) * ROUNDS,
	    "the vforks there were");
	note("%ld turns of the main thread", turns);
	check(turns > ROUNDS, "which ran meanwhile");
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
