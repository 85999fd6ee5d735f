/*
 * execdemo -- exec: the same process, another program.
 *
 *	execdemo		the demonstration
 *
 * A child calls execve three times: twice in vain, which leaves it as it
 * was, and then with this program again, which finds out what is left of
 * the old one: the pid and most descriptors, but none of the memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int memory = 1;

static void
try(const char *path, char **argv, char **envv)
{
	execve(path, argv, envv);
	printf("  execve(\"%s\") failed: %s.  We are still here.\n", path,
	    strerror(errno));
	fflush(stdout);
}

static void
child(char *self)
{
	char stage[] = "after", pid[16], kept[16], gone[16], var[] = "NEW=yes";
	char *argv[] = { self, stage, pid, kept, gone, NULL };
	char *envv[] = { var, NULL };
	int fd1, fd2;

	memory = 2;
	fd1 = open("/dev/null", O_RDONLY);
	fd2 = open("/dev/null", O_RDONLY | O_CLOEXEC);
	printf("before: I am pid %d, memory = %d, %s NEW in my environment\n",
	    (int)getpid(), memory, getenv("NEW") == NULL ? "no" : "a");
	printf("  descriptor %d stays open over exec, %d is close-on-exec\n",
	    fd1, fd2);
	fflush(stdout);
	try("/nonexistent", argv, envv);
	try("/etc/motd", argv, envv);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	snprintf(kept, sizeof(kept), "%d", fd1);
	snprintf(gone, sizeof(gone), "%d", fd2);
	try(self, argv, envv);
	exit(1);
}

static const char *
is_open(const char *fd)
{
	return (fcntl(atoi(fd), F_GETFD, 0) < 0 ? "closed" : "open");
}

static int
after(char **argv)
{
	printf("after:  I am pid %d, memory = %d, %s NEW in my environment\n",
	    (int)getpid(), memory, getenv("NEW") == NULL ? "no" : "a");
	printf("  descriptor %s is %s, %s is %s\n", argv[3],
	    is_open(argv[3]), argv[4], is_open(argv[4]));
	printf("  %s process, another program: nothing returned from execve\n",
	    atoi(argv[2]) == (int)getpid() ? "the same" : "NOT the same");
	return (0);
}

int
main(int argc, char **argv)
{
	char self[] = "/bin/execdemo";
	int status;
	pid_t pid;

	if (argc == 5 && strcmp(argv[1], "after") == 0)
		return (after(argv));
	if (argc != 1) {
		fprintf(stderr, "usage: execdemo\n");
		return (2);
	}
	fflush(stdout);
	pid = fork();
	if (pid < 0) {
		perror("execdemo: fork");
		return (1);
	}
	if (pid == 0)
		child(strchr(argv[0], '/') != NULL ? argv[0] : self);
	waitpid(pid, &status, 0);
	printf("parent: my child %d ended with status %d\n", (int)pid,
	    WEXITSTATUS(status));
	return (WEXITSTATUS(status));
}
