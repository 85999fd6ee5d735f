/*
 * font.h -- the letters of the framebuffer screen.
 *
 * They are drawn in font.txt and copied from there at start-up.
 */
#ifndef ARCH_X86_64_FONT_H
#define ARCH_X86_64_FONT_H

#include <stdint.h>

#define FONT_WIDTH	8
#define FONT_HEIGHT	16

void font_init(void);
/* FONT_HEIGHT lines of 8 dots, the leftmost in bit 7; a box if unknown. */
const uint8_t *font_glyph(char c);

#endif
