/*
 * compound.c -- parsing if, while, until, for, case, { }, ( ), functions.
 */
#include <string.h>

#include "user/bin/sh/sh.h"

/* The keyword must be here; step over it. */
static bool
expect(struct parser *p, const char *keyword)
{
	if (!parse_is(p, keyword)) {
		parse_fail(p, NULL);
		return (false);
	}
	lex_next(p);
	return (true);
}

/* A list with at least one command. */
static struct node *
body(struct parser *p)
{
	struct node *n = parse_list(p);

	return (n != NULL ? n : parse_fail(p, NULL));
}

/* "if" or "elif" is the current token. */
static struct node *
parse_if(struct parser *p)
{
	struct node *n = node_new(p, N_IF), *at = n;

	for (;;) {
		lex_next(p);
		at->nd_cond = body(p);
		if (at->nd_cond == NULL || !expect(p, "then"))
			return (NULL);
		at->nd_left = body(p);
		if (at->nd_left == NULL)
			return (NULL);
		if (!parse_is(p, "elif"))
			break;
		at->nd_right = node_new(p, N_IF);
		at = at->nd_right;
	}
	if (parse_is(p, "else")) {
		lex_next(p);
		at->nd_right = body(p);
		if (at->nd_right == NULL)
			return (NULL);
	}
	return (expect(p, "fi") ? n : NULL);
}

static struct node *
do_group(struct parser *p)
{
	struct node *n;

	if (!expect(p, "do"))
		return (NULL);
	n = body(p);
	return (n != NULL && expect(p, "done") ? n : NULL);
}

static struct node *
parse_while(struct parser *p)
{
	struct node *n;

	n = node_new(p, parse_is(p, "while") ? N_WHILE : N_UNTIL);
	lex_next(p);
	n->nd_cond = body(p);
	if (n->nd_cond == NULL)
		return (NULL);
	n->nd_left = do_group(p);
	return (n->nd_left == NULL ? NULL : n);
}

static struct node *
parse_for(struct parser *p)
{
	struct node *n = node_new(p, N_FOR);
	struct word **tail = &n->nd_words;

	lex_next(p);
	if (p->ps_token != T_WORD ||
	    !var_name_ok(p->ps_text, strlen(p->ps_text)))
		return (parse_fail(p, NULL));
	n->nd_name = p->ps_text;
	lex_next(p);
	parse_skip_newlines(p);
	if (parse_is(p, "in")) {
		n->nd_in = true;
		lex_next(p);
		while (p->ps_token == T_WORD) {
			*tail = arena_alloc(p->ps_arena, sizeof(**tail));
			(*tail)->wd_text = p->ps_text;
			tail = &(*tail)->wd_next;
			lex_next(p);
		}
		if (p->ps_token != T_SEMI && p->ps_token != T_NEWLINE)
			return (parse_fail(p, NULL));
	}
	if (p->ps_token == T_SEMI)
		lex_next(p);
	parse_skip_newlines(p);
	n->nd_left = do_group(p);
	return (n->nd_left == NULL ? NULL : n);
}

/* [(] pattern { | pattern } ) [list] */
static struct case_arm *
parse_arm(struct parser *p)
{
	struct case_arm *arm = arena_alloc(p->ps_arena, sizeof(*arm));
	struct word **tail = &arm->ca_patterns;

	if (p->ps_token == T_LPAREN)
		lex_next(p);
	for (;;) {
		if (p->ps_token != T_WORD)
			return (parse_fail(p, NULL));
		*tail = arena_alloc(p->ps_arena, sizeof(**tail));
		(*tail)->wd_text = p->ps_text;
		tail = &(*tail)->wd_next;
		lex_next(p);
		if (p->ps_token != T_PIPE)
			break;
		lex_next(p);
	}
	if (p->ps_token != T_RPAREN)
		return (parse_fail(p, NULL));
	lex_next(p);
	arm->ca_body = parse_list(p);
	return (p->ps_error ? NULL : arm);
}

static struct node *
parse_case(struct parser *p)
{
	struct node *n = node_new(p, N_CASE);
	struct case_arm **tail = &n->nd_arms;

	lex_next(p);
	if (p->ps_token != T_WORD)
		return (parse_fail(p, NULL));
	n->nd_words = arena_alloc(p->ps_arena, sizeof(*n->nd_words));
	n->nd_words->wd_text = p->ps_text;
	lex_next(p);
	parse_skip_newlines(p);
	if (!expect(p, "in"))
		return (NULL);
	parse_skip_newlines(p);
	while (!parse_is(p, "esac")) {
		*tail = parse_arm(p);
		if (*tail == NULL)
			return (NULL);
		tail = &(*tail)->ca_next;
		if (p->ps_token != T_DSEMI)
			break;	/* the last arm needs none */
		lex_next(p);
		parse_skip_newlines(p);
	}
	return (expect(p, "esac") ? n : NULL);
}

static struct node *
parse_group(struct parser *p)
{
	bool parens = p->ps_token == T_LPAREN;
	struct node *n = node_new(p, parens ? N_SUBSHELL : N_GROUP);

	lex_next(p);
	n->nd_left = body(p);
	if (n->nd_left == NULL)
		return (NULL);
	if (!parens)
		return (expect(p, "}") ? n : NULL);
	if (p->ps_token != T_RPAREN)
		return (parse_fail(p, NULL));
	lex_next(p);
	return (n);
}

static struct node *
parse_keyword(struct parser *p)
{
	if (parse_is(p, "if"))
		return (parse_if(p));
	if (parse_is(p, "while") || parse_is(p, "until"))
		return (parse_while(p));
	if (parse_is(p, "for"))
		return (parse_for(p));
	if (parse_is(p, "case"))
		return (parse_case(p));
	return (parse_group(p));
}

/* A compound command and the redirections behind it. */
struct node *
parse_compound(struct parser *p)
{
	struct redir **tail;
	struct node *n;

	if (!parse_deeper(p))
		return (NULL);
	n = parse_keyword(p);
	if (n != NULL) {
		tail = &n->nd_redirs;
		if (!parse_redirs(p, &tail))
			n = NULL;
	}
	p->ps_depth--;
	return (n);
}

/* name() was read; its body is a compound command. */
struct node *
parse_function(struct parser *p, const char *name)
{
	struct node *n = node_new(p, N_FUNCTION);

	parse_skip_newlines(p);
	if (p->ps_token != T_LPAREN && p->ps_token != T_WORD)
		return (parse_fail(p, NULL));
	n->nd_name = name;
	n->nd_arena = p->ps_arena;
	if (p->ps_token == T_WORD && !parse_is(p, "{") &&
	    !parse_is(p, "if") && !parse_is(p, "while") &&
	    !parse_is(p, "until") && !parse_is(p, "for") &&
	    !parse_is(p, "case"))
		return (parse_fail(p, NULL));
	n->nd_left = parse_compound(p);
	return (n->nd_left == NULL ? NULL : n);
}
