/*
 * Forks where they are hard, a thousand times each: the program forkstress,
 * and that nothing is lost by it.
 */
#include <unistd.h>

#include "tests/user/test.h"

TEST("stress-family");

static int
run(const char *rounds)
{
	char *argv[] = { (char *)"forkstress", (char *)"-n", (char *)rounds,
	    (char *)"all", NULL };
	pid_t pid = fork();

	if (pid == 0) {
		execv("/bin/forkstress", argv);
		_exit(127);
	}
	return (wait_exit(pid));
}

int
main(void)
{
	struct census before, after;

	check(run("10") == 0, "ten rounds of each");
	census_begin(&before, &after);
	check(run("1000") == 0, "a thousand rounds of each");
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
