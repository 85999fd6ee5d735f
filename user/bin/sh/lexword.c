/*
 * lexword.c -- the extent of one word.
 *
 * A word ends at a blank or an operator, unless quotes or the braces and
 * parentheses of an expansion hide it.  These functions copy the source
 * text to `out` and care only for where things end; expand.c reads the same
 * text again and cares for what it means.
 *
 * The end of $( ... ) can be told only by parsing what is inside, so the
 * parser is called for it, and its result thrown away.
 */
#include <string.h>

#include "user/bin/sh/sh.h"

static bool lex_braces(struct parser *p, struct buf *out, bool quoted);
static bool lex_arith(struct parser *p, struct buf *out);

static bool
unterminated(struct parser *p, const char *what)
{
	parse_fail(p, what);
	return (false);
}

/* A backslash was read: copy it and its victim; \newline is nothing. */
static void
lex_backslash(struct parser *p, struct buf *out)
{
	int c = input_getc(p->ps_in);

	if (c == '\n')
		return;
	buf_putc(out, '\\');
	if (c != IN_EOF)
		buf_putc(out, c);
}

static bool
lex_squote(struct parser *p, struct buf *out)
{
	int c;

	do {
		c = input_getc(p->ps_in);
		if (c == IN_EOF)
			return (unterminated(p, "unterminated '"));
		buf_putc(out, c);
	} while (c != '\'');
	return (true);
}

/*
 * One step inside "...", `...` excepted: an expansion, an escape or one
 * character.  c was read already.
 */
static bool
lex_quoted_char(struct parser *p, struct buf *out, int c)
{
	if (c == '\\') {
		lex_backslash(p, out);
		return (true);
	}
	buf_putc(out, c);
	if (c == '$')
		return (lex_dollar(p, out, true));
	if (c == '`')
		return (lex_backquote(p, out));
	return (true);
}

static bool
lex_dquote(struct parser *p, struct buf *out)
{
	int c;

	for (;;) {
		c = input_getc(p->ps_in);
		if (c == IN_EOF)
			return (unterminated(p, "unterminated \""));
		if (!lex_quoted_char(p, out, c))
			return (false);
		if (c == '"')
			return (true);
	}
}

bool
lex_backquote(struct parser *p, struct buf *out)
{
	int c;

	do {
		c = input_getc(p->ps_in);
		if (c == IN_EOF)
			return (unterminated(p, "unterminated `"));
		if (c == '\\')
			lex_backslash(p, out);
		else
			buf_putc(out, c);
	} while (c != '`');
	return (true);
}

/* $( was read: parse up to the matching parenthesis, keep the text. */
static bool
lex_subst(struct parser *p, struct buf *out)
{
	struct input *in = p->ps_in;
	struct buf *outer = in->in_record;
	struct buf text = { 0 };
	struct node *tree;
	struct parser sub;

	if (!parse_deeper(p))
		return (false);
	parse_init(&sub, in, arena_new());
	sub.ps_depth = p->ps_depth;
	in->in_record = &text;
	if (!parse_subst(&sub, &tree))
		p->ps_error = true;
	in->in_record = outer;
	if (outer != NULL)
		buf_puts(outer, buf_str(&text));
	buf_puts(out, buf_str(&text));
	buf_free(&text);
	arena_drop(sub.ps_arena);
	p->ps_depth--;
	return (!p->ps_error);
}

bool
lex_dollar(struct parser *p, struct buf *out, bool quoted)
{
	int c = input_getc(p->ps_in);
	bool ok;

	if (c != '{' && c != '(') {
		input_ungetc(p->ps_in, c);
		return (true);
	}
	buf_putc(out, c);
	if (c == '(') {
		c = input_getc(p->ps_in);
		if (c != '(') {
			input_ungetc(p->ps_in, c);
			return (lex_subst(p, out));
		}
		buf_putc(out, c);
	}
	if (!parse_deeper(p))
		return (false);
	ok = c == '{' ? lex_braces(p, out, quoted) : lex_arith(p, out);
	p->ps_depth--;
	return (ok);
}

/*
 * The rest of ${...}.  Inside double quotes a single quote is an ordinary
 * character here too; a double quote hides a brace in both cases.
 */
static bool
lex_braces(struct parser *p, struct buf *out, bool quoted)
{
	bool ok = true;
	int c;

	while (ok) {
		c = input_getc(p->ps_in);
		if (c == IN_EOF)
			return (unterminated(p, "unterminated ${"));
		ok = lex_quoted_char(p, out, c);
		if (c == '}')
			break;
		if (ok && c == '"')
			ok = lex_dquote(p, out);
		else if (ok && c == '\'' && !quoted)
			ok = lex_squote(p, out);
	}
	return (ok);
}

static bool
lex_arith(struct parser *p, struct buf *out)
{
	int c, open = 2;

	while (open > 0) {
		c = input_getc(p->ps_in);
		if (c == IN_EOF)
			return (unterminated(p, "unterminated $(("));
		if (!lex_quoted_char(p, out, c))
			return (false);
		open += (c == '(') - (c == ')');
	}
	return (true);
}

bool
lex_word(struct parser *p, struct buf *out)
{
	bool ok = true;
	int c;

	while (ok) {
		c = input_getc(p->ps_in);
		if (c == IN_EOF)
			break;
		if (strchr(" \t\r\n;&|<>()", c) != NULL) {
			input_ungetc(p->ps_in, c);
			break;
		}
		ok = lex_quoted_char(p, out, c);
		if (ok && c == '"')
			ok = lex_dquote(p, out);
		else if (ok && c == '\'')
			ok = lex_squote(p, out);
	}
	return (ok);
}

/*
 * The same scan over text that was lexed before, to find a length.  It was
 * well-formed then, so the only way to fail here is not to be called so.
 */
static size_t
span(const char *s, bool braces, bool quoted)
{
	struct arena *a = arena_new();
	struct buf out = { 0 };
	struct parser p;
	struct input in;

	input_text(&in, s, strlen(s));
	parse_init(&p, &in, a);
	if (braces)
		(void)lex_braces(&p, &out, quoted);
	else
		(void)lex_arith(&p, &out);
	buf_free(&out);
	arena_drop(a);
	return (in.in_pos);
}

size_t
lex_span_braces(const char *s, bool quoted)
{
	return (span(s, true, quoted));
}

size_t
lex_span_arith(const char *s)
{
	return (span(s, false, true));
}
