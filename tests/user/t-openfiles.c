/*
 * Open files are counted for the real user who opened them, each once
 * however many share it, until the last lets go; kern.maxfilesperuser says
 * ENFILE to everybody but root.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("openfiles");

#define FILES	5			/* a user's limit, here */
#define SU_TEST	"/tmp/t-openfiles-setid"

static uid_t user = 7;			/* and the one after it */

/* The line "uid=n" of a list of users; 0 if there is none. */
static int
listed(const char *name, uid_t uid)
{
	char text[512];
	size_t size = sizeof(text);

	check(sysctlbyname(name, text, &size, NULL, 0) == 0, name);
	for (char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
		if ((uid_t)atoi(line) == uid)
			return (atoi(strchr(line, '=') + 1));
	return (0);
}

static int
count(uid_t uid)
{
	return (listed("debug.openfiles", uid));
}

static int
null(void)
{
	int fd = open("/dev/null", O_RDWR);

	check(fd >= 0, "open");
	return (fd);
}

/* func in a child that is that user. */
static void
as_user(void (*func)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		check(setuid(user) == 0, "setuid");
		func();
		_exit(7);
	}
	check(wait_exit(pid) == 7, "the user's child");
	check(count(user) == 0, "all given back");
}

static void
counted(void)
{
	int root = count(0), fd, fds[2];

	check(count(user) == 0, "what root opened is root's");
	fd = null();
	check(count(user) == 1, "one");
	check(dup(fd) >= 0 && count(user) == 1, "still one file");
	check(close(fd) == 0 && count(user) == 1, "the other number is left");
	check(close(fd + 1) == 0 && count(user) == 0, "none");
	check(pipe(fds) == 0 && count(user) == 2, "a pipe has two ends");
	check(close(fds[0]) == 0 && count(user) == 1, "one end");
	check_fails(open("/none", O_RDONLY), ENOENT);
	check_fails(open("/dev", O_WRONLY), EISDIR);
	check_fails(open("/root/none", O_WRONLY | O_CREAT), EACCES);
	check(count(user) == 1 && count(0) == root, "nothing of what failed");
}

/* A child has the same file, not one more; the last to let go counts. */
static void
shared(void)
{
	int fd = null(), go[2], there[2];
	pid_t pid;
	char c;

	check(pipe(go) == 0 && pipe(there) == 0 && count(user) == 5, "pipes");
	pid = fork();
	if (pid == 0) {
		close(go[1]);
		check(write(there[1], "x", 1) == 1, "write");
		(void)read(go[0], &c, 1);
		_exit(0);
	}
	check(read(there[0], &c, 1) == 1 && count(user) == 5,
	    "forked: no more");
	close(fd);
	check(count(user) == 5, "the child has it");
	close(go[1]);
	check(wait_exit(pid) == 0 && count(user) == 3,
	    "file and pipe end gone");
}

/* Who opened it is gone, who has it is root: counted for who opened it. */
static void
left_behind(void)
{
	int root = count(0), fd = null();
	pid_t pid;

	check(count(0) == root + 1 && close(fd) == 0, "root's");
	pid = rfork(RFPROC);
	if (pid == 0) {
		check(setuid(user) == 0 && null() == fd, "in the same table");
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	check(listed("debug.proccnt", user) == 0 && count(user) == 1 &&
	    count(0) == root, "no process, but a file");
	check(close(fd) == 0 && count(user) == 0, "and no file");
}

/* Becoming somebody else takes no file along. */
static void
changed(void)
{
	int fd, before = count(user);

	check(setresuid(-1, -1, 0) == 0, "still root somewhere");
	fd = null();
	check(count(user) == before + 1 && setreuid(user + 1, -1) == 0,
	    "as another");
	check(count(user) == before + 1 && count(user + 1) == 0,
	    "still the first one's");
	null();
	check(count(user + 1) == 1, "this one is the other's");
	close(fd);
	check(count(user) == before, "and that went");
}

/* As that real user with all of root's power: setuid would end that. */
static void
in_root_child(void (*func)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		check(setreuid(user, -1) == 0, "effective root");
		func();
		_exit(7);
	}
	check(wait_exit(pid) == 7, "child");
	check(count(user) == 0 && count(user + 1) == 0, "all given back");
}

/* Marked close-on-exec, it goes with exec, which vfork waits for. */
static void
on_exec(void)
{
	char *const argv[] = { (char *)(uintptr_t)"cat", NULL };
	int goes = null(), stays = null(), fds[2];
	pid_t pid;

	check(pipe(fds) == 0 && count(user) == 4, "four");
	check(fcntl(goes, F_SETFD, FD_CLOEXEC) == 0 &&
	    fcntl(fds[1], F_SETFD, FD_CLOEXEC) == 0, "fcntl");
	pid = vfork();
	if (pid == 0) {
		dup2(fds[0], 0);
		execv("/bin/cat", argv);
		_exit(1);
	}
	check(close(goes) == 0 && close(stays) == 0 && count(user) == 3,
	    "the program has one of the two");
	check(close(fds[1]) == 0 && wait_exit(pid) == 0 && count(user) == 1,
	    "and had no writing end");
}

/* -------------------------------------------------------------- limits */

/* Two processes of the user fill it; then nothing opens anything. */
static void
limited(void)
{
	int fds[2], last = -1;
	struct stat st;
	pid_t pid, grandchild;

	for (int i = 0; i < FILES - 1; i++)
		last = null();
	check_fails(pipe(fds), ENFILE);
	check(count(user) == FILES - 1, "half a pipe is given back");
	pid = fork();
	if (pid == 0) {
		null();
		check(count(user) == FILES, "full");
		check_fails(open("/dev/null", O_RDONLY), ENFILE);
		check_fails(open("/tmp/new", O_CREAT | O_RDWR, 0600), ENFILE);
		check_fails(stat("/tmp/new", &st), ENOENT);
		check_fails(pipe(fds), ENFILE);
		check(dup(last) >= 0, "a number is no file");
		grandchild = fork();
		if (grandchild == 0)
			_exit(0);
		check(wait_exit(grandchild) == 0, "nor is a process");
		check(count(user) == FILES, "nothing of what was refused");
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	null();
	check_fails(open("/dev/null", O_RDONLY), ENFILE);
	check(close(last) == 0, "one less");
	null();
}

/* Opening all that root wants, counted or not. */
static void
unlimited(void)
{
	for (int i = 0; i < FILES + 3; i++)
		null();
}

/* The effective user says whether there is a limit: su must work. */
static void
effective(void)
{
	unlimited();
	check(count(user) == FILES + 3, "counted for the real user");
	check(setuid(0) == 0 && setreuid(user, user) == 0, "no longer root");
	check_fails(open("/dev/null", O_RDONLY), ENFILE);
}

/* exec needs no open file, save three for a set-id program. */
static void
execs(void)
{
	char *const argv[] = { (char *)(uintptr_t)"true", NULL };
	pid_t pid;

	for (int i = 0; i < FILES - 2; i++)
		null();
	for (int full = 0; full < 2; full++) {
		if (full)
			null();
		pid = fork();
		if (pid == 0) {
			close(0);
			execv(SU_TEST, argv);
			_exit(errno);
		}
		check(wait_exit(pid) == ENFILE, "set-id, three");
		check(count(user) == FILES - 2 + full, "given back");
		pid = fork();
		if (pid == 0) {
			execv("/bin/true", argv);
			_exit(errno);
		}
		check(wait_exit(pid) == 0, "any other");
	}
}

/* A program to be somebody else with: /bin/true, set-id of user 9. */
static void
make_setid(void)
{
	check(system("cp /bin/true " SU_TEST) == 0 &&
	    chown(SU_TEST, 9, 9) == 0 && chmod(SU_TEST, 04755) == 0, "setid");
}

static void
everything(void)
{
	int limit = (int)kstat("kern.maxfilesperuser");

	as_user(counted);
	as_user(shared);
	as_user(on_exec);
	left_behind();
	in_root_child(changed);
	kset("kern.maxfilesperuser", FILES);
	as_user(limited);
	as_user(execs);
	in_root_child(effective);
	unlimited();
	for (int fd = 3; fd < 3 + FILES + 3; fd++)
		close(fd);
	kset("kern.maxfilesperuser", limit);
}

int
main(void)
{
	static struct census before, after;

	make_setid();
	everything();
	census_begin(&before, &after);
	user = 17;		/* no record of it is left from before */
	everything();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
