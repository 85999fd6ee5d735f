/* T-9.11: descriptors: always the lowest free one, and a limit. */
#include <fcntl.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.11");

#define MANY	2000
#define MOST	1000000

static void
close_from(int first, int last)
{
	while (first <= last)
		check(close(first++) == 0, "close");
}

/* In a child, for what a mistake leaves open. */
static void
descriptors(void)
{
	static struct census before, after;
	int first, fd, i, limit;

	first = dup(2);
	check(first >= 3, "dup");
	close(first);
	census_begin(&before, &after);
	for (i = 0; i < MANY; i++)
		check(open("/dev/null", O_RDONLY) == first + i,
		    "one after the other");
	check(close(first + 700) == 0 && close(first + 5) == 0 &&
	    close(first + 1500) == 0, "three holes");
	check(dup(0) == first + 5, "the lowest hole first");
	check(open("/dev/null", O_RDONLY) == first + 700, "then the next");
	check(fcntl(0, F_DUPFD, first + 100) == first + 1500,
	    "F_DUPFD: the lowest from there on");
	check(close(first + 101) == 0 && close(first + 103) == 0, "two more");
	check(fcntl(0, F_DUPFD, first + 102) == first + 103, "not below");
	check(dup(0) == first + 101, "that is the lowest");
	check(dup2(0, first + MANY + 10) == first + MANY + 10, "dup2 beyond");
	check(dup(0) == first + MANY, "still the lowest");
	check(close(first + MANY + 10) == 0, "close");
	close_from(first, first + MANY);

	for (fd = first; fd < MOST; fd++) {
		i = dup(0);
		if (i < 0)
			break;
		check(i == fd, "one after the other");
	}
	check(i < 0 && errno == EMFILE, "EMFILE at the limit");
	limit = fd;
	note("descriptors end at %d", limit);
	check_fails(open("/dev/null", O_RDONLY), EMFILE);
	check_fails(pipe((int[2]){ 0, 0 }), EMFILE);
	check_fails(dup2(0, limit), EBADF);
	check_fails(fcntl(0, F_DUPFD, 0), EMFILE);
	check_fails(fcntl(0, F_DUPFD, limit), EINVAL);
	check(close(first + 3) == 0 && dup(0) == first + 3, "one is free");
	check(close(first + 703) == 0, "close");
	check_fails(pipe((int[2]){ 0, 0 }), EMFILE);
	check_fails(open("/nonexistent", O_RDONLY), ENOENT);
	check(dup(0) == first + 703, "a failure keeps no number");
	close_from(first, limit - 1);
	census_take(&after);
	census_same(&before, &after);	/* the table is small again */

	check_fails(dup(first), EBADF);
	check_fails(dup(-1), EBADF);
	check_fails(dup2(0, -1), EBADF);
	check_fails(dup2(first, 1), EBADF);
	for (i = 0; i < MANY; i++)
		check(dup(0) == first + i, "for the end to close");
}

static void
in_child(void)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		descriptors();
		_exit(0);
	}
	check(wait_exit(pid) == 0, "the child agrees");
}

int
main(void)
{
	static struct census before, after;

	in_child();
	census_begin(&before, &after);
	in_child();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
