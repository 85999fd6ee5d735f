/* T-5.2: a program that mostly sleeps is not held up by those that compute. */
#include <signal.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-5.2");

#define RUN_US	1500000
#define BUSY	3

static int
sleeper(void)
{
	uint64_t until = now_us() + RUN_US;
	int loops = 0;

	while (now_us() < until) {
		sleep_ms(10);
		loops++;
	}
	return (loops);
}

int
main(void)
{
	int alone, crowded, i;
	pid_t pid[BUSY];

	alone = sleeper();
	for (i = 0; i < BUSY; i++) {
		pid[i] = fork();
		check(pid[i] >= 0, "fork");
		while (pid[i] == 0)
			__asm__ volatile("" ::: "memory");
	}
	crowded = sleeper();
	for (i = 0; i < BUSY; i++) {
		check(kill(pid[i], SIGKILL) == 0, "kill");
		check(wait_exit(pid[i]) == 128 + SIGKILL, "it was killed");
	}
	note("%d sleeps alone, %d among %d that compute", alone, crowded,
	    BUSY);
	check(alone > 10, "sleeping works at all");
	check(crowded * 10 >= alone * 8, "at least 80 percent of them");
	pass();
}
