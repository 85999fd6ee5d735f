/*
 * expand.c -- from the source text of a word to what it means.
 *
 *   expand_words    the arguments of a command: split, file names matched
 *   expand_string   one string: an assignment, a redirection's target
 *   expand_pattern  one string for pattern_match(), quoted * harmless
 *   expand_heredoc  the body of << without quotes
 *
 * All of them build an xbuf: the characters of the result, and for each one
 * a mark that says whether it was quoted and whether it may be split.
 */
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

void
xbuf_putc(struct xbuf *x, int c, int mark)
{
	buf_putc(&x->xb_text, c);
	buf_putc(&x->xb_mark, mark);
}

void
xbuf_puts(struct xbuf *x, const char *s, int mark)
{
	for (; *s != '\0'; s++)
		xbuf_putc(x, *s, mark);
}

void
xbuf_free(struct xbuf *x)
{
	buf_free(&x->xb_text);
	buf_free(&x->xb_mark);
}

static bool
is_name_char(int c, bool first)
{
	return (c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (!first && c >= '0' && c <= '9'));
}

static bool
expand_arith(struct xbuf *x, const char **sp, bool quoted)
{
	size_t len = lex_span_arith(*sp + 2);
	size_t inner = len >= 2 ? len - 2 : 0;	/* without the )) */
	char *text = arena_strndup(x->xb_arena, *sp + 2, inner);
	char digits[24], *d = digits + sizeof(digits);
	unsigned long long u;
	long long value;

	*sp += 2 + len;
	text = expand_heredoc(x->xb_arena, text);
	if (text == NULL || !arith_eval(text, &value))
		return (false);
	*--d = '\0';
	u = value < 0 ? -(unsigned long long)value : (unsigned long long)value;
	do {
		*--d = (char)('0' + u % 10);
	} while ((u /= 10) != 0);
	if (value < 0)
		*--d = '-';
	xbuf_puts(x, d, quoted ? XM_QUOTED : XM_SPLIT);
	return (true);
}

/* *sp stands behind a dollar sign. */
bool
expand_dollar(struct xbuf *x, const char **sp, bool quoted)
{
	const char *s = *sp;
	size_t len = 0;

	if (s[0] == '(' && s[1] == '(')
		return (expand_arith(x, sp, quoted));
	if (s[0] == '(')
		return (subst_command(x, sp, quoted));
	if (s[0] == '{') {
		len = lex_span_braces(s + 1, quoted);
		*sp = s + 1 + len;
		return (expand_braces(x, arena_strndup(x->xb_arena, s + 1,
		    len > 0 ? len - 1 : 0), quoted));
	}
	while (is_name_char(s[len], len == 0))
		len++;
	if (len > 0) {
		*sp = s + len;
		return (expand_variable(x,
		    arena_strndup(x->xb_arena, s, len), quoted));
	}
	if (s[0] != '\0' && strchr("0123456789@*#?-$!", s[0]) != NULL) {
		*sp = s + 1;
		return (expand_special(x, s[0], quoted));
	}
	xbuf_putc(x, '$', quoted ? XM_QUOTED : 0);
	return (true);
}

/* A backslash at s; returns behind what it swallowed. */
static const char *
expand_backslash(struct xbuf *x, const char *s, bool quoted, bool heredoc)
{
	const char *magic = heredoc ? "$`\\" : "$`\"\\}";

	if (s[1] == '\0') {
		xbuf_putc(x, '\\', XM_QUOTED);
		return (s + 1);
	}
	if (quoted && s[1] == '\n')
		return (s + 2);
	if (quoted && strchr(magic, s[1]) == NULL) {
		xbuf_putc(x, '\\', XM_QUOTED);
		return (s + 1);
	}
	xbuf_putc(x, s[1], XM_QUOTED);
	return (s + 2);
}

static const char *
expand_squote(struct xbuf *x, const char *s)
{
	xbuf_putc(x, 0, XM_NULL);
	for (s++; *s != '\0' && *s != '\''; s++)
		xbuf_putc(x, *s, XM_QUOTED);
	return (*s == '\0' ? s : s + 1);
}

/* ~ and ~/ at the beginning of a word. */
static const char *
expand_tilde(struct xbuf *x, const char *s)
{
	const char *home = var_get("HOME");

	if (s[0] != '~' || (s[1] != '\0' && s[1] != '/') || home == NULL)
		return (s);
	xbuf_puts(x, home, XM_QUOTED);
	return (s + 1);
}

/*
 * The heart of it.  `quoted` is the state between double quotes; a quoted
 * stretch that yields nothing still makes a field, except for a "$@" that
 * has no parameters.
 */
bool
expand_text(struct xbuf *x, const char *s, enum ex_place place)
{
	bool quoted = place == EX_DQUOTE || place == EX_HEREDOC;
	bool heredoc = place == EX_HEREDOC;
	size_t start = 0;
	bool ok = true;

	if (place == EX_WORD)
		s = expand_tilde(x, s);
	while (ok && *s != '\0') {
		if (*s == '\\') {
			s = expand_backslash(x, s, quoted, heredoc);
		} else if (*s == '\'' && !quoted) {
			s = expand_squote(x, s);
		} else if (*s == '"' && !heredoc) {
			s++;
			if (place == EX_DQUOTE)
				continue;
			quoted = !quoted;
			if (quoted) {
				start = x->xb_text.bf_len;
				x->xb_emptyat = false;
			} else if (x->xb_text.bf_len == start &&
			    !x->xb_emptyat) {
				xbuf_putc(x, 0, XM_NULL);
			}
		} else if (*s == '$') {
			s++;
			ok = expand_dollar(x, &s, quoted);
		} else if (*s == '`') {
			ok = subst_backquote(x, &s, quoted);
		} else {
			xbuf_putc(x, *s++, quoted ? XM_QUOTED :
			    place == EX_PARAM ? XM_SPLIT : 0);
		}
	}
	return (ok);
}

bool
expand_words(struct arena *a, struct word *w, struct strlist *out)
{
	struct xbuf x = { .xb_arena = a };
	bool ok = true;

	for (; ok && w != NULL; w = w->wd_next) {
		ok = expand_text(&x, w->wd_text, EX_WORD);
		if (ok)
			fields_split(&x, out);
		xbuf_free(&x);
	}
	return (ok);
}

/* The text of x as one string; with `escape` ready for pattern_match(). */
static char *
flatten(struct xbuf *x, bool escape)
{
	const char *text = x->xb_text.bf_data, *mark = x->xb_mark.bf_data;
	char *s = arena_alloc(x->xb_arena, 2 * x->xb_text.bf_len + 1);
	char *to = s;
	size_t i;

	for (i = 0; i < x->xb_text.bf_len; i++) {
		if (mark[i] & XM_NULL)
			continue;
		if (escape && ((mark[i] & XM_QUOTED) || text[i] == '\\'))
			*to++ = '\\';
		*to++ = mark[i] & XM_BREAK ? ' ' : text[i];
	}
	*to = '\0';
	return (s);
}

static char *
expand_one(struct arena *a, const char *raw, enum ex_place place, bool escape)
{
	struct xbuf x = { .xb_arena = a };
	char *s = NULL;

	if (expand_text(&x, raw, place))
		s = flatten(&x, escape);
	xbuf_free(&x);
	return (s);
}

char *
expand_string(struct arena *a, const char *raw)
{
	return (expand_one(a, raw, EX_WORD, false));
}

char *
expand_pattern(struct arena *a, const char *raw)
{
	return (expand_one(a, raw, EX_WORD, true));
}

char *
expand_heredoc(struct arena *a, const char *raw)
{
	return (expand_one(a, raw, EX_HEREDOC, false));
}
