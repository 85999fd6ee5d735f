/*
 * subst.c -- command substitution: $(commands) and `commands`.
 *
 * A child runs the commands with a pipe for its standard output; we read
 * the pipe to its end, wait, and drop the newlines at the end.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

static void
read_all(int fd, struct buf *b)
{
	char block[512];
	ssize_t n;

	for (;;) {
		n = read(fd, block, sizeof(block));
		if (n > 0)
			buf_add(b, block, (size_t)n);
		else if (n == 0 || errno != EINTR)
			break;
	}
	while (b->bf_len > 0 && b->bf_data[b->bf_len - 1] == '\n')
		b->bf_len--;
}

/* One of tree and text says what to run. */
static void
run_child(const int *fds, struct node *tree, const char *text)
{
	close(fds[0]);
	if (fds[1] != 1) {
		dup2(fds[1], 1);
		close(fds[1]);
	}
	if (tree != NULL)
		sh_exit(exec_node(tree, X_EXIT));
	sh_exit(text == NULL ? 0 : exec_string(text));
}

static bool
capture(struct xbuf *x, struct node *tree, const char *text, bool quoted)
{
	struct buf b = { 0 };
	struct job *j;
	int fds[2];
	size_t i;

	if (pipe(fds) < 0) {
		warn("cannot make a pipe: %s", strerror(errno));
		sh_abort(2);
		return (false);
	}
	j = job_new(JOB_INSIDE);
	if (job_fork(j) == 0)
		run_child(fds, tree, text);
	close(fds[1]);
	read_all(fds[0], &b);
	close(fds[0]);
	sh.sh_substatus = job_wait(j, NULL);
	for (i = 0; i < b.bf_len; i++)
		if (b.bf_data[i] != '\0')
			xbuf_putc(x, b.bf_data[i],
			    quoted ? XM_QUOTED : XM_SPLIT);
	buf_free(&b);
	return (sh.sh_unwind == U_NONE);
}

/* *sp stands at the opening parenthesis of $( ... ). */
bool
subst_command(struct xbuf *x, const char **sp, bool quoted)
{
	struct arena *a = arena_new();
	struct node *tree;
	struct parser p;
	struct input in;
	bool ok;

	input_text(&in, *sp + 1, strlen(*sp + 1));
	parse_init(&p, &in, a);
	ok = parse_subst(&p, &tree);
	*sp += 1 + in.in_pos;
	if (ok)
		ok = capture(x, tree, NULL, quoted);
	arena_drop(a);
	return (ok);
}

/* *sp stands at the opening backquote. */
bool
subst_backquote(struct xbuf *x, const char **sp, bool quoted)
{
	const char *s = *sp + 1;
	struct buf text = { 0 };
	bool ok;

	for (; *s != '\0' && *s != '`'; s++) {
		if (*s == '\\' && (s[1] == '$' || s[1] == '`' ||
		    s[1] == '\\' || (quoted && s[1] == '"')))
			s++;
		buf_putc(&text, *s);
	}
	*sp = *s == '\0' ? s : s + 1;
	ok = capture(x, NULL, buf_str(&text), quoted);
	buf_free(&text);
	return (ok);
}
