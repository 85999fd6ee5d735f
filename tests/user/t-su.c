/*
 * su, id and chown: root becomes anybody, a user only by way of group wheel,
 * and what one becomes is all of a user: ids, groups, environment.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("su");

#define OUT	"/tmp/su.out"
#define FILE1	"/tmp/su.file"

/* Run that as root in the shell; what it said must begin with text. */
static void
says(const char *command, int status, const char *text)
{
	char said[512];
	ssize_t n;
	pid_t pid;
	int fd;

	fd = open(OUT, O_RDWR | O_CREAT | O_TRUNC, 0644);
	check(fd >= 0, "open");
	pid = fork();
	if (pid == 0) {
		dup2(fd, 1);
		dup2(fd, 2);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(126);
	}
	check(wait_exit(pid) == status, command);
	check(lseek(fd, 0, SEEK_SET) == 0, "lseek");
	n = read(fd, said, sizeof(said) - 1);
	close(fd);
	check(n >= 0, "read");
	said[n] = '\0';
	if (strncmp(said, text, strlen(text)) != 0)
		note("%s said: %s", command, said);
	check(strncmp(said, text, strlen(text)) == 0, command);
}

static void
root_becomes_anybody(void)
{
	says("id", 0, "uid=0(root) gid=0(wheel) groups=0(wheel)\n");
	says("su -c id student", 0, "uid=1000(student) gid=1000(student) "
	    "groups=1000(student),100(users)\n");
	says("su student -c whoami", 0, "student\n");
	says("su -c 'echo $HOME $USER' guest", 0, "/home/guest guest\n");
	says("echo 'pwd; exit 3' | su student", 3, "/home/student\n");
	says("su -c id nosuchuser", 1, "su: nosuchuser: no such user\n");
	says("su -c 'kill -KILL 1' student", 1, "");
}

static void
a_user_does_not(void)
{
	says("su -c 'su -c id' student", 1, "su: only root");
	says("su -c 'su -c id guest' student", 1, "su: only root");
	says("su -c 'su -c id student' student", 1, "su: only root");
}

/* A member of wheel may; the list is put back. */
static void
wheel_may(void)
{
	static const char edit[] = "cp /etc/group /tmp/group && "
	    "echo 'wheel:*:0:root,guest' > /etc/group && "
	    "grep -v wheel /tmp/group >> /etc/group";

	says(edit, 0, "");
	says("su -c 'su -c whoami' guest", 0, "root\n");
	says("su -c 'su -c whoami' student", 1, "su: only root");
	says("cp /tmp/group /etc/group && rm /tmp/group", 0, "");
}

static void
owners(void)
{
	struct stat sb;

	says("echo x > " FILE1, 0, "");
	says("chown student:users " FILE1, 0, "");
	check(stat(FILE1, &sb) == 0 && sb.st_uid == 1000 && sb.st_gid == 100,
	    "student:users");
	says("ls -l " FILE1, 0, "-rw-r--r--   1 student users ");
	says("su -c 'echo y >> " FILE1 "' student", 0, "");
	says("su -c 'chown guest " FILE1 "' student", 1, "chown: ");
	says("su -c 'chown :student " FILE1 "' student", 0, "");
	says("su -c 'chown :guest " FILE1 "' student", 1, "chown: ");
	says("su -c 'echo z >> " FILE1 "' guest", 1, "");
	says("su -c 'rm -f " FILE1 "' guest", 1, "");
	says("su -c 'echo new > /home/guest/f' student", 1, "");
	says("su -c 'echo new > f2 && ls -l f2 && rm f2' guest", 1, "");
	says("chmod u+s,g+s " FILE1 "; ls -l " FILE1, 0, "-rwSr-Sr--");
	says("chmod a+w,u+s " FILE1 "; su guest -c 'echo z >> " FILE1 "'; "
	    "ls -l " FILE1, 0, "-rw-rw-rw-");
	check(unlink(FILE1) == 0 && unlink(OUT) == 0, "clean up");
}

int
main(void)
{
	root_becomes_anybody();
	a_user_does_not();
	wheel_may();
	owners();
	pass();
}
