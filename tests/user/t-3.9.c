/*
 * T-3.9: vfork in two LWPs at once: each waits for its own child; and in one
 * while another waits for any child.
 */
#include <signal.h>
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

/*
 * One LWP waits for any child already when another calls vfork.  The child's
 * end wakes both, and the first to sleep is the first to look: it must not
 * take away what the other still looks at (D-18).
 */
static volatile int waiting;
static volatile pid_t reaped;

static void
waiter(void *arg)
{
	(void)arg;
	waiting = 1;
	reaped = waitpid(-1, NULL, 0);
}

static void
reaped_by_another(pid_t other)
{
	struct story *st = &story[0];
	struct thread th[2];

	memset(story, 0, sizeof(story));
	st->nap_ms = 20;
	waiting = 0;
	thread_start(&th[0], waiter, NULL);
	while (waiting == 0)
		usleep(1000);
	sleep_ms(50);
	thread_start(&th[1], vfork_story, st);
	for (int i = 0; i < 2; i++)
		thread_join(&th[i]);
	check(reaped == st->pid, "the one that waited has reaped it");
	check(st->returned >= st->let_go, "vfork returned after that");
	check(kill(other, SIGKILL) == 0 && wait_exit(other) ==
	    128 + SIGKILL, "the other child is still there");
}

/* A child that sleeps, so that there is something to wait for. */
static pid_t
sleeping_child(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		sleep_ms(100000);
		_exit(1);
	}
	return (pid);
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
	reaped_by_another(sleeping_child());
	census_take(&before);
	for (int i = 0; i < 5; i++) {
		both(50 + i, true, 150, true);
		both(150, false, 50 + i, true);
		both(50, false, 150 - i, false);
	}
	reaped_by_another(sleeping_child());
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
