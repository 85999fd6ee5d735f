/* T-8.15: an alarm that is due as its process ends hits nobody (D-48). */
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.15");

#define ROUNDS	1000

int
main(void)
{
	struct itimerval itv = { { 0, 10000 }, { 0, 10000 } };
	struct census before, after;
	int died = 0, status;
	pid_t pid;

	census_begin(&before, &after);
	census_take(&before);
	for (int i = 0; i < ROUNDS; i++) {
		pid = fork();
		if (pid == 0) {
			setitimer(ITIMER_REAL, &itv, NULL);
			setitimer(ITIMER_PROF, &itv, NULL);
			for (volatile int n = 0; n < i * 199; n++)
				continue;
			_exit(7);
		}
		status = wait_exit(pid);
		check(status == 7 || status == 128 + SIGALRM ||
		    status == 128 + SIGPROF, "it ends one way or the other");
		died += status != 7;
	}
	note("%d of %d died of their alarm", died, ROUNDS);
	check(died > 0 && died < ROUNDS, "some of each");
	sleep_ms(100);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
