/*
 * fields.c -- one expanded word becomes zero or more arguments.
 *
 * Only characters marked XM_SPLIT, which came from an unquoted expansion,
 * are cut at the characters of IFS.  Blanks of IFS join up; any other
 * character of IFS ends a field by itself, be it empty.
 */
#include <string.h>

#include "user/bin/sh/sh.h"

struct splitter {
	struct arena *sp_arena;
	struct strlist *sp_out;
	struct buf sp_text;	/* the field so far ... */
	struct buf sp_pattern;	/* ... and with quoted characters escaped */
	bool sp_have;		/* there is a field, though maybe empty */
	bool sp_magic;		/* an unquoted * ? [ is in it */
	bool sp_after_blank;	/* a blank ended the field before */
};

static void
field_end(struct splitter *sp)
{
	bool found = false;

	if (sp->sp_magic && !sh.sh_f)
		found = glob_add(sp->sp_arena, buf_str(&sp->sp_pattern),
		    sp->sp_out);
	if (!found)
		strlist_add(sp->sp_out, arena_strdup(sp->sp_arena,
		    buf_str(&sp->sp_text)));
	buf_free(&sp->sp_text);
	buf_free(&sp->sp_pattern);
	sp->sp_have = sp->sp_magic = false;
}

/* A character of IFS that may cut. */
static void
field_cut(struct splitter *sp, int c)
{
	bool blank = c == ' ' || c == '\t' || c == '\n';

	if (sp->sp_have) {
		field_end(sp);
		sp->sp_after_blank = blank;
	} else if (!blank) {
		if (!sp->sp_after_blank)
			field_end(sp);
		sp->sp_after_blank = false;
	}
}

static void
field_char(struct splitter *sp, int c, int mark)
{
	bool quoted = (mark & XM_QUOTED) != 0;

	sp->sp_have = true;
	buf_putc(&sp->sp_text, c);
	if (quoted || c == '\\')
		buf_putc(&sp->sp_pattern, '\\');
	else if (c == '*' || c == '?' || c == '[')
		sp->sp_magic = true;
	buf_putc(&sp->sp_pattern, c);
}

void
fields_split(struct xbuf *x, struct strlist *out)
{
	struct splitter sp = { .sp_arena = x->xb_arena, .sp_out = out };
	const char *ifs = var_get("IFS");
	size_t i;
	int c, mark;

	if (ifs == NULL)
		ifs = " \t\n";
	for (i = 0; i < x->xb_text.bf_len; i++) {
		c = x->xb_text.bf_data[i];
		mark = x->xb_mark.bf_data[i];
		if (mark & XM_NULL)
			sp.sp_have = true;
		else if ((mark & XM_BREAK) && sp.sp_have)
			field_end(&sp);
		else if (mark & XM_BREAK)
			sp.sp_after_blank = false;
		else if ((mark & XM_SPLIT) && strchr(ifs, c) != NULL)
			field_cut(&sp, c);
		else
			field_char(&sp, c, mark);
	}
	if (sp.sp_have)
		field_end(&sp);
	buf_free(&sp.sp_text);
	buf_free(&sp.sp_pattern);
}
