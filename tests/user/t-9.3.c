/* T-9.3: exec with four LWPs: one is left, with tid 1, and lives on. */
#include <signal.h>
#include <string.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.3");

static struct thread threads[3];
static volatile int word, caught, ran;

static void
exec_self(void *arg)
{
	static char self[] = "/tests/t-9.3", again[] = "again";
	char *const argv[] = { self, again, NULL };

	(void)arg;
	execv(self, argv);
	_exit(1);
}

static void
in_umtx(void *arg)
{
	(void)arg;
	for (;;)
		umtx_sleep(&word, 0, 0);
}

static void
spin(void *arg)
{
	(void)arg;
	for (;;)
		word = word;
}

/* who: which LWP calls exec, the first, the last, or two of them. */
static void
child(int who)
{
	thread_start(&threads[0], in_umtx, NULL);
	thread_start(&threads[1], spin, NULL);
	thread_start(&threads[2], who > 0 ? exec_self : in_umtx, NULL);
	if (who != 1)
		exec_self(NULL);
	in_umtx(NULL);
}

static void
on_signal(int sig)
{
	(void)sig;
	caught = 1;
}

static void
run(void *arg)
{
	(void)arg;
	ran = 1;
}

/* Nothing is left of how the others were ended: not even for us. */
static int
second_life(void)
{
	struct thread th;
	lwpid_t tids[4];

	check(lwp_list(tids, 4) == 1 && tids[0] == 1 && lwp_gettid() == 1,
	    "alone, with tid 1");
	check(kstat("debug.lwptree_check") == 0, "the tree of LWPs");
	signal(SIGUSR1, on_signal);
	check(raise(SIGUSR1) == 0 && caught == 1, "a handler runs");
	thread_start(&th, run, NULL);
	thread_join(&th);
	check(ran == 1, "it ran");
	return (4);
}

int
main(int argc, char **argv)
{
	struct census before, after;
	pid_t pid;

	if (argc > 1 && strcmp(argv[1], "again") == 0)
		_exit(second_life());
	census_begin(&before, &after);
	census_take(&before);
	for (int who = 0; who < 3; who++) {
		pid = fork();
		if (pid == 0)
			child(who);
		check(wait_exit(pid) == 4, "alone after exec");
	}
	census_take(&after);
	census_same(&before, &after);
	pass();
}
