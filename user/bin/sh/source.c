/*
 * source.c -- the loop that reads, parses and runs.
 *
 *   exec_input   command after command from one input
 *   exec_string  from a string: eval, sh -c, `...`
 *   exec_file    from a file: the . builtin
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/* A syntax error ends a script; a person gets a new prompt. */
static void
after_error(struct input *in)
{
	sh.sh_status = in->in_interrupted ? 128 + SIGINT : 2;
	if (!in->in_tty)
		sh_abort(2);
	in->in_pos = in->in_len;
}

/* Back at the prompt, whatever was given up on the way. */
static void
at_prompt(struct input *in)
{
	in->in_interrupted = false;
	sh.sh_unwind = U_NONE;
	sh.sh_loops = sh.sh_cond = sh.sh_calls = sh.sh_depth = 0;
	if (sh.sh_pending)
		trap_run();
	sh.sh_unwind = U_NONE;
	joblist_update(true);
	if (sh.sh_warned > 0)
		sh.sh_warned--;
	in->in_fresh = true;
}

/*
 * With `last` the process ends after this input.  Only then may its last
 * command run without a fork, and only a string is known to have ended.
 */
int
exec_input(struct input *in, bool last)
{
	enum parse_result result;
	struct node *tree;
	struct parser p;
	int flags, status = 0;

	do {
		if (in->in_tty)
			at_prompt(in);
		parse_init(&p, in, arena_new());
		result = parse_line(&p, &tree);
		if (result == PARSE_ERROR) {
			after_error(in);
			status = 2;
		} else if (result == PARSE_OK && !sh.sh_n) {
			flags = last && in->in_fd < 0 &&
			    in->in_pos == in->in_len ? X_EXIT : 0;
			status = exec_node(tree, flags);
		} else if (result == PARSE_EOF && in->in_tty &&
		    !in->in_interrupted && sh_stay()) {
			in->in_eof = false;
			result = PARSE_EMPTY;
		}
		arena_drop(p.ps_arena);
	} while ((result != PARSE_EOF || in->in_interrupted) &&
	    (in->in_tty || sh.sh_unwind == U_NONE));
	return (status);
}

/* Files and strings run inside each other only so deep. */
static int
exec_nested(struct input *in)
{
	int status;

	if (sh.sh_depth >= SH_MAXDEPTH) {
		warn("nested too deeply");
		sh_abort(2);
		return (2);
	}
	sh.sh_depth++;
	status = exec_input(in, false);
	sh.sh_depth--;
	return (status);
}

int
exec_string(const char *text)
{
	struct input in;

	input_text(&in, text, strlen(text));
	return (exec_nested(&in));
}

int
exec_file(const char *path)
{
	struct input in;
	int fd, status;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || !input_file(&in, fd)) {
		warn("%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return (127);
	}
	close(fd);
	sh.sh_calls++;
	status = exec_nested(&in);
	sh.sh_calls--;
	if (sh.sh_unwind == U_RETURN) {
		sh.sh_unwind = U_NONE;
		status = sh.sh_status;
	}
	input_close(&in);
	return (status);
}
