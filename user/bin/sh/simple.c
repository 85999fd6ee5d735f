/*
 * simple.c -- one simple command: assignments, words, redirections.
 *
 * In the order of POSIX: expand the words, find out what kind of command
 * it is, redirect, assign, run.  A builtin or a function runs in this
 * process and everything is taken back afterwards; a program gets a child
 * in which nothing needs to be.
 */
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/* A simple command on its way. */
struct command {
	struct node *cm_node;
	struct arena *cm_arena;
	struct strlist cm_words;
	const struct builtin *cm_builtin;
	struct node *cm_function;
	struct arena *cm_funcarena;
};

static void
trace(const struct command *cm)
{
	struct buf b = { 0 };
	const struct word *w;
	int i;

	buf_puts(&b, "+");
	for (w = cm->cm_node->nd_assigns; w != NULL; w = w->wd_next) {
		buf_putc(&b, ' ');
		buf_puts(&b, w->wd_text);
	}
	for (i = 0; i < cm->cm_words.sl_count; i++) {
		buf_putc(&b, ' ');
		buf_puts(&b, cm->cm_words.sl_items[i]);
	}
	buf_putc(&b, '\n');
	(void)!write(2, b.bf_data, b.bf_len);
	buf_free(&b);
}

/*
 * NAME=value words.  With `saved` the old values are noted; with `export`
 * the names are exported, for the program that is about to run.
 */
static bool
assign(struct command *cm, struct var_saved **saved, bool export)
{
	const struct word *w;
	char *name, *value;
	size_t len;

	for (w = cm->cm_node->nd_assigns; w != NULL; w = w->wd_next) {
		len = var_assign_len(w->wd_text);
		name = arena_strndup(cm->cm_arena, w->wd_text, len);
		value = expand_string(cm->cm_arena, w->wd_text + len + 1);
		if (value == NULL)
			return (false);
		if (saved != NULL)
			var_save(saved, name);
		var_set(name, value);
		if (export)
			var_export(name);
	}
	return (true);
}

/* No command name: assignments stay, redirections are only tried. */
static int
run_nothing(struct command *cm)
{
	struct saved_fd *saved = NULL;
	bool ok;

	ok = redir_apply(cm->cm_arena, cm->cm_node->nd_redirs, &saved) &&
	    assign(cm, NULL, false);
	redir_undo(saved);
	return (ok ? sh.sh_substatus : 1);
}

/* The function's own $1.., local variables and loops; then the old ones. */
static int
call_function(struct command *cm)
{
	int argc = sh.sh_argc, loops = sh.sh_loops, status;
	struct var_saved *locals = NULL, **outer = sh.sh_locals;
	char **argv = sh.sh_argv;

	if (sh.sh_depth >= SH_MAXDEPTH) {
		warn("%s: nested too deeply", cm->cm_words.sl_items[0]);
		sh_abort(2);
		return (2);
	}
	arena_hold(cm->cm_funcarena);	/* it may redefine itself */
	sh.sh_argc = cm->cm_words.sl_count - 1;
	sh.sh_argv = sh_copy_args(sh.sh_argc, cm->cm_words.sl_items + 1);
	sh.sh_locals = &locals;
	sh.sh_loops = 0;
	sh.sh_depth++;
	sh.sh_calls++;
	status = exec_node(cm->cm_function, 0);
	sh.sh_calls--;
	sh.sh_depth--;
	sh.sh_loops = loops;
	sh.sh_locals = outer;
	var_restore(locals);
	sh_free_args(sh.sh_argc, sh.sh_argv);
	sh.sh_argc = argc;
	sh.sh_argv = argv;
	arena_drop(cm->cm_funcarena);
	if (sh.sh_unwind == U_RETURN) {
		sh.sh_unwind = U_NONE;
		status = sh.sh_status;
	}
	return (status);
}

static int
run_builtin(struct command *cm)
{
	int status, failed;

	status = cm->cm_builtin->bi_run(cm->cm_words.sl_count,
	    cm->cm_words.sl_items);
	failed = out_flush();
	return (status != 0 ? status : failed);
}

/* A builtin or a function: in this process, and undone. */
static int
run_inside(struct command *cm)
{
	bool special = cm->cm_builtin != NULL && cm->cm_builtin->bi_special;
	bool keep = cm->cm_builtin != NULL && cm->cm_words.sl_count == 1 &&
	    strcmp(cm->cm_builtin->bi_name, "exec") == 0;
	struct var_saved *vars = NULL;
	struct saved_fd *fds = NULL;
	int status = 1;

	if (redir_apply(cm->cm_arena, cm->cm_node->nd_redirs, &fds) &&
	    assign(cm, special ? NULL : &vars, !special))
		status = cm->cm_function != NULL ? call_function(cm) :
		    run_builtin(cm);
	if (keep && status == 0)
		redir_forget(fds);
	else
		redir_undo(fds);
	var_restore(vars);
	return (status);
}

/* In the child, or in a shell that has nothing else to do. */
static void
run_outside(struct command *cm)
{
	if (!redir_apply(cm->cm_arena, cm->cm_node->nd_redirs, NULL) ||
	    !assign(cm, NULL, true))
		sh_exit(1);
	exec_program(cm->cm_words.sl_items);
}

static int
run_program(struct command *cm, int flags)
{
	struct job *j;
	pid_t pid;

	if ((flags & X_EXIT) && !trap_any())
		run_outside(cm);
	j = job_new(JOB_FOREGROUND);
	pid = job_fork(j);
	if (pid == 0)
		run_outside(cm);
	return (job_wait(j, cm->cm_node));
}

static int
run_command(struct command *cm, int flags)
{
	const char *name = cm->cm_words.sl_items[0];

	cm->cm_builtin = builtin_find(name);
	cm->cm_function = func_find(name, &cm->cm_funcarena);
	if (cm->cm_function != NULL)
		cm->cm_builtin = NULL;
	if (sh.sh_x)
		trace(cm);
	if (cm->cm_builtin != NULL || cm->cm_function != NULL)
		return (run_inside(cm));
	return (run_program(cm, flags));
}

int
exec_simple(struct node *n, int flags)
{
	struct command cm = { .cm_node = n, .cm_arena = arena_new() };
	int status = 1;

	sh.sh_substatus = 0;
	if (!expand_words(cm.cm_arena, n->nd_words, &cm.cm_words)) {
		status = sh.sh_status != 0 ? sh.sh_status : 1;
	} else if (cm.cm_words.sl_count == 0) {
		if (sh.sh_x && n->nd_assigns != NULL)
			trace(&cm);
		status = run_nothing(&cm);
	} else {
		status = run_command(&cm, flags);
	}
	strlist_free(&cm.cm_words);
	arena_drop(cm.cm_arena);
	return (status);
}
