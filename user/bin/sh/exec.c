/*
 * exec.c -- walking the tree.
 *
 *   exec_node  run one node; its exit status, also left in sh.sh_status
 *
 * Simple commands are in simple.c, the loop that reads in source.c.
 * X_EXIT says that the process ends when this node has run.  A child that
 * runs the last command of its part of a pipeline needs no child of its
 * own for it: a lone external command costs exactly one fork.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/* A condition may fail: "set -e" does not look at it. */
static int
exec_condition(struct node *n)
{
	int status;

	sh.sh_cond++;
	status = exec_node(n, 0);
	sh.sh_cond--;
	return (status);
}

static int
exec_sequence(struct node *n, int flags)
{
	int status = 0;

	for (; n != NULL && sh.sh_unwind == U_NONE; n = n->nd_right)
		status = exec_node(n->nd_left,
		    n->nd_right == NULL ? flags : 0);
	return (status);
}

static int
exec_and_or(struct node *n, int flags)
{
	int status = exec_condition(n->nd_left);

	if (sh.sh_unwind != U_NONE ||
	    (status == 0) != (n->nd_type == N_AND))
		return (status);
	return (exec_node(n->nd_right, flags));
}

/*
 * The loop around us sees break and continue here.  Returns true if the
 * loop has to end.
 */
static bool
leave_loop(void)
{
	if (sh.sh_unwind != U_BREAK && sh.sh_unwind != U_CONTINUE)
		return (sh.sh_unwind != U_NONE);
	if (--sh.sh_count > 0)
		return (true);		/* meant for a loop further out */
	if (sh.sh_unwind == U_BREAK) {
		sh.sh_unwind = U_NONE;
		return (true);
	}
	sh.sh_unwind = U_NONE;
	return (false);
}

static int
exec_while(struct node *n)
{
	bool until = n->nd_type == N_UNTIL;
	int status = 0, test;

	sh.sh_loops++;
	for (;;) {
		test = exec_condition(n->nd_cond);
		if (sh.sh_unwind == U_NONE && (test == 0) == until)
			break;
		if (sh.sh_unwind == U_NONE)
			status = exec_node(n->nd_left, 0);
		if (leave_loop())
			break;
	}
	sh.sh_loops--;
	return (status);
}

static int
exec_for(struct node *n)
{
	struct arena *a = arena_new();
	struct strlist list = { 0 };
	int i, status = 0;

	if (!n->nd_in) {
		for (i = 0; i < sh.sh_argc; i++)
			strlist_add(&list, arena_strdup(a, sh.sh_argv[i]));
	} else if (!expand_words(a, n->nd_words, &list)) {
		list.sl_count = 0;
		status = 1;
	}
	sh.sh_loops++;
	for (i = 0; i < list.sl_count; i++) {
		var_set(n->nd_name, list.sl_items[i]);
		status = exec_node(n->nd_left, 0);
		if (leave_loop())
			break;
	}
	sh.sh_loops--;
	strlist_free(&list);
	arena_drop(a);
	return (status);
}

static struct node *
find_arm(struct arena *a, struct node *n, int *status)
{
	char *subject = expand_string(a, n->nd_words->wd_text), *pattern;
	struct case_arm *arm;
	struct word *w;

	*status = subject == NULL;
	if (subject == NULL)
		return (NULL);
	for (arm = n->nd_arms; arm != NULL; arm = arm->ca_next) {
		for (w = arm->ca_patterns; w != NULL; w = w->wd_next) {
			pattern = expand_pattern(a, w->wd_text);
			*status = pattern == NULL;
			if (pattern == NULL)
				return (NULL);
			if (pattern_match(pattern, subject))
				return (arm->ca_body);
		}
	}
	return (NULL);
}

static int
exec_case(struct node *n, int flags)
{
	struct arena *a = arena_new();
	struct node *body;
	int status;

	body = find_arm(a, n, &status);
	arena_drop(a);
	return (body == NULL ? status : exec_node(body, flags));
}

static int
exec_if(struct node *n, int flags)
{
	for (; n != NULL; n = n->nd_right) {
		if (n->nd_type != N_IF)
			return (exec_node(n, flags));	/* else */
		if (exec_condition(n->nd_cond) == 0) {
			if (sh.sh_unwind != U_NONE)
				break;
			return (exec_node(n->nd_left, flags));
		}
		if (sh.sh_unwind != U_NONE)
			break;
	}
	return (0);
}

static int
exec_subshell(struct node *n, int flags)
{
	struct arena *a;
	struct job *j;
	pid_t pid;

	if ((flags & X_EXIT) == 0 || trap_any()) {
		j = job_new(JOB_FOREGROUND);
		pid = job_fork(j);
		if (pid != 0)
			return (job_wait(j, n));
	}
	a = arena_new();
	if (!redir_apply(a, n->nd_redirs, NULL))
		sh_exit(1);
	sh_exit(exec_node(n->nd_left, X_EXIT));
}

static int
exec_background(struct node *n)
{
	struct job *j = job_new(JOB_BACKGROUND);
	bool control = sh.sh_control;
	int fd;

	if (job_fork(j) == 0) {
		/* Without job control it must not eat the script's input. */
		fd = control ? -1 : open("/dev/null", O_RDONLY);
		if (fd > 0) {
			dup2(fd, 0);
			close(fd);
		}
		sh_exit(exec_node(n->nd_left, X_EXIT));
	}
	joblist_update(false);
	if (j->jb_count == 0) {
		job_free(j);
		return (0);
	}
	if (control)
		j->jb_text = node_text(n->nd_left);
	joblist_add(j);
	sh.sh_lastbg = job_last_pid(j);
	return (0);
}

/* One command of a pipeline, in its child. */
static void
run_stage(struct node *n, int in, const int *out_pipe)
{
	if (in > 0) {
		dup2(in, 0);
		close(in);
	}
	if (out_pipe[1] >= 0) {
		close(out_pipe[0]);
		if (out_pipe[1] != 1) {
			dup2(out_pipe[1], 1);
			close(out_pipe[1]);
		}
	}
	sh_exit(exec_node(n, X_EXIT));
}

/*
 * Start the commands from left to right.  `in` is the read end of the pipe
 * from the command before; each pipe is made just before the command that
 * writes to it, so no process holds an end that is not its business.
 */
static int
exec_pipeline(struct node *n)
{
	struct job *j = job_new(JOB_FOREGROUND);
	const struct node *whole = n;
	int fds[2], in = -1;
	struct node *stage;
	pid_t pid = 1;

	for (; n != NULL && pid > 0; n = stage == n ? NULL : n->nd_right) {
		stage = n->nd_type == N_PIPE ? n->nd_left : n;
		fds[0] = fds[1] = -1;
		if (stage != n && pipe(fds) < 0) {
			warn("cannot make a pipe: %s", strerror(errno));
			break;
		}
		pid = job_fork(j);
		if (pid == 0)
			run_stage(stage, in, fds);
		if (in >= 0)
			close(in);
		if (fds[1] >= 0)
			close(fds[1]);
		in = fds[0];
	}
	if (in >= 0)
		close(in);
	if (n == NULL && pid > 0)
		return (job_wait(j, whole));
	(void)job_wait(j, whole);	/* it could not be started completely */
	return (2);
}

/* Compound commands that run in this process, behind redirections. */
static int
exec_compound(struct node *n, int flags)
{
	switch (n->nd_type) {
	case N_IF:
		return (exec_if(n, flags));
	case N_WHILE:
	case N_UNTIL:
		return (exec_while(n));
	case N_FOR:
		return (exec_for(n));
	case N_CASE:
		return (exec_case(n, flags));
	default:
		return (exec_node(n->nd_left, flags));
	}
}

static int
exec_redirected(struct node *n, int flags)
{
	struct saved_fd *saved = NULL;
	struct arena *a;
	int status = 1;

	if (n->nd_redirs == NULL)
		return (exec_compound(n, flags));
	a = arena_new();
	if (redir_apply(a, n->nd_redirs, &saved))
		status = exec_compound(n, 0);
	redir_undo(saved);
	arena_drop(a);
	return (status);
}

static int
exec_dispatch(struct node *n, int flags)
{
	switch (n->nd_type) {
	case N_SIMPLE:
		return (exec_simple(n, flags));
	case N_PIPE:
		return (exec_pipeline(n));
	case N_AND:
	case N_OR:
		return (exec_and_or(n, flags));
	case N_SEQ:
		return (exec_sequence(n, flags));
	case N_NOT:
		return (exec_condition(n->nd_left) == 0);
	case N_BACKGROUND:
		return (exec_background(n));
	case N_SUBSHELL:
		return (exec_subshell(n, flags));
	case N_FUNCTION:
		func_define(n->nd_name, n->nd_left, n->nd_arena);
		return (0);
	default:
		return (exec_redirected(n, flags));
	}
}

int
exec_node(struct node *n, int flags)
{
	int status = exec_dispatch(n, flags);
	bool plain = n->nd_type == N_SIMPLE || n->nd_type == N_PIPE ||
	    n->nd_type == N_SUBSHELL;

	if (sh.sh_unwind == U_NONE || n->nd_type == N_SIMPLE)
		sh.sh_status = status;
	if (plain && status != 0 && sh.sh_e && sh.sh_cond == 0 &&
	    sh.sh_unwind == U_NONE)
		sh_exit(status);
	if (sh.sh_pending && sh.sh_unwind == U_NONE)
		trap_run();
	return (status);
}
