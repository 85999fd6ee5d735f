/*
 * font.c -- from the drawing of the letters to dots.
 *
 * font.txt is part of the image as it is (font_text.asm).  Lines that begin
 * with ; are remarks.  The rest are bands of 16 lines; a band shows eight
 * characters side by side, each 8 columns and a blank wide, in the order of
 * ASCII from the space on.  Only # is ink.
 *
 *   font_init, font_glyph
 */
#include "arch/x86_64/font.h"

#include "lib/string.h"

#define FIRST		' '
#define LAST		'~'
#define BAND		8		/* characters side by side */
#define NGLYPHS		(LAST - FIRST + 1)

extern const char font_text[], font_text_end[];

static uint8_t glyphs[NGLYPHS][FONT_HEIGHT];
static const uint8_t unknown[FONT_HEIGHT] = { [3] = 0x7e, [4] = 0x42,
    [5] = 0x42, [6] = 0x42, [7] = 0x42, [8] = 0x42, [9] = 0x42, [10] = 0x42,
    [11] = 0x7e };

/* One line of a band: number `line' counted over all bands. */
static void
font_line(const char *text, size_t len, int line)
{
	int first = line / FONT_HEIGHT * BAND;

	for (size_t i = 0; i < len && i < BAND * (FONT_WIDTH + 1); i++) {
		int glyph = first + (int)i / (FONT_WIDTH + 1);
		int dot = (int)i % (FONT_WIDTH + 1);

		if (text[i] == '#' && dot < FONT_WIDTH && glyph < NGLYPHS)
			glyphs[glyph][line % FONT_HEIGHT] |=
			    (uint8_t)(0x80 >> dot);
	}
}

void
font_init(void)
{
	const char *p = font_text, *end;
	int line = 0;

	for (; p < font_text_end; p = end + 1) {
		end = memchr(p, '\n', (size_t)(font_text_end - p));
		if (end == NULL)
			end = font_text_end;
		if (*p != ';')
			font_line(p, (size_t)(end - p), line++);
	}
}

const uint8_t *
font_glyph(char c)
{
	if (c < FIRST || c > LAST)
		return (unknown);
	return (glyphs[c - FIRST]);
}
