/*
 * T-9.9: parent and child read one file with one offset; rfork without
 * RFFDG: they have one table, until one of them execs.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.9");

#define PATH	"/tmp/t-9.9"

/* It has the descriptor, but not one to close on exec; closes the first. */
static void
in_new_program(const char *fd, const char *marked)
{
	_exit(fcntl(atoi(fd), F_GETFD) == FD_CLOFORK &&
	    fcntl(atoi(marked), F_GETFD) == -1 && close(atoi(fd)) == 0 ? 0 :
	    1);
}

static void
one_table(const char *self)
{
	static char name[] = "t-9.9";
	char fdtext[8], markedtext[8];
	char *argv[] = { name, fdtext, markedtext, NULL };
	int fd = open(PATH, O_RDONLY), marked = dup(fd), other = dup(fd);
	pid_t pid;

	check(fd >= 0 && marked >= 0 && other >= 0, "descriptors");
	check(fcntl(marked, F_SETFD, FD_CLOEXEC) == 0, "close on exec");
	check(fcntl(fd, F_SETFD, FD_CLOFORK) == 0, "no fork copies it");
	pid = rfork(RFPROC);
	if (pid == 0)
		_exit(close(other));
	check(pid > 0 && wait_exit(pid) == 0, "a child that shares closes");
	check(fcntl(other, F_GETFD) == -1, "it closed the parent's");

	snprintf(fdtext, sizeof(fdtext), "%d", fd);
	snprintf(markedtext, sizeof(markedtext), "%d", marked);
	pid = rfork(RFPROC);
	if (pid == 0) {
		execv(self, argv);
		_exit(127);
	}
	check(pid > 0 && wait_exit(pid) == 0, "what the new program has");
	check(fcntl(fd, F_GETFD) == FD_CLOFORK, "its close is its own");
	check(fcntl(marked, F_GETFD) == FD_CLOEXEC,
	    "nor did its exec close anything here");
	close(fd);
	close(marked);
}

static void
spin(void *arg)
{
	(void)arg;
	for (;;)
		sched_yield();
}

/* It shares its table with the caller of exec, and is told when that ran. */
static void
brother(int go, int fd, int marked)
{
	char c;

	if (read(go, &c, 1) != 1)
		_exit(1);
	_exit(fcntl(fd, F_GETFD) == 0 && fcntl(marked, F_GETFD) == FD_CLOEXEC
	    ? 0 : 2);
}

/* exec by one of two threads, whose process shares its table. */
static void
with_threads(const char *self)
{
	static char name[] = "t-9.9";
	char text[3][8];
	char *argv[] = { name, text[0], text[1], text[2], NULL };
	int fd = open(PATH, O_RDONLY), marked = dup(fd);
	struct thread th;
	int go[2];
	pid_t pid = fork();

	if (pid == 0) {
		check(pipe(go) == 0, "pipe");
		fcntl(marked, F_SETFD, FD_CLOEXEC);
		if (rfork(RFPROC) == 0)
			brother(go[0], fd, marked);
		snprintf(text[0], sizeof(text[0]), "%d", fd);
		snprintf(text[1], sizeof(text[1]), "%d", marked);
		snprintf(text[2], sizeof(text[2]), "%d", go[1]);
		thread_start(&th, spin, NULL);
		execv(self, argv);
		_exit(127);
	}
	check(wait_exit(pid) == 0, "two threads, one table, exec");
	close(fd);
	close(marked);
}

/* It has all but what was marked; what it closes, its child keeps. */
static void
alone_at_last(char **argv)
{
	int status = 0;

	if (fcntl(atoi(argv[2]), F_GETFD) != -1 || close(atoi(argv[1])) != 0)
		_exit(3);
	if (write(atoi(argv[3]), "x", 1) != 1 || wait(&status) < 0)
		_exit(4);
	_exit(WEXITSTATUS(status));
}

int
main(int argc, char **argv)
{
	struct census before, after;
	char text[26], got[10];
	int fd, copy, i;
	pid_t pid;

	if (argc == 3)
		in_new_program(argv[1], argv[2]);
	if (argc == 4)
		alone_at_last(argv);
	census_begin(&before, &after);
	for (i = 0; i < 26; i++)
		text[i] = (char)('a' + i);
	fd = open(PATH, O_RDWR | O_CREAT | O_TRUNC, 0600);
	check(fd >= 0, "a file");
	check(write(fd, text, 26) == 26, "write");
	check(lseek(fd, 0, SEEK_SET) == 0, "back to the start");

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		check(read(fd, got, 10) == 10, "the child reads 10");
		check(memcmp(got, text, 10) == 0, "the first ones");
		close(fd);
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	check(lseek(fd, 0, SEEK_CUR) == 10, "our offset moved too");
	check(read(fd, got, 10) == 10 && memcmp(got, text + 10, 10) == 0,
	    "we continue at 10; the child's close is not ours");

	copy = dup(fd);
	check(lseek(copy, 3, SEEK_SET) == 3, "a dup");
	check(read(fd, got, 1) == 1 && got[0] == 'd', "has the same offset");
	close(copy);
	close(fd);
	fd = open(PATH, O_RDONLY);
	check(read(fd, got, 1) == 1 && got[0] == 'a',
	    "an open of its own has its own offset");
	close(fd);
	one_table(argv[0]);		/* pages of the program are there */
	with_threads(argv[0]);
	census_take(&before);
	one_table(argv[0]);
	with_threads(argv[0]);
	census_take(&after);
	census_same(&before, &after);
	check(unlink(PATH) == 0, "unlink");
	pass();
}
