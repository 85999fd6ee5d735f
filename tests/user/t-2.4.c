/* T-2.4: rfork and descriptors: one table, a copy, an empty one. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.4");

#define PATH	"/tmp/t-2.4"
#define NUMBER	77		/* beyond the first block of the table */
#define MASK	026		/* of the parent */

/*
 * The child opens the file as NUMBER and leaves; what has the parent?  The
 * mask of new files is in the table, too.
 */
static void
child_opens(int flags)
{
	pid_t pid = rfork(flags);
	int fd;

	check(pid >= 0, "rfork");
	if (pid == 0) {
		fd = open("t-2.4", O_RDONLY);	/* cwd is inherited */
		_exit(fd >= 0 && dup2(fd, NUMBER) == NUMBER &&
		    close(fd) == 0 && umask(MASK + 1) == MASK ? 0 : 1);
	}
	check(wait_exit(pid) == 0, "the child opened the file");
}

static void
shared(void)
{
	char buf[8];

	child_opens(RFPROC);
	check(read(NUMBER, buf, sizeof(buf)) == 5 &&
	    memcmp(buf, "hello", 5) == 0,
	    "RFPROC: the child's descriptor is ours, and outlives it");
	check(umask(MASK) == MASK + 1, "umask of the shared table");
	check(close(NUMBER) == 0, "and we may close it");
}

static void
copied(void)
{
	char buf[8];

	child_opens(RFPROC | RFFDG);
	check_fails(read(NUMBER, buf, sizeof(buf)), EBADF);
	check(umask(MASK) == MASK, "RFFDG: ours is as it was");
}

/* No descriptor at all, and yet the directory and the root. */
static void
empty(void)
{
	pid_t pid = rfork(RFPROC | RFCFDG);
	char cwd[32];

	check(pid >= 0, "rfork");
	if (pid == 0) {
		for (int fd = 0; fd < 100; fd++) {
			if (write(fd, "", 0) != -1 || errno != EBADF)
				_exit(1);
		}
		if (getcwd(cwd, sizeof(cwd)) == NULL ||
		    strcmp(cwd, "/tmp") != 0)
			_exit(2);
		_exit(open("t-2.4", O_RDONLY) == 0 && umask(0) == 022 ?
		    0 : 3);
	}
	check(wait_exit(pid) == 0, "RFCFDG: EBADF for each, /tmp kept");
	check(fcntl(0, F_GETFD) != -1, "ours are untouched");
}

/* Without RFPROC: the caller leaves a table that it shared. */
static void
leave(int flags, int left)
{
	pid_t pid = rfork(RFPROC);

	check(pid >= 0, "rfork");
	if (pid == 0) {
		if (rfork(flags) != 0)
			_exit(1);
		_exit(fcntl(NUMBER, F_GETFD) == left && close(NUMBER) ==
		    (left == -1 ? -1 : 0) ? 0 : 2);
	}
	check(wait_exit(pid) == 0, "the child divorced its descriptors");
	check(fcntl(NUMBER, F_GETFD) == FD_CLOFORK,
	    "the parent's descriptor is not closed by that");
}

int
main(void)
{
	struct census before, after;
	int fd;

	check(chdir("/tmp") == 0, "chdir");
	census_begin(&before, &after);
	fd = open(PATH, O_RDWR | O_CREAT | O_TRUNC, 0600);
	check(fd >= 0 && write(fd, "hello", 5) == 5 && close(fd) == 0,
	    "a file");
	(void)umask(MASK);
	shared();
	copied();
	empty();
	fd = open(PATH, O_RDONLY);
	check(fd >= 0 && dup2(fd, NUMBER) == NUMBER && close(fd) == 0,
	    "a descriptor");
	check(fcntl(NUMBER, F_SETFD, FD_CLOFORK) == 0, "not for children");
	leave(RFFDG, FD_CLOFORK);	/* it is no child: it keeps it */
	leave(RFCFDG, -1);
	check(close(NUMBER) == 0 && unlink(PATH) == 0, "clean up");
	census_take(&after);
	census_same(&before, &after);
	check_vm();

	check(rfork(RFCFDG) == 0, "RFCFDG for ourselves, alone");
	check_fails(write(2, "", 0), EBADF);
	check(fcntl(0, F_GETFD) == -1, "nothing is left");
	pass();
}
