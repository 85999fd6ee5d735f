/* T-1.5: a number that is no call: SIGSYS, which kills; caught: EINVAL. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-1.5");

static volatile int caught;

static void
handler(int sig)
{
	caught += sig == SIGSYS;
}

int
main(void)
{
	static const long numbers[] = { 5000, 599, 1023, 1024, 65536, -1,
	    0x7fffffff, 0x100000014, (long)0x8000000000000000ul, 8, 11 };
	int i, n = (int)(sizeof(numbers) / sizeof(numbers[0]));
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		raw_call(5000, 0, 0, 0, 0, 0, 0);
		_exit(0);
	}
	check(wait_exit(pid) == 128 + SIGSYS, "the default is death");
	check(signal(SIGSYS, handler) == SIG_DFL, "signal");
	for (i = 0; i < n; i++) {
		check(raw_call(numbers[i], 0, 0, 0, 0, 0, 0) == EINVAL,
		    "a number that is no call");
		check(caught == 2 * i + 1, "and its SIGSYS");
		check(raw_call(0, (uint64_t)numbers[i], 0, 0, 0, 0, 0) ==
		    EINVAL, "the same, indirectly");
		check(caught == 2 * i + 2, "and its SIGSYS");
	}
	pass();
}
