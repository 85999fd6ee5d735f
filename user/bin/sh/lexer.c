/*
 * lexer.c -- characters to tokens.
 *
 *   lex_next      the next token, into ps_token and ps_text
 *   lex_heredocs  the bodies that follow a line with <<
 *   lex_name      what to call a token in an error message
 *
 * A word keeps its source text, quotes included: whether a word is "if" the
 * keyword or 'if' the argument can be seen, and expansion happens each time
 * a command runs, not once when it is read.
 */
#include <string.h>

#include "user/bin/sh/sh.h"

static const char *const token_names[] = {
	[T_EOF] = "end of file", [T_NEWLINE] = "end of line",
	[T_WORD] = "word", [T_IONUMBER] = "number",
	[T_SEMI] = ";", [T_DSEMI] = ";;", [T_AMP] = "&", [T_AND] = "&&",
	[T_PIPE] = "|", [T_OR] = "||", [T_LPAREN] = "(", [T_RPAREN] = ")",
	[T_LESS] = "<", [T_GREAT] = ">", [T_DGREAT] = ">>",
	[T_CLOBBER] = ">|", [T_LESSAND] = "<&", [T_GREATAND] = ">&",
	[T_LESSGREAT] = "<>", [T_DLESS] = "<<", [T_DLESSDASH] = "<<-"
};

const char *
lex_name(const struct parser *p)
{
	if (p->ps_text != NULL)
		return (p->ps_text);
	return (token_names[p->ps_token]);
}

static bool
follows(struct input *in, int wanted)
{
	int c = input_getc(in);

	if (c == wanted)
		return (true);
	input_ungetc(in, c);
	return (false);
}

/* Blanks, comments and continued lines; the first character behind them. */
static int
skip_blanks(struct input *in)
{
	int c;

	for (;;) {
		c = input_getc(in);
		if (c == '#') {
			while (c != '\n' && c != IN_EOF)
				c = input_getc(in);
			return (c);
		}
		if (c == '\\') {
			if (!follows(in, '\n'))
				return (c);
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return (c);
		}
	}
}

static enum token
lex_less(struct input *in)
{
	if (follows(in, '&'))
		return (T_LESSAND);
	if (follows(in, '>'))
		return (T_LESSGREAT);
	if (!follows(in, '<'))
		return (T_LESS);
	return (follows(in, '-') ? T_DLESSDASH : T_DLESS);
}

static enum token
lex_great(struct input *in)
{
	if (follows(in, '&'))
		return (T_GREATAND);
	if (follows(in, '|'))
		return (T_CLOBBER);
	return (follows(in, '>') ? T_DGREAT : T_GREAT);
}

/* The operator that begins with c, or T_WORD if none does. */
static enum token
lex_operator(struct input *in, int c)
{
	switch (c) {
	case IN_EOF:
		return (T_EOF);
	case '\n':
		return (T_NEWLINE);
	case ';':
		return (follows(in, ';') ? T_DSEMI : T_SEMI);
	case '&':
		return (follows(in, '&') ? T_AND : T_AMP);
	case '|':
		return (follows(in, '|') ? T_OR : T_PIPE);
	case '(':
		return (T_LPAREN);
	case ')':
		return (T_RPAREN);
	case '<':
		return (lex_less(in));
	case '>':
		return (lex_great(in));
	default:
		return (T_WORD);
	}
}

/* "2" directly before < or > is a descriptor, not a word. */
static bool
is_io_number(struct input *in, const char *text)
{
	int c;

	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
		return (false);
	c = input_getc(in);
	input_ungetc(in, c);
	return (c == '<' || c == '>');
}

void
lex_next(struct parser *p)
{
	struct buf b = { 0 };
	int c;

	p->ps_text = NULL;
	p->ps_token = T_EOF;
	if (p->ps_error)
		return;		/* so that every loop of the parser ends */
	c = skip_blanks(p->ps_in);
	p->ps_token = lex_operator(p->ps_in, c);
	if (p->ps_token == T_NEWLINE)
		lex_heredocs(p);
	if (p->ps_token != T_WORD)
		return;

	input_ungetc(p->ps_in, c);
	if (lex_word(p, &b)) {
		p->ps_text = arena_strdup(p->ps_arena, buf_str(&b));
		if (is_io_number(p->ps_in, p->ps_text))
			p->ps_token = T_IONUMBER;
	} else {
		p->ps_token = T_EOF;
	}
	buf_free(&b);
}

/* One line without its newline; false at the end of the input. */
static bool
read_line(struct input *in, bool strip_tabs, struct buf *line)
{
	int c = input_getc(in);

	line->bf_len = 0;
	buf_add(line, "", 0);
	if (c == IN_EOF)
		return (false);
	while (strip_tabs && c == '\t')
		c = input_getc(in);
	for (; c != '\n' && c != IN_EOF; c = input_getc(in))
		buf_putc(line, c);
	return (true);
}

static void
read_heredoc(struct parser *p, struct redir *r)
{
	struct buf line = { 0 }, body = { 0 };

	while (read_line(p->ps_in, r->rd_tabs, &line)) {
		if (strcmp(buf_str(&line), r->rd_word) == 0)
			break;
		buf_puts(&body, buf_str(&line));
		buf_putc(&body, '\n');
	}
	r->rd_word = arena_strdup(p->ps_arena, buf_str(&body));
	buf_free(&line);
	buf_free(&body);
}

void
lex_heredocs(struct parser *p)
{
	struct redir *r;

	for (r = p->ps_pending; r != NULL; r = r->rd_pending)
		read_heredoc(p, r);
	p->ps_pending = NULL;
	p->ps_pendtail = &p->ps_pending;
}
