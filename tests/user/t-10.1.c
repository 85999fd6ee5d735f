/*
 * T-10.1: limits are inherited, shared until one changes them, and checked.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-10.1");

static rlim_t
soft(int which)
{
	struct rlimit lim;

	check(getrlimit(which, &lim) == 0, "getrlimit");
	return (lim.rlim_cur);
}

static int
set(int which, rlim_t cur, rlim_t max)
{
	struct rlimit lim = { cur, max };

	return (setrlimit(which, &lim));
}

/* Bad calls change nothing; what cannot be is clamped. */
static void
errors(void)
{
	struct rlimit lim;

	check_fails(getrlimit(RLIM_NLIMITS, &lim), EINVAL);
	check_fails(getrlimit(-1, &lim), EINVAL);
	check_fails(getrlimit(0, (void *)8), EFAULT);
	check_fails(setrlimit(RLIM_NLIMITS, &lim), EINVAL);
	check_fails(setrlimit(0, (void *)8), EFAULT);
	check(set(RLIMIT_NPROC, 0, RLIM_INFINITY) == 0, "root may");
	check(getrlimit(RLIMIT_NPROC, &lim) == 0 && lim.rlim_cur == 1 &&
	    lim.rlim_max == (rlim_t)kstat("kern.maxprocperuid"),
	    "at least one process, at most maxprocperuid");
	check(set(RLIMIT_CORE, 9, 5) == 0 && soft(RLIMIT_CORE) == 5,
	    "soft is at most hard");
	check(set(RLIMIT_CORE, -1, -1) == 0 &&
	    soft(RLIMIT_CORE) == RLIM_INFINITY, "negative is infinite");
}

/* The child changes its limits; ours stay.  Then the other way round. */
static void
inherit(void)
{
	int up[2], down[2];
	char c;
	pid_t pid;

	check(set(RLIMIT_FSIZE, 1000, 5000) == 0, "set");
	check(kstat("debug.plimit_refs") == 1, "changed: ours alone");
	check(pipe(up) == 0 && pipe(down) == 0, "pipes");
	pid = fork();
	if (pid == 0) {
		check(soft(RLIMIT_FSIZE) == 1000, "inherited");
		check(kstat("debug.plimit_refs") == 2, "shared");
		check(set(RLIMIT_FSIZE, 77, 4000) == 0, "the child's");
		check(kstat("debug.plimit_refs") == 1, "a copy of its own");
		check(write(up[1], "x", 1) == 1, "tell");
		check(read(down[0], &c, 1) == 1 && c == 'y', "wait");
		check(soft(RLIMIT_FSIZE) == 77, "the parent's change");
		_exit(7);
	}
	check(read(up[0], &c, 1) == 1 && c == 'x', "wait");
	check(soft(RLIMIT_FSIZE) == 1000, "the child's change is its own");
	check(kstat("debug.plimit_refs") == 1, "and ours are ours");
	check(set(RLIMIT_FSIZE, 2000, 5000) == 0, "ours");
	check(write(down[1], "y", 1) == 1, "tell");
	check(wait_exit(pid) == 7, "child agreed");
	for (int i = 0; i < 2; i++) {
		close(up[i]);
		close(down[i]);
	}
}

/* Who is not root lowers, and never raises again. */
static void
not_root(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		check(setuid(1000) == 0, "setuid");
		check(set(RLIMIT_FSIZE, 3000, 5000) == 0, "up to hard");
		check_fails(set(RLIMIT_FSIZE, 3000, 5001), EPERM);
		check(set(RLIMIT_FSIZE, 3000, 3000) == 0, "lower hard");
		check_fails(set(RLIMIT_FSIZE, 3000, 5000), EPERM);
		check(soft(RLIMIT_FSIZE) == 3000, "as it was");
		_exit(7);
	}
	check(wait_exit(pid) == 7, "child agreed");
}

int
main(void)
{
	struct census before, after;

	inherit();
	census_begin(&before, &after);
	inherit();
	not_root();
	errors();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
