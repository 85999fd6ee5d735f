/* T-9.3: exec with four LWPs: one is left, with tid 1. */
#include <string.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.3");

static struct thread threads[3];
static volatile int word;

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

int
main(int argc, char **argv)
{
	struct census before, after;
	lwpid_t tids[4];
	pid_t pid;

	if (argc > 1 && strcmp(argv[1], "again") == 0)
		_exit(lwp_list(tids, 4) == 1 && tids[0] == 1 &&
		    lwp_gettid() == 1 &&
		    kstat("debug.lwptree_check") == 0 ? 4 : 1);
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
