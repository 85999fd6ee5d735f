/*
 * T-3.8: a vfork child does not stop before it has its own memory: a stop
 * waits for the exec; nor is it told off by the terminal.
 */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.8");

static volatile int result, done;
static char *const argv[] = { (char *)"true", NULL };
static char *const envv[] = { NULL };

/* The vfork child: a function of its own, which does not return there. */
static pid_t
vfork_do(void (*work)(void))
{
	pid_t pid = vfork();

	if (pid != 0)
		return (pid);
	work();
	_exit(1);
}

static void
stop_then_exec(void)
{
	kill(getpid(), SIGTSTP);
	for (int i = 0; i < 3; i++)
		usleep(10000);
	done = 1;
	execve("/bin/true", argv, envv);
}

static void
stop_then_fork(void)
{
	int status;
	pid_t pid;

	kill(getpid(), SIGTSTP);
	kill(getpid(), SIGSTOP);
	pid = fork();			/* D-19: not for ever */
	if (pid == 0)
		_exit(7);
	waitpid(pid, &status, 0);
	result = WEXITSTATUS(status);
	execve("/bin/true", argv, envv);
}

static void
read_in_background(void)
{
	char c;

	result = read(0, &c, 1) < 0 ? errno : 0;
	_exit(0);
}

static void
change_in_background(void)
{
	result = tcsetpgrp(0, getpgrp()) == 0 ? 0 : errno;
	_exit(0);
}

static void
write_in_background(void)
{
	result = write(1, "", 1) == 1 ? 0 : errno;
	_exit(0);
}

static void
stops_after_exec(void (*work)(void), int sig)
{
	int status;
	pid_t pid;

	done = 0;
	pid = vfork_do(work);
	check(pid > 0, "vfork returns");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	check(WIFSTOPPED(status) && WSTOPSIG(status) == sig, "by the signal");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(waitpid(pid, &status, 0) == pid && status == 0,
	    "it ran the program");
}

/* In a group of its own, with a parent outside: it could be stopped. */
static int
in_background(void)
{
	struct termios t;

	stops_after_exec(stop_then_exec, SIGTSTP);
	check(done == 1, "it ran on until the exec");
	stops_after_exec(stop_then_fork, SIGSTOP);
	check(result == 7, "fork with a stop pending");

	check(wait_exit(vfork_do(read_in_background)) == 0, "it ends");
	check(result == EIO, "a read gives EIO");
	check(tcgetattr(0, &t) == 0 && (t.c_lflag & TOSTOP), "TOSTOP is set");
	check(wait_exit(vfork_do(write_in_background)) == 0, "it ends");
	check(result == 0, "a write is written");
	check(wait_exit(vfork_do(change_in_background)) == 0, "it ends");
	check(result == 0, "the foreground is changed");
	return (0);
}

int
main(void)
{
	struct census before, after;
	struct termios t;
	pid_t pid;

	signal(SIGTTOU, SIG_IGN);
	check(tcgetattr(0, &t) == 0, "tcgetattr");
	t.c_lflag |= TOSTOP;
	check(tcsetattr(0, TCSANOW, &t) == 0, "TOSTOP");
	census_begin(&before, &after);
	census_take(&before);
	pid = fork();
	if (pid == 0) {
		signal(SIGTTOU, SIG_DFL);
		check(setpgid(0, 0) == 0, "setpgid");
		_exit(in_background());
	}
	check(wait_exit(pid) == 0, "the child is content");
	check(tcsetpgrp(0, getpgrp()) == 0, "tcsetpgrp");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
