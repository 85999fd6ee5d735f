/* T-2.15: fork under a umtx sleeper: it is found all the same. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.15");

static volatile int word, asleep;
static struct thread thread;

static void
sleeper(void *arg)
{
	(void)arg;
	asleep = 1;
	while (word == 0)
		umtx_sleep(&word, 0, 0);
}

int
main(void)
{
	pid_t pid;

	for (int i = 0; i < 20; i++) {
		word = asleep = 0;
		thread_start(&thread, sleeper, NULL);
		wait_until(&asleep, 1);
		pid = fork();
		if (pid == 0) {
			word = 2;		/* the child's own copy */
			umtx_wakeup(&word, 0);
			_exit(3);
		}
		check(wait_exit(pid) == 3, "the child ends");
		check(thread.th_ended == 0, "it sleeps on");
		word = 1;			/* on a page of our own now */
		umtx_wakeup(&word, 1);
		thread_join(&thread);
	}
	pass();
}
