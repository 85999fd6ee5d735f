/* T-2.15: fork under a umtx sleeper: it is found all the same. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.15");

static volatile struct {
	int word, neighbour;		/* on one page */
} at __attribute__((aligned(PAGE)));
static volatile int asleep, woken;
static struct thread thread;

static void
sleeper(void *arg)
{
	(void)arg;
	asleep = 1;
	while (at.word == 0) {
		umtx_sleep(&at.word, 0, 0);
		woken++;
	}
}

int
main(void)
{
	pid_t pid;

	for (int i = 0; i < 20; i++) {
		at.word = asleep = woken = 0;
		thread_start(&thread, sleeper, NULL);
		wait_until(&asleep, 1);
		pid = fork();
		if (pid == 0) {
			sleep_ms(20);
			at.word = 2;		/* the child's own copy */
			umtx_wakeup(&at.word, 0);
			_exit(3);
		}
		/* Now ours is the copy: the child has the page. */
		at.neighbour = i;
		check(wait_exit(pid) == 3, "the child ends");
		check(thread.th_ended == 0 && woken == 0, "it sleeps on");
		at.word = 1;
		umtx_wakeup(&at.word, 1);
		thread_join(&thread);
	}
	pass();
}
