/*
 * T-8.6: process groups and sessions: who may go where, and what kill(2)
 * means by its numbers.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.6");

#define MEMBERS	4

static struct shared {
	volatile int ready;
	volatile int got[MEMBERS];	/* SIGUSR1s of each */
} *sh;

static int me;

static void
usr1(int sig)
{
	(void)sig;
	sh->got[me]++;
}

static pid_t
start(int number)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid > 0)
		return (pid);
	me = number;
	signal(SIGUSR1, usr1);
	__atomic_add_fetch(&sh->ready, 1, __ATOMIC_SEQ_CST);
	for (;;)
		(void)usleep(10000);
}

static void
finish(pid_t pid)
{
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed");
}

/* ------------------------------------------------------------ setpgid */

/* In a child that leads nothing, as that may do more. */
static int
as_child(int (*work)(void))
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(work());
	return (wait_exit(pid));
}

static int
moves(void)
{
	pid_t pid = start(0), other;

	check_fails(setpgid(0, -1), EINVAL);
	check_fails(setpgid(-1, 0), ESRCH);
	check_fails(setpgid(9999, 0), ESRCH);
	check_fails(setpgid(getppid(), 0), ESRCH);
	check_fails(setpgid(1, 0), ESRCH);
	check_fails(setpgid(pid, 9999), EPERM);
	check_fails(setpgid(pid, 1), EPERM);	/* another session's */
	check_fails(setpgid(0, pid), EPERM);	/* no group yet */
	check(setpgid(pid, 0) == 0 && getpgid(pid) == pid, "its own");
	check(setpgid(pid, pid) == 0, "again");
	check(setpgid(0, pid) == 0 && getpgrp() == pid, "we join it");
	check(setpgid(pid, getppid()) == 0, "it goes");
	check(getpgid(pid) == getppid(), "to the first");
	check_fails(getpgid(9999), ESRCH);
	check_fails(getsid(9999), ESRCH);
	check(getsid(pid) == getsid(0), "one session");

	other = fork();
	if (other == 0) {
		check(setsid() == getpid(), "setsid");
		check(getpgrp() == getpid() && getsid(0) == getpid(),
		    "a session and a group of its own");
		check_fails(setsid(), EPERM);
		check_fails(setpgid(0, 0), EPERM);
		for (;;)
			sleep_ms(1000);
	}
	sleep_ms(30);
	check_fails(setpgid(other, 0), EPERM);	/* not our session */
	check_fails(setpgid(0, other), EPERM);
	finish(other);
	finish(pid);
	return (0);
}

static int
execs(void)
{
	static char *const argv[] = { (char *)"sleep", (char *)"9", NULL };
	pid_t pid = fork();

	if (pid == 0)
		execve("/bin/sleep", argv, NULL);
	sleep_ms(30);
	check_fails(setpgid(pid, pid), EACCES);
	finish(pid);
	return (0);
}

/* A group has our pid for its id, though we are not in it. */
static int
group_of_our_name(void)
{
	pid_t first = getpgrp(), pid = start(0);

	check(setpgid(0, 0) == 0, "our group");
	check_fails(setsid(), EPERM);
	check(setpgid(pid, getpid()) == 0, "another joins");
	check(setpgid(0, first) == 0, "we leave");
	check_fails(setsid(), EPERM);
	finish(pid);
	check(setsid() == getpid(), "once it is gone");
	return (0);
}

/* --------------------------------------------------------------- kill */

static void
got(int a, int b, int c, int d, const char *what)
{
	const int want[MEMBERS] = { a, b, c, d };

	sleep_ms(60);
	for (int i = 0; i < MEMBERS; i++) {
		check(sh->got[i] == want[i], what);
		sh->got[i] = 0;
	}
}

static void
groups(void)
{
	pid_t pid[MEMBERS];

	sh->ready = 0;
	for (int i = 0; i < MEMBERS; i++)
		pid[i] = start(i);
	while (sh->ready < MEMBERS)
		sleep_ms(10);
	check(setpgid(pid[0], 0) == 0, "0 has a group");
	check(setpgid(pid[1], pid[0]) == 0, "1 joins");
	check(setpgid(pid[2], pid[0]) == 0, "2 joins");
	check(setpgid(pid[2], 0) == 0, "and leaves");

	check(kill(-pid[0], SIGUSR1) == 0, "to the group");
	got(1, 1, 0, 0, "its two members, and nobody else");
	check(kill(-pid[2], SIGUSR1) == 0, "to a group of one");
	got(0, 0, 1, 0, "that one");
	signal(SIGUSR1, SIG_IGN);
	check(kill(0, SIGUSR1) == 0, "to our own group");
	got(0, 0, 0, 1, "who has not left");
	check(kill(-1, SIGUSR1) == 0, "to all");
	got(1, 1, 1, 1, "all");
	check(kill(pid[1], SIGUSR1) == 0, "to one");
	got(0, 1, 0, 0, "that one");
	check(kill(-pid[0], 0) == 0 && kill(pid[0], 0) == 0, "signal 0");
	got(0, 0, 0, 0, "nobody");

	for (int i = 0; i < MEMBERS; i++)
		finish(pid[i]);
	check_fails(kill(-pid[0], 0), ESRCH);
}

static void
errors(void)
{
	int status;
	pid_t pid;

	check_fails(kill(getpid(), -1), EINVAL);
	check_fails(kill(getpid(), 129), EINVAL);
	check(kill(getpid(), 128) == 0, "128 is a signal, and ignored");
	check_fails(kill(9999, 0), ESRCH);
	check_fails(kill(-9999, SIGTERM), ESRCH);
	check_fails(kill(INT32_MIN, SIGTERM), ESRCH);
	check_fails(kill(-2147483647, SIGTERM), ESRCH);
	check(kill(1, SIGKILL) == 0 && kill(1, SIGSTOP) == 0 &&
	    kill(1, SIGTERM) == 0, "init does not mind");
	check(kill(1, 0) == 0, "and lives");
	pid = fork();
	if (pid == 0)
		_exit(3);
	sleep_ms(30);
	check_fails(kill(pid, 0), ESRCH);	/* a zombie */
	check(waitpid(pid, &status, 0) == pid, "which is reaped");
}

/* Another user may only continue what is of the session. */
static int
as_user(void)
{
	pid_t victim = getppid();

	check(setuid(1000) == 0, "setuid");
	check_fails(kill(victim, 0), EPERM);
	check_fails(kill(victim, SIGUSR1), EPERM);
	check_fails(kill(1, SIGCONT), EPERM);
	check(kill(victim, SIGCONT) == 0, "SIGCONT within the session");
	check_fails(kill(-1, SIGUSR2), ESRCH);	/* nobody else is ours */
	return (0);
}

static void
all(void)
{
	check(as_child(moves) == 0, "moves");
	check(as_child(execs) == 0, "execs");
	check(as_child(group_of_our_name) == 0, "a group of our name");
	check_fails(setpgid(0, 0), EPERM);	/* we lead a session */
	check_fails(setsid(), EPERM);
	groups();
	errors();
	check(as_child(as_user) == 0, "another user");
}

int
main(void)
{
	struct census before, after;

	sh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON,
	    -1, 0);
	check(sh != MAP_FAILED, "mmap");
	all();
	census_begin(&before, &after);
	census_take(&before);
	all();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
