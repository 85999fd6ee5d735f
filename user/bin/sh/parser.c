/*
 * parser.c -- tokens to a tree: lists, pipelines, simple commands.
 *
 *   parse_line    one complete command, for the main loop
 *   parse_list    commands inside a compound command (compound.c)
 *   parse_subst   the inside of $( )
 *
 * Recursive descent; each function leaves ps_token at the first token it
 * does not understand.  After an error every token is T_EOF and every
 * function returns NULL, so nobody needs to jump.
 */
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

void
parse_init(struct parser *p, struct input *in, struct arena *a)
{
	memset(p, 0, sizeof(*p));
	p->ps_in = in;
	p->ps_arena = a;
	p->ps_pendtail = &p->ps_pending;
}

/* A syntax error: say it once, and be at the end of the file from now on. */
void *
parse_fail(struct parser *p, const char *what)
{
	int line = p->ps_in->in_line;

	if (p->ps_error)
		return (NULL);
	if (p->ps_token == T_NEWLINE && line > 1)
		line--;		/* it ended the line that is wrong */
	if (what == NULL && !p->ps_in->in_interrupted)
		warn("line %d: syntax error: unexpected %s", line,
		    lex_name(p));
	else if (!p->ps_in->in_interrupted)
		warn("line %d: syntax error: %s", line, what);
	p->ps_error = true;
	p->ps_token = T_EOF;
	p->ps_text = NULL;
	return (NULL);
}

bool
parse_deeper(struct parser *p)
{
	if (p->ps_depth >= SH_MAXDEPTH) {
		parse_fail(p, "nested too deeply");
		return (false);
	}
	p->ps_depth++;
	return (true);
}

struct node *
node_new(struct parser *p, enum nd_type type)
{
	struct node *n = arena_alloc(p->ps_arena, sizeof(*n));

	n->nd_type = type;
	n->nd_line = p->ps_in->in_line;
	return (n);
}

bool
parse_is(const struct parser *p, const char *keyword)
{
	return (p->ps_token == T_WORD && strcmp(p->ps_text, keyword) == 0);
}

void
parse_skip_newlines(struct parser *p)
{
	while (p->ps_token == T_NEWLINE)
		lex_next(p);
}

/* Is this a token that only the caller of a list knows what to do with? */
static bool
ends_list(const struct parser *p)
{
	static const char *const closing[] = { "then", "else", "elif", "fi",
	    "do", "done", "esac", "}", NULL };
	int i;

	if (p->ps_token == T_EOF || p->ps_token == T_NEWLINE ||
	    p->ps_token == T_RPAREN || p->ps_token == T_DSEMI)
		return (true);
	for (i = 0; closing[i] != NULL; i++)
		if (parse_is(p, closing[i]))
			return (true);
	return (false);
}

static bool
starts_redir(const struct parser *p)
{
	return (p->ps_token == T_IONUMBER || p->ps_token >= T_LESS);
}

/* The word behind << without its quotes: the line that ends the body. */
static void
heredoc_delimiter(struct parser *p, struct redir *r)
{
	char *to = arena_strdup(p->ps_arena, p->ps_text);
	const char *s;

	r->rd_word = to;
	for (s = p->ps_text; *s != '\0'; s++) {
		if (*s == '\'' || *s == '"' || *s == '\\')
			r->rd_quoted = true;
		else
			*to++ = *s;
	}
	*to = '\0';
	*p->ps_pendtail = r;
	p->ps_pendtail = &r->rd_pending;
}

static const struct {
	enum rd_kind kind;
	int fd;
} redir_ops[] = {
	[T_LESS] = { RD_IN, 0 }, [T_GREAT] = { RD_OUT, 1 },
	[T_DGREAT] = { RD_APPEND, 1 }, [T_CLOBBER] = { RD_OUT, 1 },
	[T_LESSAND] = { RD_DUP, 0 }, [T_GREATAND] = { RD_DUP, 1 },
	[T_LESSGREAT] = { RD_RDWR, 0 }, [T_DLESS] = { RD_HERE, 0 },
	[T_DLESSDASH] = { RD_HERE, 0 }
};

/* Any number of redirections, appended at *tail. */
bool
parse_redirs(struct parser *p, struct redir ***tail)
{
	struct redir *r;
	int fd;

	while (starts_redir(p)) {
		fd = -1;
		if (p->ps_token == T_IONUMBER) {
			fd = strlen(p->ps_text) < 4 ? atoi(p->ps_text) : 999;
			lex_next(p);
		}
		r = arena_alloc(p->ps_arena, sizeof(*r));
		r->rd_kind = redir_ops[p->ps_token].kind;
		r->rd_fd = fd >= 0 ? fd : redir_ops[p->ps_token].fd;
		r->rd_tabs = p->ps_token == T_DLESSDASH;
		lex_next(p);
		if (p->ps_token != T_WORD && p->ps_token != T_IONUMBER) {
			parse_fail(p, NULL);
			return (false);
		}
		r->rd_word = p->ps_text;
		if (r->rd_kind == RD_HERE)
			heredoc_delimiter(p, r);
		**tail = r;
		*tail = &r->rd_next;
		lex_next(p);
	}
	return (!p->ps_error);
}

static void
add_word(struct parser *p, struct word ***tail)
{
	struct word *w = arena_alloc(p->ps_arena, sizeof(*w));

	w->wd_text = p->ps_text;
	**tail = w;
	*tail = &w->wd_next;
	lex_next(p);
}

/* name() { ... }: the name was read as the first word of a command. */
static struct node *
function_head(struct parser *p, const struct node *n)
{
	const char *name = n->nd_words->wd_text;

	if (n->nd_words->wd_next != NULL || n->nd_assigns != NULL ||
	    n->nd_redirs != NULL || strpbrk(name, "\\'\"`$=/%") != NULL)
		return (parse_fail(p, NULL));
	lex_next(p);
	if (p->ps_token != T_RPAREN)
		return (parse_fail(p, NULL));
	lex_next(p);
	return (parse_function(p, name));
}

static struct node *
parse_simple(struct parser *p)
{
	struct node *n = node_new(p, N_SIMPLE);
	struct word **assigns = &n->nd_assigns, **words = &n->nd_words;
	struct redir **redirs = &n->nd_redirs;

	for (;;) {
		if (starts_redir(p)) {
			if (!parse_redirs(p, &redirs))
				return (NULL);
		} else if (p->ps_token != T_WORD) {
			break;
		} else if (n->nd_words == NULL &&
		    var_assign_len(p->ps_text) > 0) {
			add_word(p, &assigns);
		} else {
			add_word(p, &words);
		}
	}
	if (p->ps_token == T_LPAREN && n->nd_words != NULL)
		return (function_head(p, n));
	if (n->nd_words == NULL && n->nd_assigns == NULL &&
	    n->nd_redirs == NULL)
		return (parse_fail(p, NULL));
	return (p->ps_error ? NULL : n);
}

static struct node *
parse_command(struct parser *p)
{
	static const char *const compound[] = { "if", "while", "until",
	    "for", "case", "{", NULL };
	int i;

	if (p->ps_token == T_LPAREN)
		return (parse_compound(p));
	for (i = 0; compound[i] != NULL; i++)
		if (parse_is(p, compound[i]))
			return (parse_compound(p));
	if (ends_list(p))
		return (parse_fail(p, NULL));
	return (parse_simple(p));
}

static struct node *
parse_pipeline(struct parser *p)
{
	struct node *first = NULL, **tail = &first, *n, *pipe;
	bool negate = false;

	while (parse_is(p, "!")) {
		negate = !negate;
		lex_next(p);
	}
	for (;;) {
		n = parse_command(p);
		if (n == NULL)
			return (NULL);
		*tail = n;
		if (p->ps_token != T_PIPE)
			break;
		pipe = node_new(p, N_PIPE);
		pipe->nd_left = n;
		*tail = pipe;
		tail = &pipe->nd_right;
		lex_next(p);
		parse_skip_newlines(p);
	}
	if (negate) {
		n = node_new(p, N_NOT);
		n->nd_left = first;
		return (n);
	}
	return (first);
}

static struct node *
parse_and_or(struct parser *p)
{
	struct node *left = parse_pipeline(p), *n;

	while (left != NULL &&
	    (p->ps_token == T_AND || p->ps_token == T_OR)) {
		n = node_new(p, p->ps_token == T_AND ? N_AND : N_OR);
		n->nd_left = left;
		lex_next(p);
		parse_skip_newlines(p);
		n->nd_right = parse_pipeline(p);
		left = n->nd_right == NULL ? NULL : n;
	}
	return (left);
}

/* Commands with ; & and, if it may go on over lines, newlines between. */
static struct node *
parse_sequence(struct parser *p, bool lines)
{
	struct node *first = NULL, **tail = &first, *n;
	bool more = true;

	while (more) {
		if (lines)
			parse_skip_newlines(p);
		if (ends_list(p))
			break;
		*tail = node_new(p, N_SEQ);
		n = parse_and_or(p);
		if (n == NULL)
			return (NULL);
		(*tail)->nd_left = n;
		if (p->ps_token == T_AMP) {
			(*tail)->nd_left = node_new(p, N_BACKGROUND);
			(*tail)->nd_left->nd_left = n;
		}
		tail = &(*tail)->nd_right;
		more = p->ps_token == T_AMP || p->ps_token == T_SEMI ||
		    (lines && p->ps_token == T_NEWLINE);
		if (more)
			lex_next(p);
	}
	return (p->ps_error ? NULL : first);
}

struct node *
parse_list(struct parser *p)
{
	return (parse_sequence(p, true));
}

enum parse_result
parse_line(struct parser *p, struct node **tree)
{
	lex_next(p);
	if (p->ps_error)
		return (PARSE_ERROR);
	if (p->ps_token == T_EOF)
		return (PARSE_EOF);
	if (p->ps_token == T_NEWLINE)
		return (PARSE_EMPTY);
	*tree = parse_sequence(p, false);
	if (p->ps_token != T_NEWLINE && p->ps_token != T_EOF)
		parse_fail(p, NULL);
	if (!p->ps_error)
		lex_heredocs(p);
	return (p->ps_error || *tree == NULL ? PARSE_ERROR : PARSE_OK);
}

bool
parse_subst(struct parser *p, struct node **tree)
{
	lex_next(p);
	*tree = parse_list(p);
	if (p->ps_token != T_RPAREN)
		parse_fail(p, NULL);
	return (!p->ps_error);
}
