/*
 * A fork bomb of a user, in C and in the shell, under the limits everybody
 * has: root goes on working, and two kinds of kill end it.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("forkbomb");

#define BOMBER	1000u
#define MANY	20		/* times root does something meanwhile */

/* Processes of the bomber, zombies too. */
static int
bombs(void)
{
	char text[512], *line;
	size_t size = sizeof(text);

	check(sysctlbyname("debug.proccnt", text, &size, NULL, 0) == 0,
	    "debug.proccnt");
	line = strstr(text, "\n1000=");
	return (line == NULL ? 0 : atoi(line + 6));
}

static void
become_bomber(void)
{
	check(setgid(BOMBER) == 0 && setuid(BOMBER) == 0, "become a user");
}

static int
user_limit(void)
{
	struct rlimit lim;

	check(getrlimit(RLIMIT_NPROC, &lim) == 0, "getrlimit");
	check(lim.rlim_cur == (rlim_t)kstat("kern.maxprocperuid"),
	    "the limit everybody has");
	return ((int)lim.rlim_cur);
}

/* Until the user has as many processes as it may. */
static void
wait_for_explosion(int limit)
{
	int most = 0, n;

	for (int i = 0; i < 2000 && most < limit; i++) {
		sleep_ms(10);
		n = bombs();
		if (n > most)
			most = n;
		check(n <= limit, "never more than the limit");
	}
	check(most == limit, "as many as it may have");
}

/* What root does in its shell is still possible. */
static void
root_works(void)
{
	for (int i = 0; i < MANY; i++) {
		pid_t pid = fork();

		check(pid >= 0, "root forks");
		if (pid == 0) {
			execl("/bin/sh", "sh", "-c",
			    "test `echo a b c | wc -w` = 3 && "
			    "ls /bin >/dev/null",
			    NULL);
			_exit(127);
		}
		check(wait_exit(pid) == 0, "root's shell");
	}
}

/* init reaps the orphans. */
static void
wait_for_silence(void)
{
	for (int i = 0; i < 2000 && bombs() > 0; i++)
		sleep_ms(10);
	check(bombs() == 0, "nothing is left");
}

static pid_t
start(const char *script)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid != 0)
		return (pid);
	check(setpgid(0, 0) == 0, "a group of its own");
	become_bomber();
	if (script != NULL) {
		close(2);
		execl("/bin/sh", "sh", "-c", script, NULL);
		_exit(127);
	}
	for (;;)
		(void)fork();
}

/* One signal to the group is enough. */
static void
ends_by_group(pid_t pgrp)
{
	check(kill(-pgrp, SIGKILL) == 0, "kill the group");
	(void)waitpid(pgrp, NULL, 0);
	wait_for_silence();
}

/* A process of root that is younger than all bombs: found before them. */
static pid_t
bystander(void)
{
	pid_t pid = fork();

	check(pid >= 0, "root forks");
	while (pid == 0)
		pause();
	return (pid);
}

/*
 * The user itself kills all it may: su -c 'kill -KILL -1' student.  What it
 * may not kill neither dies nor saves the others.
 */
static void
ends_by_user(pid_t first)
{
	pid_t other = bystander(), pid;

	do {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0) {
			check(setuid(BOMBER) == 0, "become the user");
			while (kill(-1, SIGKILL) == 0)
				continue;
			_exit(errno == ESRCH ? 0 : 1);
		}
	} while (wait_exit(pid) != 0);
	check(waitpid(first, NULL, WNOHANG) == first, "all have ended");
	wait_for_silence();
	check(waitpid(other, NULL, WNOHANG) == 0, "root's process lives");
	check(kill(other, SIGKILL) == 0 && waitpid(other, NULL, 0) == other,
	    "until root ends it");
}

static void
explode(const char *script, void (*end)(pid_t))
{
	pid_t first = start(script);

	wait_for_explosion(user_limit());
	root_works();
	end(first);
}

int
main(void)
{
	static const char bomb[] = ":(){ :|:& };:";
	struct census before, after;

	explode(NULL, ends_by_group);
	census_begin(&before, &after);
	explode(NULL, ends_by_group);
	explode(NULL, ends_by_user);
	explode(bomb, ends_by_user);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
