/*
 * b_jobs.c -- builtins about jobs: jobs, fg, bg, wait.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

static struct job *
find_or_warn(const char *who, const char *spec)
{
	struct job *j = job_find(spec);

	if (j == NULL)
		warn("%s: %s: no such job", who, spec);
	return (j);
}

/* The first process of a job is the leader of its group, if it has one. */
static void
print_job(struct job *j, char how)
{
	char *line;

	if (how == 'p') {
		out("%d\n", (int)j->jb_procs[0].jp_pid);
		return;
	}
	line = joblist_line(j, how == 'l');
	out("%s\n", line);
	free(line);
	j->jb_told = job_state(j);
}

/* The one with the least id above `after`. */
static struct job *
next_by_id(int after)
{
	struct job *j, *best = NULL;

	for (j = joblist_first(); j != NULL; j = j->jb_next)
		if (j->jb_id > after &&
		    (best == NULL || j->jb_id < best->jb_id))
			best = j;
	return (best);
}

/* jobs [-lp] [JOB...] */
int
builtin_jobs(int argc, char **argv)
{
	int i = 1, status = 0;
	char how = ' ';
	struct job *j;

	for (; i < argc && argv[i][0] == '-'; i++) {
		how = argv[i][1];
		if ((how != 'l' && how != 'p') || argv[i][2] != '\0') {
			warn("usage: jobs [-l | -p] [JOB ...]");
			return (2);
		}
	}
	joblist_update(false);
	if (i == argc) {
		for (j = next_by_id(0); j != NULL; j = next_by_id(j->jb_id))
			print_job(j, how);
		return (0);
	}
	for (; i < argc; i++) {
		j = find_or_warn("jobs", argv[i]);
		if (j != NULL)
			print_job(j, how);
		else
			status = 1;
	}
	return (status);
}

static int
foreground(struct job *j)
{
	joblist_remove(j);
	j->jb_kind = JOB_FOREGROUND;
	lend_terminal(j);
	(void)job_continue(j);
	/*
	 * Not before: a ^C of someone who has read this is the job's, and a
	 * ^Z that came before SIGCONT would be forgotten.
	 */
	out("%s\n", j->jb_text == NULL ? "" : j->jb_text);
	(void)out_flush();
	return (job_wait(j, NULL));
}

static int
go_background(struct job *j)
{
	j->jb_kind = JOB_BACKGROUND;
	(void)job_continue(j);
	joblist_add(j);
	out("[%d] %s &\n", j->jb_id, j->jb_text == NULL ? "" : j->jb_text);
	return (0);
}

/* fg [JOB], bg [JOB...]; a JOB alone, as in "%1", is fg */
int
builtin_fg(int argc, char **argv)
{
	bool bg = strcmp(argv[0], "bg") == 0;
	int i = argv[0][0] == '%' ? 0 : 1, status = 0;
	struct job *j;

	if (!sh.sh_control) {
		warn("%s: no job control", argv[0]);
		return (2);
	}
	joblist_update(false);
	do {
		j = find_or_warn(bg ? "bg" : "fg", i < argc ? argv[i] : "%+");
		if (j == NULL)
			status = 1;
		else if (job_state(j) == JOB_ENDED) {
			warn("%s: it has ended", bg ? "bg" : "fg");
			status = 1;
		} else
			status = bg ? go_background(j) : foreground(j);
	} while (bg && ++i < argc);
	return (status);
}

static void
on_child(int sig)
{
	(void)sig;
}

/*
 * Sleep until a child or a trapped signal comes.  All signals are blocked
 * from the look at the jobs until sigsuspend lets them in, so none can slip
 * through between the two.  False: a signal is there to be seen.
 */
static bool
wait_or_signal(bool (*done)(struct job *), struct job *j)
{
	struct sigaction sa, old;
	sigset_t all, before, during;
	bool finished;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_child;
	sigemptyset(&sa.sa_mask);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	during = before;
	sigdelset(&during, SIGCHLD);
	sigaction(SIGCHLD, NULL, &old);
	if (old.sa_handler == SIG_DFL || old.sa_handler == SIG_IGN)
		sigaction(SIGCHLD, &sa, NULL);
	while (!(finished = done(j)) && trap_pending() == 0)
		(void)sigsuspend(&during);
	sigaction(SIGCHLD, &old, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return (finished);
}

static bool
is_over(struct job *j)
{
	(void)job_update(j, false);
	return (job_state(j) != JOB_RUNS);
}

static bool
all_over(struct job *unused)
{
	const struct job *j;

	(void)unused;
	joblist_update(false);
	for (j = joblist_first(); j != NULL; j = j->jb_next)
		if (job_state(j) == JOB_RUNS)
			return (false);
	return (true);
}

/* A job, until it ends or stops; its status. */
static int
wait_one(struct job *j)
{
	int status;

	if (!wait_or_signal(is_over, j))
		return (128 + trap_pending());
	status = job_exit_status(job_status(j));
	if (job_state(j) == JOB_ENDED) {
		joblist_remove(j);
		job_free(j);
	}
	return (status);
}

int
builtin_wait(int argc, char **argv)
{
	struct job *j, *next;
	int i, status = 0;

	joblist_own();
	if (argc == 1) {
		if (!wait_or_signal(all_over, NULL))
			return (128 + trap_pending());
		for (j = joblist_first(); j != NULL; j = next) {
			next = j->jb_next;
			if (job_state(j) != JOB_ENDED)
				continue;
			joblist_remove(j);
			job_free(j);
		}
		return (0);
	}
	for (i = 1; i < argc && trap_pending() == 0; i++) {
		j = job_find(argv[i]);
		status = j == NULL ? 127 : wait_one(j);
	}
	return (status);
}
