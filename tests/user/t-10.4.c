/*
 * T-10.4: who a process is: inherited by fork, changed by the rules, and
 * one change for all LWPs.
 */
#include <signal.h>
#include <sys/lwp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-10.4");

static volatile int go, done;

/* The ids in force, and which id the process could go back to. */
static bool
is(uid_t ruid, uid_t euid)
{
	return (getuid() == ruid && geteuid() == euid);
}

static void
in_child(void (*work)(void), const char *what)
{
	pid_t pid = fork();

	if (pid == 0) {
		work();
		_exit(7);
	}
	check(wait_exit(pid) == 7, what);
	check(is(0, 0) && issetugid() == 0, "and ours are as they were");
}

static void
root_for_good(void)
{
	check(setgid(20) == 0 && setuid(1000) == 0, "root may");
	check(is(1000, 1000) && getgid() == 20 && getegid() == 20, "all");
	check(issetugid() == 1, "it is known");
	check_fails(setuid(0), EPERM);
	check_fails(seteuid(0), EPERM);
	check_fails(setreuid(-1, 5), EPERM);
	check_fails(setresuid(-1, -1, 5), EPERM);
	check_fails(setgid(0), EPERM);
	check_fails(setgroups(0, NULL), EPERM);
	check(setuid(1000) == 0, "what one is already");
	check(fork() != 0 || is(1000, 1000), "inherited");
	(void)wait(NULL);
}

static void
there_and_back(void)
{
	check(seteuid(1000) == 0 && is(0, 1000), "effective only");
	check_fails(seteuid(2000), EPERM);
	check(seteuid(0) == 0 && is(0, 0), "back: the real one");
	check(setresuid(1000, 2000, 3000) == 0 && is(1000, 2000), "three");
	check(seteuid(3000) == 0 && is(1000, 3000), "the saved one");
	check(setreuid(3000, 1000) == 0 && is(3000, 1000), "exchanged");
	check_fails(seteuid(2000), EPERM);
	check_fails(setuid(-1), EINVAL);
}

/* The saved id becomes the new effective one. */
static void
exchanged(void)
{
	check(setresuid(1000, 2000, 3000) == 0, "three");
	check(setreuid(2000, 1000) == 0 && is(2000, 1000), "exchanged");
	check_fails(seteuid(3000), EPERM);
	check(seteuid(2000) == 0 && seteuid(1000) == 0, "the two left");
}

static void
groups(void)
{
	gid_t list[17] = { 5, 6, 7 }, got[16];

	check(setgroups(3, list) == 0, "set");
	check(getgroups(0, NULL) == 3, "how many");
	check(getgroups(16, got) == 3 && got[0] == 5 && got[2] == 7, "which");
	check_fails(getgroups(2, got), EINVAL);
	check_fails(setgroups(17, list), EINVAL);
	check_fails(setgroups(2, (void *)8), EFAULT);
	check(getgroups(16, got) == 3, "as before");
}

static void
other_lwp(void *arg)
{
	(void)arg;
	wait_until(&go, 1);
	check(is(1000, 1000), "at its next call it is the new user");
	done = 1;
	umtx_wakeup(&done, 0);
}

static void
two_lwps(void)
{
	struct thread th;

	thread_start(&th, other_lwp, NULL);
	check(setuid(1000) == 0, "setuid");
	go = 1;
	umtx_wakeup(&go, 0);
	wait_until(&done, 1);
	thread_join(&th);
}

/* A signal wants the same user, or root. */
static void
signals(void)
{
	pid_t parent = getppid(), pid = fork();

	if (pid == 0) {
		check(setuid(1000) == 0, "setuid");
		check_fails(kill(parent, 0), EPERM);
		check_fails(kill(parent, SIGKILL), EPERM);
		check(kill(getpid(), 0) == 0, "oneself");
		_exit(7);
	}
	check(wait_exit(pid) == 7, "child agreed");
}

int
main(void)
{
	struct census before, after;

	in_child(two_lwps, "two LWPs");
	census_begin(&before, &after);
	in_child(root_for_good, "root becomes a user");
	in_child(there_and_back, "effective and saved ids");
	in_child(exchanged, "real and effective ids exchanged");
	in_child(groups, "groups");
	in_child(two_lwps, "two LWPs");
	in_child(signals, "signals");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
