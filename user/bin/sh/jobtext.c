/*
 * jobtext.c -- a tree as text again, for the messages about jobs.
 *
 *   node_text   "sleep 10 | cat >file"
 *
 * One line, cut where it gets long, and without the bodies of heredocs.
 */
#include <string.h>

#include "user/bin/sh/sh.h"

#define TEXT_ROOM	60

static void
words(struct buf *b, const struct word *w)
{
	for (; w != NULL; w = w->wd_next) {
		if (b->bf_len > 0 && b->bf_data[b->bf_len - 1] != ' ')
			buf_putc(b, ' ');
		buf_puts(b, w->wd_text);
	}
}

static void
redirs(struct buf *b, const struct redir *r)
{
	static const char *const ops[] = { "<", ">", ">>", "<>", ">&", "<<" };

	for (; r != NULL; r = r->rd_next) {
		buf_putc(b, ' ');
		if (r->rd_fd != (r->rd_kind == RD_IN || r->rd_kind ==
		    RD_RDWR || r->rd_kind == RD_HERE ? 0 : 1))
			buf_printf(b, "%d", r->rd_fd);
		buf_puts(b, ops[r->rd_kind]);
		buf_puts(b, r->rd_kind == RD_HERE ? "..." : r->rd_word);
	}
}

static void node(struct buf *b, const struct node *n);

static void
pair(struct buf *b, const struct node *n, const char *between)
{
	node(b, n->nd_left);
	if (n->nd_right != NULL) {
		buf_puts(b, between);
		node(b, n->nd_right);
	}
}

static void
group(struct buf *b, const struct node *n)
{
	bool parens = n->nd_type == N_SUBSHELL;

	buf_puts(b, parens ? "(" : "{ ");
	node(b, n->nd_left);
	buf_puts(b, parens ? ")" : "; }");
}

static void
loop(struct buf *b, const struct node *n)
{
	if (n->nd_type == N_FOR) {
		buf_printf(b, "for %s", n->nd_name);
		if (n->nd_in)
			buf_puts(b, " in");
		words(b, n->nd_words);
	} else {
		buf_puts(b, n->nd_type == N_WHILE ? "while " : "until ");
		node(b, n->nd_cond);
	}
	buf_puts(b, "; do ");
	node(b, n->nd_left);
	buf_puts(b, "; done");
}

static void
choice(struct buf *b, const struct node *n)
{
	if (n->nd_type == N_CASE) {
		buf_puts(b, "case");
		buf_putc(b, ' ');
		words(b, n->nd_words);
		buf_puts(b, " in ... esac");
		return;
	}
	buf_puts(b, "if ");
	node(b, n->nd_cond);
	buf_puts(b, "; then ");
	node(b, n->nd_left);
	buf_puts(b, n->nd_right == NULL ? "; fi" : "; ... fi");
}

static void
node(struct buf *b, const struct node *n)
{
	if (n == NULL || b->bf_len > TEXT_ROOM)
		return;
	switch (n->nd_type) {
	case N_SIMPLE:
		words(b, n->nd_assigns);
		words(b, n->nd_words);
		break;
	case N_PIPE:
		pair(b, n, " | ");
		break;
	case N_AND:
	case N_OR:
		pair(b, n, n->nd_type == N_AND ? " && " : " || ");
		break;
	case N_SEQ:
		pair(b, n, "; ");
		break;
	case N_NOT:
	case N_BACKGROUND:
		buf_puts(b, n->nd_type == N_NOT ? "! " : "");
		node(b, n->nd_left);
		buf_puts(b, n->nd_type == N_NOT ? "" : " &");
		break;
	case N_SUBSHELL:
	case N_GROUP:
		group(b, n);
		break;
	case N_WHILE:
	case N_UNTIL:
	case N_FOR:
		loop(b, n);
		break;
	case N_FUNCTION:
		buf_printf(b, "%s() ...", n->nd_name);
		break;
	default:
		choice(b, n);
	}
	redirs(b, n->nd_redirs);
}

char *
node_text(const struct node *n)
{
	struct buf b = { 0 };
	size_t i;

	buf_puts(&b, "");
	node(&b, n);
	for (i = 0; i < b.bf_len; i++)
		if (b.bf_data[i] == '\n' || b.bf_data[i] == '\t')
			b.bf_data[i] = ' ';
	if (b.bf_len > TEXT_ROOM) {
		memcpy(b.bf_data + TEXT_ROOM - 3, "...", 4);
		b.bf_len = TEXT_ROOM;
	}
	return (b.bf_data);
}
