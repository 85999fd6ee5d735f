/*
 * param.c -- the value of $x, ${...}, and the special parameters.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user/bin/sh/sh.h"

/* What stands between the braces, taken apart. */
struct param {
	char *pa_name;
	const char *pa_value;	/* NULL if unset */
	bool pa_length;		/* ${#x} */
	bool pa_colon;		/* empty counts as unset */
	int pa_op;		/* 0 - = ? + % # */
	bool pa_longest;	/* %% ## */
	const char *pa_word;
};

static bool
unset_error(const char *name)
{
	warn("%s: parameter not set", name);
	sh_abort(2);
	return (false);
}

bool
expand_variable(struct xbuf *x, const char *name, bool quoted)
{
	const char *value = var_get(name);

	if (value == NULL && sh.sh_u)
		return (unset_error(name));
	if (value != NULL)
		xbuf_puts(x, value, quoted ? XM_QUOTED : XM_SPLIT);
	return (true);
}

/* "$@" and unquoted $* keep the parameters apart; "$*" joins them. */
static void
expand_args(struct xbuf *x, int c, bool quoted)
{
	const char *ifs = var_get("IFS");
	int i, glue = ifs == NULL ? ' ' : ifs[0];
	int mark = quoted ? XM_QUOTED : XM_SPLIT;

	if (c == '@' && quoted && sh.sh_argc == 0)
		x->xb_emptyat = true;
	for (i = 0; i < sh.sh_argc; i++) {
		if (i > 0 && (c == '@' || !quoted))
			xbuf_putc(x, 0, XM_BREAK);
		else if (i > 0 && glue != '\0')
			xbuf_putc(x, glue, mark);
		if (c == '@' && quoted)
			xbuf_putc(x, 0, XM_NULL);
		xbuf_puts(x, sh.sh_argv[i], mark);
	}
}

static void
options_string(char *to)
{
	if (sh.sh_e)
		*to++ = 'e';
	if (sh.sh_f)
		*to++ = 'f';
	if (sh.sh_interactive)
		*to++ = 'i';
	if (sh.sh_control)
		*to++ = 'm';
	if (sh.sh_u)
		*to++ = 'u';
	if (sh.sh_x)
		*to++ = 'x';
	*to = '\0';
}

/* The value of a one-character parameter other than @ and *. */
static const char *
special_value(int c, char *room, size_t size)
{
	int n = c - '0';

	switch (c) {
	case '#':
		snprintf(room, size, "%d", sh.sh_argc);
		return (room);
	case '?':
		snprintf(room, size, "%d", sh.sh_status);
		return (room);
	case '$':
		snprintf(room, size, "%d", (int)sh.sh_pid);
		return (room);
	case '!':
		snprintf(room, size, "%d", (int)sh.sh_lastbg);
		return (sh.sh_lastbg == 0 ? NULL : room);
	case '-':
		options_string(room);
		return (room);
	case '0':
		return (sh.sh_name);
	default:
		return (n <= sh.sh_argc ? sh.sh_argv[n - 1] : NULL);
	}
}

bool
expand_special(struct xbuf *x, int c, bool quoted)
{
	char room[32], name[2] = { (char)c, '\0' };
	const char *value;

	if (c == '@' || c == '*') {
		expand_args(x, c, quoted);
		return (true);
	}
	value = special_value(c, room, sizeof(room));
	if (value == NULL && sh.sh_u && c != '!')
		return (unset_error(name));
	if (value != NULL)
		xbuf_puts(x, value, quoted ? XM_QUOTED : XM_SPLIT);
	return (true);
}

/* The value behind a name in braces, as a string of the arena, or NULL. */
static const char *
param_value(struct arena *a, const char *name)
{
	struct xbuf x = { .xb_arena = a };
	const char *value;
	char room[32];
	int n;

	if (name[0] >= '1' && name[0] <= '9') {
		n = strlen(name) < 6 ? atoi(name) : sh.sh_argc + 1;
		return (n <= sh.sh_argc ? sh.sh_argv[n - 1] : NULL);
	}
	if (name[0] == '@' || name[0] == '*') {
		expand_args(&x, '*', true);
		value = sh.sh_argc == 0 ? NULL :
		    arena_strdup(a, buf_str(&x.xb_text));
		xbuf_free(&x);
		return (value);
	}
	if (strchr("#?-$!0", name[0]) != NULL) {
		value = special_value(name[0], room, sizeof(room));
		return (value == NULL ? NULL : arena_strdup(a, value));
	}
	value = var_get(name);
	return (value == NULL ? NULL : arena_strdup(a, value));
}

static size_t
name_length(const char *s)
{
	size_t len = 0;

	if (*s >= '0' && *s <= '9')
		return (strspn(s, "0123456789"));
	while (s[len] != '\0' && var_name_ok(s, len + 1))
		len++;
	if (len == 0 && *s != '\0' && strchr("@*#?-$!", *s) != NULL)
		return (1);
	return (len);
}

static bool
param_parse(struct arena *a, const char *s, struct param *pa)
{
	size_t len;

	memset(pa, 0, sizeof(*pa));
	if (s[0] == '#' && s[1] != '\0' &&
	    name_length(s + 1) == strlen(s + 1)) {
		pa->pa_length = true;
		s++;
	}
	len = name_length(s);
	if (len == 0)
		return (false);
	pa->pa_name = arena_strndup(a, s, len);
	pa->pa_value = param_value(a, pa->pa_name);
	s += len;
	if (*s == ':') {
		pa->pa_colon = true;
		s++;
	}
	pa->pa_op = *s;
	if (*s == '\0')
		return (!pa->pa_colon);
	if (strchr("-=?+%#", *s) == NULL)
		return (false);
	s++;
	if ((pa->pa_op == '%' || pa->pa_op == '#') && *s == pa->pa_op) {
		pa->pa_longest = true;
		s++;
	}
	pa->pa_word = s;
	return (true);
}

/* ${x%pattern} and ${x#pattern}: cut a matching end off. */
static char *
trim(struct arena *a, const struct param *pa, const char *pattern)
{
	char *value = arena_strdup(a, pa->pa_value == NULL ? "" :
	    pa->pa_value);
	size_t len = strlen(value), i, cut;
	bool front = pa->pa_op == '#', hit;
	char kept;

	for (i = 0; i <= len; i++) {
		cut = front == pa->pa_longest ? len - i : i;
		kept = value[cut];
		if (front)
			value[cut] = '\0';
		hit = pattern_match(pattern, front ? value : value + cut);
		value[cut] = kept;
		if (hit && front)
			return (value + cut);
		if (hit) {
			value[cut] = '\0';
			return (value);
		}
	}
	return (value);
}

static bool
param_error(struct arena *a, const struct param *pa)
{
	const char *text = expand_string(a, pa->pa_word);

	if (text == NULL)
		return (false);
	warn("%s: %s", pa->pa_name, *text != '\0' ? text :
	    "parameter null or not set");
	sh_abort(2);
	return (false);
}

/* The operators that look at whether there is a value. */
static bool
param_default(struct xbuf *x, const struct param *pa, bool quoted)
{
	bool set = pa->pa_value != NULL &&
	    !(pa->pa_colon && pa->pa_value[0] == '\0');
	int mark = quoted ? XM_QUOTED : XM_SPLIT;
	char *value;

	if (pa->pa_op == '+' ? set : (pa->pa_op == '-' && !set))
		return (expand_text(x, pa->pa_word,
		    quoted ? EX_DQUOTE : EX_PARAM));
	if (pa->pa_op == '+')
		return (true);
	if (set && (pa->pa_name[0] == '@' || pa->pa_name[0] == '*'))
		return (expand_special(x, pa->pa_name[0], quoted));
	if (set) {
		xbuf_puts(x, pa->pa_value, mark);
		return (true);
	}
	if (pa->pa_op == '?')
		return (param_error(x->xb_arena, pa));
	value = expand_string(x->xb_arena, pa->pa_word);
	if (value == NULL)
		return (false);
	if (!var_name_ok(pa->pa_name, strlen(pa->pa_name))) {
		warn("%s: cannot be assigned to", pa->pa_name);
		sh_abort(2);
		return (false);
	}
	var_set(pa->pa_name, value);
	xbuf_puts(x, value, mark);
	return (true);
}

bool
expand_braces(struct xbuf *x, const char *body, bool quoted)
{
	int mark = quoted ? XM_QUOTED : XM_SPLIT;
	struct param pa;
	char room[24], *pattern;

	if (!param_parse(x->xb_arena, body, &pa) ||
	    (pa.pa_length && pa.pa_op != 0)) {
		warn("${%s}: bad substitution", body);
		sh_abort(2);
		return (false);
	}
	if (pa.pa_op != 0 && strchr("-=?+", pa.pa_op) != NULL)
		return (param_default(x, &pa, quoted));
	if (pa.pa_value == NULL && sh.sh_u && pa.pa_name[0] != '@' &&
	    pa.pa_name[0] != '*')
		return (unset_error(pa.pa_name));
	if (pa.pa_length) {
		snprintf(room, sizeof(room), "%zu", pa.pa_value == NULL ?
		    (size_t)0 : strlen(pa.pa_value));
		xbuf_puts(x, room, mark);
		return (true);
	}
	if (pa.pa_op == 0) {
		if (pa.pa_name[0] == '@' || pa.pa_name[0] == '*')
			return (expand_special(x, pa.pa_name[0], quoted));
		if (pa.pa_value != NULL)
			xbuf_puts(x, pa.pa_value, mark);
		return (true);
	}
	pattern = expand_pattern(x->xb_arena, pa.pa_word);
	if (pattern == NULL)
		return (false);
	xbuf_puts(x, trim(x->xb_arena, &pa, pattern), mark);
	return (true);
}
