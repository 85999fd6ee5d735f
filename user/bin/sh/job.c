/*
 * job.c -- the shell's children.
 *
 * A job is the set of processes that one command line starts: a pipeline
 * is one job.  An interactive shell puts each job into a process group of
 * its own and gives the terminal to the one in the foreground, so ^C kills
 * that job and not the shell.  A shell that runs a script does neither: its
 * children stay in its group, and ^C reaches all of them together.
 *
 * The shell has no way yet to ignore ^C, so while it waits for a line the
 * terminal must not be its own.  It does not take it back from a job that
 * has ended: ^C then goes to a group without members and kills nobody.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

#define KEEP_DONE	64	/* finished jobs kept for a later wait */

static struct job *background;	/* the newest first */

struct job *
job_new(bool bg)
{
	struct job *j = xmalloc(sizeof(*j));

	memset(j, 0, sizeof(*j));
	j->jb_background = bg;
	return (j);
}

static void
job_free(struct job *j)
{
	free(j->jb_pids);
	free(j);
}

/* Whose ^C it is.  Not every standard input is a terminal: no error. */
void
give_terminal(pid_t pgrp)
{
	int id = (int)pgrp;
	sigset_t ttou, old;

	/* From the background, and it must not stop us. */
	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	sigprocmask(SIG_BLOCK, &ttou, &old);
	(void)ioctl(0, TIOCSPGRP, &id);
	sigprocmask(SIG_SETMASK, &old, NULL);
	sh.sh_parked = pgrp != sh.sh_pgrp;
}

/*
 * Before a prompt: if the terminal is ours, because the shell has just
 * started or has run a loop, give it to a group that ends at once.
 */
void
park_terminal(void)
{
	pid_t pid;

	if (sh.sh_parked)
		return;
	pid = fork();
	if (pid == 0) {
		(void)setpgid(0, 0);
		_exit(0);
	}
	if (pid < 0)
		return;
	(void)setpgid(pid, pid);
	give_terminal(pid);
	(void)waitpid(pid, NULL, 0);
}

/* We are a child: no prompts, no job control, nobody else's children. */
static void
become_subshell(struct job *j)
{
	if (sh.sh_interactive) {
		(void)setpgid(0, j->jb_pgrp);
		if (!j->jb_background && j->jb_pgrp == 0)
			give_terminal(getpid());
	}
	sh.sh_interactive = false;
	sh.sh_loops = 0;
	while (background != NULL) {
		struct job *old = background;

		background = old->jb_next;
		job_free(old);
	}
}

pid_t
job_fork(struct job *j)
{
	size_t size = (size_t)(j->jb_count + 1) * sizeof(pid_t);
	pid_t *pids = xmalloc(size), pid;

	if (j->jb_count > 0)
		memcpy(pids, j->jb_pids, size - sizeof(pid_t));
	free(j->jb_pids);
	j->jb_pids = pids;
	out_flush();
	pid = fork();
	if (pid == 0) {
		become_subshell(j);
		return (0);
	}
	if (pid < 0) {
		warn("cannot fork: %s", strerror(errno));
		return (-1);
	}
	/* Both sides do it, whoever comes first. */
	if (sh.sh_interactive) {
		(void)setpgid(pid, j->jb_pgrp == 0 ? pid : j->jb_pgrp);
		if (!j->jb_background && j->jb_pgrp == 0)
			give_terminal(pid);
	}
	if (j->jb_pgrp == 0)
		j->jb_pgrp = pid;
	j->jb_last = pid;
	j->jb_pids[j->jb_count++] = pid;
	j->jb_live++;
	return (pid);
}

/* 128 + n for a death by signal n, as every shell does. */
int
job_exit_status(int status)
{
	if (WIFSIGNALED(status))
		return (128 + WTERMSIG(status));
	return (WEXITSTATUS(status));
}

/* Wait for one process of j; with WNOHANG only look. */
static void
collect(struct job *j, int i, int options)
{
	int status = 127 << 8;
	pid_t pid;

	if (j->jb_pids[i] == 0)
		return;
	do {
		pid = waitpid(j->jb_pids[i], &status, options);
	} while (pid < 0 && errno == EINTR);
	if (pid == 0)
		return;
	if (i == j->jb_count - 1)
		j->jb_status = status;
	j->jb_pids[i] = 0;
	j->jb_live--;
}

static void
tell_death(int status)
{
	const char *name = signal_name(WTERMSIG(status));

	if (WTERMSIG(status) == SIGINT)
		warn("interrupted");
	else if (WTERMSIG(status) != SIGPIPE)
		warn("killed by signal %d (SIG%s)", WTERMSIG(status),
		    name == NULL ? "?" : name);
}

int
job_wait(struct job *j)
{
	int i, status;

	for (i = 0; i < j->jb_count; i++)
		collect(j, i, 0);
	status = j->jb_count == 0 ? 1 << 8 : j->jb_status;
	if (sh.sh_interactive && WIFSIGNALED(status)) {
		tell_death(status);
		/* ^C means the whole line, not this turn of a loop. */
		if (WTERMSIG(status) == SIGINT)
			sh.sh_unwind = U_ABORT;
	}
	job_free(j);
	return (job_exit_status(status));
}

/* j runs on without us. */
void
job_background(struct job *j)
{
	job_collect(false);
	if (j->jb_count == 0) {
		job_free(j);
		return;
	}
	j->jb_id = background == NULL ? 1 : background->jb_id + 1;
	j->jb_next = background;
	background = j;
	sh.sh_lastbg = j->jb_last;
}

static void
tell_done(const struct job *j)
{
	if (WIFSIGNALED(j->jb_status))
		warn("[%d] killed by signal %d", j->jb_id,
		    WTERMSIG(j->jb_status));
	else if (job_exit_status(j->jb_status) != 0)
		warn("[%d] done, status %d", j->jb_id,
		    job_exit_status(j->jb_status));
	else
		warn("[%d] done", j->jb_id);
}

/*
 * Collect what has ended in the background, so that no zombie stays.  A
 * prompt tells and forgets; otherwise a later "wait" may want the status.
 */
void
job_collect(bool tell)
{
	struct job **slot = &background, *j;
	int i, done = 0;

	while ((j = *slot) != NULL) {
		for (i = 0; i < j->jb_count; i++)
			collect(j, i, WNOHANG);
		if (j->jb_live == 0 && (tell || ++done > KEEP_DONE)) {
			if (tell)
				tell_done(j);
			*slot = j->jb_next;
			job_free(j);
		} else {
			slot = &j->jb_next;
		}
	}
}

/* Wait for a background job and forget it; its exit status. */
static int
wait_for(struct job **slot)
{
	struct job *j = *slot;
	int i, status;

	*slot = j->jb_next;
	if (sh.sh_interactive)
		give_terminal(j->jb_pgrp);
	for (i = 0; i < j->jb_count; i++)
		collect(j, i, 0);
	status = job_exit_status(j->jb_status);
	job_free(j);
	return (status);
}

int
job_wait_pid(pid_t pid)
{
	struct job **slot;

	for (slot = &background; *slot != NULL; slot = &(*slot)->jb_next)
		if ((*slot)->jb_last == pid)
			return (wait_for(slot));
	return (127);
}

int
job_wait_all(void)
{
	while (background != NULL)
		(void)wait_for(&background);
	return (0);
}

void
job_list(void)
{
	const struct job *j;

	for (j = background; j != NULL; j = j->jb_next)
		out("[%d] %d %s\n", j->jb_id, (int)j->jb_last,
		    j->jb_live > 0 ? "running" : "done");
}

/* "123" or "%1" as a pid, of a job the last process's; 0: neither. */
pid_t
job_pid(const char *spec)
{
	const struct job *j;
	long long n;

	if (!parse_number(spec[0] == '%' ? spec + 1 : spec, &n) ||
	    n < -999999999 || n > 999999999)
		return (0);
	if (spec[0] != '%')
		return ((pid_t)n);
	for (j = background; j != NULL; j = j->jb_next)
		if (j->jb_id == n)
			return (j->jb_last);
	return (0);
}
