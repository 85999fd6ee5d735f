/* T-3.9: vfork in two LWPs at once: each waits for its own child. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.9");

static char name[] = "t-3.9", again[] = "again";
static char *const again_argv[] = { name, again, NULL };
static const char *self;

/* What one LWP and its child do; the child writes into the same memory. */
static struct story {
	int nap_ms;			/* of the child, before ... */
	bool exec;			/* ... exec, else _exit */
	volatile int started;
	volatile uint64_t let_go;	/* child: just before that */
	volatile uint64_t returned;	/* parent: vfork returned */
	bool alive;			/* the child was, then */
	pid_t pid;
} story[2];

static void
vfork_story(void *arg)
{
	struct story *st = arg;

	st->pid = vfork();
	if (st->pid == 0) {
		st->started = 1;
		sleep_ms(st->nap_ms);
		st->let_go = now_us();
		if (st->exec)
			execv(self, again_argv);
		_exit(3);
	}
	st->returned = now_us();
	st->alive = st->exec && waitpid(st->pid, NULL, WNOHANG) == 0;
}

/* Both at once; while they wait, this LWP runs on the same memory. */
static void
both(int nap0, bool exec0, int nap1, bool exec1)
{
	struct thread th[2];
	int quick = nap0 < nap1 ? 0 : 1;

	memset(story, 0, sizeof(story));
	story[0].nap_ms = nap0;
	story[0].exec = exec0;
	story[1].nap_ms = nap1;
	story[1].exec = exec1;
	for (int i = 0; i < 2; i++)
		thread_start(&th[i], vfork_story, &story[i]);
	while (!story[0].started || !story[1].started)
		usleep(1000);
	check(story[0].returned == 0 && story[1].returned == 0,
	    "both wait, and we do not");
	for (int i = 0; i < 2; i++)
		thread_join(&th[i]);
	for (int i = 0; i < 2; i++) {
		check(story[i].pid > 0, "vfork");
		check(story[i].returned >= story[i].let_go,
		    "not before its own child let go");
		check(story[i].alive == story[i].exec,
		    "it did not wait for the new program's end");
		check(wait_exit(story[i].pid) == 3, "the child's status");
	}
	check(story[quick].returned < story[1 - quick].let_go,
	    "one does not wait for the other's child");
}

int
main(int argc, char **argv)
{
	struct census before, after;

	if (argc == 2) {
		sleep_ms(200);
		_exit(3);
	}
	self = argv[0];
	census_begin(&before, &after);
	both(50, true, 100, true);
	census_take(&before);
	for (int i = 0; i < 5; i++) {
		both(50 + i, true, 150, true);
		both(150, false, 50 + i, true);
		both(50, false, 150 - i, false);
	}
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
