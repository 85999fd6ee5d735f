/*
 * job.c -- the shell's children.
 *
 * A job is the set of processes that one command line starts: a pipeline
 * is one job.  With job control each job gets a process group of its own
 * and the one in the foreground gets the terminal, so ^C and ^Z reach that
 * job and not the shell.  Without it, as in a script, children stay in the
 * shell's group, and ^C reaches all of them together.
 *
 *   job_new, job_fork    a job, and one more process in it
 *   job_wait             in the foreground: until it has ended or stopped
 *   job_update           what has become of a job's processes meanwhile
 *
 * Jobs that run on without the shell, or are stopped, are in joblist.c;
 * the terminal in control.c.  See docs/shell.md.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

struct job *
job_new(enum job_kind kind)
{
	struct job *j = xmalloc(sizeof(*j));

	memset(j, 0, sizeof(*j));
	j->jb_kind = kind;
	return (j);
}

void
job_free(struct job *j)
{
	free(j->jb_text);
	free(j->jb_modes);
	free(j->jb_procs);
	free(j);
}

/*
 * We are a child: no prompts, no job control, nobody else's children.
 * Signals are held until they are as a program expects them.
 */
static void
become_subshell(const struct job *j)
{
	bool control = sh.sh_control;

	trap_subshell(j->jb_kind);
	sh.sh_control = sh.sh_interactive = false;
	sh.sh_loops = 0;
	joblist_disown();
	if (!control || j->jb_kind == JOB_INSIDE)
		return;
	(void)setpgid(0, j->jb_pgrp);
	if (j->jb_kind == JOB_FOREGROUND && j->jb_pgrp == 0)
		give_terminal(getpid());
}

pid_t
job_fork(struct job *j)
{
	size_t size = (size_t)(j->jb_count + 1) * sizeof(*j->jb_procs);
	struct job_proc *procs = xmalloc(size);
	sigset_t before;
	pid_t pid;

	if (j->jb_count > 0)
		memcpy(procs, j->jb_procs, size - sizeof(*procs));
	free(j->jb_procs);
	j->jb_procs = procs;
	out_flush();
	trap_hold(&before);
	pid = fork();
	if (pid == 0)
		become_subshell(j);
	trap_release(&before, pid == 0);
	if (pid == 0)
		return (0);
	if (pid < 0) {
		warn("cannot fork: %s", strerror(errno));
		return (-1);
	}
	/* Both sides do it, whoever comes first. */
	if (sh.sh_control && j->jb_kind != JOB_INSIDE) {
		(void)setpgid(pid, j->jb_pgrp == 0 ? pid : j->jb_pgrp);
		if (j->jb_pgrp == 0 && j->jb_kind == JOB_FOREGROUND)
			give_terminal(pid);
		if (j->jb_pgrp == 0)
			j->jb_pgrp = pid;
	}
	procs[j->jb_count].jp_pid = pid;
	procs[j->jb_count].jp_status = 0;
	procs[j->jb_count++].jp_state = JOB_RUNS;
	return (pid);
}

pid_t
job_last_pid(const struct job *j)
{
	return (j->jb_procs[j->jb_count - 1].jp_pid);
}

/* 128 + n for a death or a stop by signal n, as every shell does. */
int
job_exit_status(int status)
{
	if (WIFSTOPPED(status))
		return (128 + WSTOPSIG(status));
	if (WIFSIGNALED(status))
		return (128 + WTERMSIG(status));
	return (WEXITSTATUS(status));
}

/* Stopped if one process is and none runs; ended when all have. */
enum job_state
job_state(const struct job *j)
{
	enum job_state state = JOB_ENDED;
	int i;

	for (i = 0; i < j->jb_count; i++)
		if (j->jb_procs[i].jp_state < state)
			state = j->jb_procs[i].jp_state;
	return (state);
}

/* The status of its last process, or of the one that stopped last. */
int
job_status(const struct job *j)
{
	int i;

	for (i = j->jb_count - 1; i > 0; i--)
		if (job_state(j) != JOB_STOPPED ||
		    j->jb_procs[i].jp_state == JOB_STOPPED)
			break;
	return (i < 0 ? 1 << 8 : j->jb_procs[i].jp_status);
}

static void
note(struct job_proc *p, int status)
{
	if (WIFCONTINUED(status)) {
		p->jp_state = JOB_RUNS;
		return;
	}
	p->jp_state = WIFSTOPPED(status) ? JOB_STOPPED : JOB_ENDED;
	p->jp_status = status;
}

/*
 * Ask about each process that has not ended.  With `block` wait for those
 * that run; ends early, with false, when a signal comes that must be seen.
 */
bool
job_update(struct job *j, bool block)
{
	int options = sh.sh_control ? WUNTRACED : 0, status, i;
	struct job_proc *p;
	pid_t pid;

	if (!block)
		options |= WNOHANG | (sh.sh_control ? WCONTINUED : 0);
	for (i = 0; i < j->jb_count; i++) {
		p = &j->jb_procs[i];
		if (p->jp_state == JOB_ENDED ||
		    (block && p->jp_state == JOB_STOPPED))
			continue;
		pid = waitpid(p->jp_pid, &status, options);
		if (pid > 0)
			note(p, status);
		else if (pid < 0 && errno != EINTR)
			note(p, 127 << 8);	/* no child of ours */
		else if (pid < 0)
			return (false);
	}
	return (true);
}

static void
tell_death(int status)
{
	int sig = WTERMSIG(status);
	const char *name = signal_name(sig);

	if (sig != SIGPIPE && sig != SIGINT)
		warn("killed by signal %d (SIG%s)", sig,
		    name == NULL ? "?" : name);
}

/*
 * The job has the terminal; it comes back when the job ends or stops.
 * `n` is what it runs: only a job that stops needs to know its text.
 */
int
job_wait(struct job *j, const struct node *n)
{
	int status;

	/* Who stopped may have been continued while we waited for others. */
	do {
		(void)job_update(j, true);
		if (job_state(j) == JOB_STOPPED)
			(void)job_update(j, false);
	} while (job_state(j) == JOB_RUNS);
	status = job_status(j);
	if (sh.sh_control && j->jb_kind != JOB_INSIDE)
		take_terminal(j, status);
	if (job_state(j) == JOB_STOPPED) {
		if (j->jb_text == NULL)
			j->jb_text = node_text(n);
		joblist_add(j);
		joblist_tell(j);
		/* Leave a loop, which would go on with the next turn. */
		sh.sh_status = job_exit_status(status);
		if (sh.sh_interactive && sh.sh_loops > 0)
			sh.sh_unwind = U_ABORT;
		return (sh.sh_status);
	}
	if (sh.sh_interactive && WIFSIGNALED(status)) {
		tell_death(status);
		/* ^C means the whole line, not this turn of a loop. */
		if (WTERMSIG(status) == SIGINT) {
			sh.sh_unwind = U_ABORT;
			sh.sh_status = job_exit_status(status);
		}
	}
	job_free(j);
	return (job_exit_status(status));
}

/* To every process of the job; errno as of kill(). */
int
job_signal(const struct job *j, int sig)
{
	int i, error = -1;

	if (j->jb_pgrp != 0)
		return (kill(-j->jb_pgrp, sig));
	errno = ESRCH;
	for (i = 0; i < j->jb_count; i++)
		if (j->jb_procs[i].jp_state != JOB_ENDED &&
		    kill(j->jb_procs[i].jp_pid, sig) == 0)
			error = 0;
	return (error);
}

/* Let a stopped job go on. */
int
job_continue(struct job *j)
{
	int i;

	for (i = 0; i < j->jb_count; i++)
		if (j->jb_procs[i].jp_state == JOB_STOPPED)
			j->jb_procs[i].jp_state = JOB_RUNS;
	return (job_signal(j, SIGCONT));
}
