/*
 * control.c -- job control: whose terminal it is.
 *
 * The shell leads a group of its own.  While it reads a line that group has
 * the terminal; while a job runs in the foreground, the job's has.
 *
 *   control_start   at the beginning of an interactive shell, and "set -m"
 *   control_stop    "set +m", and before another program takes our place
 *   give_terminal   to a job that starts or goes on
 *   take_terminal   back from a job that has ended or stopped
 *
 * A shell without a terminal (a script with "set -m") has job control all
 * the same: groups, stops, fg and bg.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

#define PATIENCE	8	/* times we ask for the foreground */

static int terminal = -1;	/* our own descriptor of it */
static struct termios ours;	/* its settings while we read a line */
static pid_t group, outer;	/* our group; the one we came from */

/* A copy of the standard input, if that is a terminal, or of the error. */
static void
find_terminal(void)
{
	int fd = isatty(0) ? 0 : isatty(2) ? 2 : -1;

	if (terminal < 0 && fd >= 0)
		terminal = fcntl(fd, F_DUPFD_CLOEXEC, SH_FDSAVE);
	if (terminal >= 0 && tcgetpgrp(terminal) < 0) {
		close(terminal);	/* not of our session */
		terminal = -1;
	}
}

/*
 * Started in the background we stop until we are called to the foreground.
 * If nobody could call us, the signal does nothing and we give up.
 */
static void
await_foreground(void)
{
	int i;

	for (i = 0; i < PATIENCE && tcgetpgrp(terminal) != getpgrp(); i++)
		(void)kill(0, SIGTTIN);
}

void
control_start(void)
{
	if (sh.sh_control)
		return;
	find_terminal();
	if (terminal >= 0)
		await_foreground();
	outer = getpgrp();
	sh.sh_control = true;
	trap_control();		/* no stop signal hits the shell from now on */
	if (terminal < 0)
		return;
	(void)setpgid(0, 0);	/* refused to the leader of a session: fine */
	group = getpgrp();
	give_terminal(group);
	(void)tcgetattr(terminal, &ours);
}

void
control_stop(void)
{
	if (!sh.sh_control)
		return;
	if (terminal >= 0) {
		give_terminal(outer);
		(void)setpgid(0, outer);
	}
	sh.sh_control = false;
	trap_control();
}

/* Also from the background, so it must not stop us. */
void
give_terminal(pid_t pgrp)
{
	sigset_t ttou, old;

	if (terminal < 0)
		return;
	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	sigprocmask(SIG_BLOCK, &ttou, &old);
	(void)tcsetpgrp(terminal, pgrp);
	sigprocmask(SIG_SETMASK, &old, NULL);
}

/* A job goes on in the foreground, with the settings it had. */
void
lend_terminal(const struct job *j)
{
	give_terminal(j->jb_pgrp);
	if (j->jb_modes != NULL && terminal >= 0)
		(void)tcsetattr(terminal, TCSADRAIN, j->jb_modes);
}

/*
 * A job that ended by itself may have changed the settings for us: that is
 * what stty is for.  One that was stopped or killed had no chance to put
 * them back, so we do; a stopped one will get its own again.
 */
void
take_terminal(struct job *j, int status)
{
	if (terminal < 0)
		return;
	give_terminal(group);
	if (WIFEXITED(status)) {
		(void)tcgetattr(terminal, &ours);
		return;
	}
	if (WIFSTOPPED(status)) {
		if (j->jb_modes == NULL)
			j->jb_modes = xmalloc(sizeof(*j->jb_modes));
		(void)tcgetattr(terminal, j->jb_modes);
	}
	(void)tcsetattr(terminal, TCSADRAIN, &ours);
}
