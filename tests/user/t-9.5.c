/* T-9.5: a timer that was set before exec fires after it. */
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.5");

static volatile int alarms;

static void
handler(int sig)
{
	alarms += sig == SIGALRM;
}

static void
second_life(void)
{
	struct sigaction act;
	struct itimerval itv;

	memset(&act, 0, sizeof(act));
	act.sa_handler = handler;
	check(sigaction(SIGALRM, &act, NULL) == 0, "sigaction");
	check(getitimer(ITIMER_REAL, &itv) == 0 &&
	    itv.it_value.tv_usec + itv.it_value.tv_sec * 1000000 > 300000 &&
	    itv.it_interval.tv_usec == 200000, "it runs on");
	while (alarms < 3)
		pause();
	_exit(4);
}

int
main(int argc, char **argv)
{
	struct itimerval itv = { { 0, 200000 }, { 0, 500000 } };
	static char self[] = "/tests/t-9.5", again[] = "again";
	char *const args[] = { self, again, NULL };
	struct census before, after;
	pid_t pid;

	if (argc > 1 && strcmp(argv[1], "again") == 0)
		second_life();
	census_begin(&before, &after);
	census_take(&before);
	pid = fork();
	if (pid == 0) {
		check(setitimer(ITIMER_REAL, &itv, NULL) == 0, "setitimer");
		execv(self, args);
		_exit(1);
	}
	check(wait_exit(pid) == 4, "three alarms after exec");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
