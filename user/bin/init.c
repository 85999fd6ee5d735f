/*
 * init -- process 1: the ancestor of all, who waits for every orphan.
 *
 * Two lives:
 *   /etc/exec exists   run it once, report its status, turn the machine off
 *   otherwise          greet, and keep a shell on the console for ever
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONSOLE	"/dev/console"
#define SHELL	"/bin/sh"
#define SCRIPT	"/etc/exec"
#define MOTD	"/etc/motd"

/* Descriptors 0, 1 and 2; the terminal stays free for the shell's session. */
static void
open_console(void)
{
	int fd = open(CONSOLE, O_RDWR | O_NOCTTY);

	if (fd < 0)
		return;
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
}

/* The child leads a session of its own and owns the terminal. */
static void
become_shell(char *const *argv)
{
	int fd;

	setsid();
	fd = open(CONSOLE, O_RDWR);
	if (fd > 2)
		close(fd);
	tcsetpgrp(0, getpgrp());
	execv(SHELL, argv);
	warn("%s", SHELL);
	_exit(127);
}

/* Waits for pid; all other children that end meanwhile were orphans. */
static int
wait_for(pid_t pid)
{
	pid_t dead;
	int status;

	do {
		dead = wait(&status);
	} while (dead != pid && (dead > 0 || errno == EINTR));
	if (dead != pid)
		return (127);
	if (WIFSIGNALED(status))
		return (128 + WTERMSIG(status));
	return (WEXITSTATUS(status));
}

static int
run_shell(char *const *argv)
{
	pid_t pid = fork();

	if (pid < 0) {
		warn("fork");
		return (126);
	}
	if (pid == 0)
		become_shell(argv);
	return (wait_for(pid));
}

/* The one who started the machine reads this on the debug console. */
static void
report_status(int status)
{
	int fd = open("/dev/debugcon", O_WRONLY);

	if (fd < 0) {
		warn("/dev/debugcon");
		return;
	}
	dprintf(fd, "@status %d\n", status);
	close(fd);
}

static void
show_motd(void)
{
	char buf[512];
	ssize_t n;
	int fd = open(MOTD, O_RDONLY);

	if (fd < 0)
		return;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		(void)write(1, buf, (size_t)n);
	close(fd);
}

int
main(void)
{
	static char *const script[] = { (char *)"sh", (char *)SCRIPT, NULL };
	static char *const shell[] = { (char *)"sh", NULL };

	open_console();
	setenv("PATH", "/bin:/usr/bin", 1);
	setenv("HOME", "/", 1);
	if (access(SCRIPT, F_OK) == 0) {
		report_status(run_shell(script));
		reboot(RB_POWEROFF);
		err(1, "reboot");
	}
	show_motd();
	for (;;) {
		if (run_shell(shell) >= 126)
			sleep(1);	/* do not spin if it cannot start */
	}
}
