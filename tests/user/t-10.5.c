/*
 * T-10.5, T-3.1: processes are counted by real user, until they are reaped;
 * RLIMIT_NPROC says no after half a second.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-10.5");

/* The line "uid=n" of debug.proccnt; 0 if there is none. */
static int
count(const char *user)
{
	char text[512];
	size_t size = sizeof(text), len = strlen(user);

	check(sysctlbyname("debug.proccnt", text, &size, NULL, 0) == 0,
	    "debug.proccnt");
	for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
		if (strncmp(line, user, len) == 0 && line[len] == '=')
			return (atoi(line + len + 1));
	return (0);
}

/* Three children of user 7: one lives, one is dead, one left the user. */
static void
counted(void)
{
	int fd[2], root = count("0");
	char c;

	check(count("7") == 0, "nobody yet");
	check(pipe(fd) == 0, "pipe");
	for (int i = 0; i < 3; i++) {
		if (fork() == 0) {
			close(fd[1]);
			check(setuid(7) == 0, "setuid");
			if (i > 0)
				(void)read(fd[0], &c, 1);
			_exit(0);
		}
	}
	sleep_ms(50);
	check(count("7") == 3 && count("0") == root,
	    "moved from root to user 7, the zombie too");
	check(wait(NULL) > 0 && count("7") == 2, "reaped: one less");
	close(fd[0]);
	close(fd[1]);
	check(wait(NULL) > 0 && wait(NULL) > 0 && count("7") == 0, "none");
}

/* Five processes and no sixth. */
static void
limited(void)
{
	struct rlimit lim = { 5, 5 };
	uint64_t start;
	int fd[2];
	char c;

	check(setrlimit(RLIMIT_NPROC, &lim) == 0, "setrlimit");
	check(setuid(1000) == 0, "setuid");
	check(pipe(fd) == 0, "pipe");
	for (int i = 0; i < 4; i++) {
		if (fork() == 0) {
			close(fd[1]);
			(void)read(fd[0], &c, 1);
			_exit(0);
		}
	}
	start = now_us();
	check_fails(fork(), EAGAIN);
	check(now_us() - start > 480000 && now_us() - start < 560000,
	    "the brake: half a second");
	check(count("1000") == 5, "five");
	check(write(fd[1], "x", 1) == 1 && wait(NULL) > 0, "one less");
	if (fork() == 0)
		_exit(0);
	check(wait(NULL) > 0, "room again");
	close(fd[1]);
	while (wait(NULL) > 0)
		continue;
	_exit(7);
}

int
main(void)
{
	struct census before, after;
	struct rlimit lim = { 3, 3 };
	pid_t pid;

	counted();
	census_begin(&before, &after);
	counted();
	pid = fork();
	if (pid == 0)
		limited();
	check(wait_exit(pid) == 7, "T-3.1");
	pid = fork();
	if (pid == 0) {
		check(setrlimit(RLIMIT_NPROC, &lim) == 0, "setrlimit");
		for (int i = 0; i < 5; i++) {
			pid = fork();
			check(pid >= 0, "fork");
			if (pid == 0)
				_exit(0);
		}
		while (wait(NULL) > 0)
			continue;
		_exit(errno == ECHILD ? 7 : 1);
	}
	check(wait_exit(pid) == 7, "root has no such limit");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
