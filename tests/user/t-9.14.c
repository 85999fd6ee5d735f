/*
 * T-9.14: a set-id program runs as its owner, and what that means: the
 * saved id, descriptors that are open, P_SUGID.  And who may do what with
 * whose files.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.14");

#define COPY	"/tmp/setid"

static char self[64];

static void
copy_self(void)
{
	static char buf[PAGE];
	int from = open(self, O_RDONLY), to;
	ssize_t n;

	(void)unlink(COPY);
	to = open(COPY, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	check(from >= 0 && to >= 0, "open");
	while ((n = read(from, buf, sizeof(buf))) > 0)
		check(write(to, buf, (size_t)n) == n, "write");
	close(from);
	close(to);
}

/*
 * Run the copy as user 1000, group 20, with standard input closed; by way of
 * a plain program, after which it is forgotten that our ids changed.
 */
static int
run_copy(const char *word)
{
	pid_t pid = fork();

	if (pid == 0) {
		char *argv[] = { (char *)"t-9.14", (char *)"by way of",
		    (char *)word, NULL };
		char *envv[] = { NULL };

		check(setgid(20) == 0 && setuid(1000) == 0, "become a user");
		check(issetugid() == 1, "which is known");
		execve(self, argv, envv);
		_exit(1);
	}
	return (wait_exit(pid));
}

static void
run_copy_now(const char *word)
{
	char *argv[] = { (char *)"t-9.14", (char *)word, NULL };
	char *envv[] = { NULL };

	check(issetugid() == 0, "a plain program of one user");
	close(0);
	execve(COPY, argv, envv);
	_exit(1);
}

/* In the copy. */
static int
second_life(const char *word)
{
	struct stat st;

	if (strcmp(word, "plain") == 0)
		return (geteuid() == 1000 && getegid() == 20 &&
		    issetugid() == 0 && fstat(0, &st) == -1 ? 7 : 1);
	if (strcmp(word, "group") == 0)
		return (geteuid() == 1000 && getegid() == 30 &&
		    getgid() == 20 && issetugid() == 1 ? 7 : 2);
	check(strcmp(word, "user") == 0, "which word");
	check(getuid() == 1000 && geteuid() == 2000, "the owner, effectively");
	check(issetugid() == 1, "P_SUGID");
	check(fstat(0, &st) == 0 && S_ISCHR(st.st_mode), "0 is /dev/null");
	check(seteuid(1000) == 0 && seteuid(2000) == 0, "there and back");
	check(kill(getppid(), 0) == -1 && errno == EPERM, "not root");
	return (7);
}

static void
set_id(void)
{
	copy_self();
	check(run_copy("plain") == 7, "no set-id bit");
	check(chown(COPY, 2000, 30) == 0 && chmod(COPY, 04755) == 0, "u+s");
	check(run_copy("user") == 7, "set-user-id");
	check(chmod(COPY, 02755) == 0, "g+s");
	check(run_copy("group") == 7, "set-group-id");
}

/* What user 1000 of groups 20 and 5 may do with files of others. */
static void
permissions(void)
{
	gid_t groups[] = { 5 };
	struct stat st;
	int fd;

	check(lchown(COPY, 0, 5) == 0 && chmod(COPY, 0640) == 0, "root:5 640");
	check(setgroups(1, groups) == 0 && setgid(20) == 0 &&
	    setuid(1000) == 0, "become a user");
	check((fd = open(COPY, O_RDONLY)) >= 0, "its group may read");
	check_fails(open(COPY, O_WRONLY), EACCES);
	check_fails(chmod(COPY, 0666), EPERM);
	check_fails(fchmod(fd, 0666), EPERM);
	check_fails(chown(COPY, 1000, -1), EPERM);
	check_fails(fchown(fd, -1, 20), EPERM);
	check_fails(unlink(COPY), EPERM);
	check_fails(open("/bin/new", O_WRONLY | O_CREAT, 0644), EACCES);
	close(fd);
	fd = open("/tmp/mine", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	check(fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == 1000,
	    "a new file is one's own");
	check(fchmod(fd, 06755) == 0, "mode of one's own");
	check(fchown(fd, -1, 5) == 0, "to a group one is in");
	check(fstat(fd, &st) == 0 && st.st_gid == 5 &&
	    (st.st_mode & 06000) == 0, "no longer set-id");
	check_fails(fchown(fd, -1, 6), EPERM);
	check_fails(fchown(fd, 0, -1), EPERM);
	check(unlink("/tmp/mine") == 0, "remove");
	_exit(7);
}

int
main(int argc, char **argv)
{
	struct census before, after;
	pid_t pid;

	if (argc == 3)
		run_copy_now(argv[2]);
	if (argc == 2)
		return (second_life(argv[1]));
	strcpy(self, argv[0]);
	set_id();
	census_begin(&before, &after);
	set_id();
	pid = fork();
	if (pid == 0)
		permissions();
	check(wait_exit(pid) == 7, "permissions");
	census_take(&after);
	census_same(&before, &after);
	check(unlink(COPY) == 0, "unlink");
	pass();
}
