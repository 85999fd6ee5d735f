/*
 * screen.c -- the screen as a grid of characters.
 *
 * What should be seen is kept in memory, and only characters that changed
 * are drawn: reading back from a screen is slow, and so is drawing one.
 * Drawing is either a word into VGA's text memory or the dots of our font
 * (font.txt) into the framebuffer.
 *
 *   screen_init, screen_remap, screen_putc
 */
#include "arch/x86_64/console.h"
#include "arch/x86_64/font.h"
#include "arch/x86_64/pmap.h"
#include "arch/x86_64/regs.h"
#include "boot/bootinfo.h"
#include "kernel/machdep.h"
#include "lib/bits.h"

#define VGA_TEXT	0xb8000
#define VGA_COLUMNS	80
#define VGA_ROWS	25
#define VGA_COLOUR	0x07		/* light grey on black */
#define CRTC_INDEX	0x3d4
#define CRTC_DATA	0x3d5
#define CRTC_CURSOR	14		/* and 15: its place */

#define MAX_COLUMNS	160
#define MAX_ROWS	68
#define GREY		0xc0		/* of each colour */
#define TAB		8

static int columns, rows;		/* 0: no screen */
static int column, row;			/* where the next character goes */
static char wanted[MAX_ROWS][MAX_COLUMNS];
static char shown[MAX_ROWS][MAX_COLUMNS];
static int cursor_column, cursor_row;	/* where it is drawn */

static volatile uint16_t *vga;		/* or NULL */
static struct boot_screen fb;
static uint8_t *fb_base;
static uint64_t fb_ink;			/* a point of a character */

/* ------------------------------------------------------------- drawing */

static uint64_t
colour_part(uint8_t value, uint8_t pos, uint8_t size)
{
	if (size > 8)
		size = 8;
	return ((uint64_t)(value >> (8 - size)) << (pos & 31));
}

static void
fb_point(uint8_t *at, uint64_t colour)
{
	for (unsigned int i = 0; i < fb.bs_bpp / 8u; i++)
		at[i] = (uint8_t)(colour >> (8 * i));
}

static void
fb_draw(int x, int y, char c, bool cursor)
{
	const uint8_t *glyph = font_glyph(c);
	size_t bytes = fb.bs_bpp / 8;
	uint8_t *at;
	uint8_t bits;

	for (int line = 0; line < FONT_HEIGHT; line++) {
		at = fb_base + (size_t)(y * FONT_HEIGHT + line) * fb.bs_pitch +
		    (size_t)x * FONT_WIDTH * bytes;
		bits = glyph[line];
		if (cursor && line >= FONT_HEIGHT - 2)
			bits = 0xff;
		for (int i = 0; i < FONT_WIDTH; i++, at += bytes)
			fb_point(at, bits & (0x80 >> i) ? fb_ink : 0);
	}
}

static void
draw(int x, int y)
{
	char c = wanted[y][x];

	shown[y][x] = c;
	if (vga != NULL)
		vga[y * VGA_COLUMNS + x] = (uint16_t)(VGA_COLOUR << 8 |
		    (uint8_t)c);
	else
		fb_draw(x, y, c, x == cursor_column && y == cursor_row);
}

static void
draw_cursor(void)
{
	int old_x = cursor_column, old_y = cursor_row;
	unsigned int place = (unsigned int)(row * VGA_COLUMNS + column);

	cursor_column = column;
	cursor_row = row;
	if (vga != NULL) {
		outb(CRTC_INDEX, CRTC_CURSOR);
		outb(CRTC_DATA, (uint8_t)(place >> 8));
		outb(CRTC_INDEX, CRTC_CURSOR + 1);
		outb(CRTC_DATA, (uint8_t)place);
		return;
	}
	draw(old_x, old_y);
	draw(column, row);
}

/* ---------------------------------------------------------- characters */

static void
scroll(void)
{
	memmove(wanted[0], wanted[1], (size_t)(rows - 1) * MAX_COLUMNS);
	memset(wanted[rows - 1], ' ', MAX_COLUMNS);
	for (int y = 0; y < rows; y++) {
		for (int x = 0; x < columns; x++) {
			if (wanted[y][x] != shown[y][x])
				draw(x, y);
		}
	}
}

static void
linefeed(void)
{
	if (row < rows - 1)
		row++;
	else
		scroll();
}

static void
newline(void)
{
	column = 0;
	linefeed();
}

static void
print(char c)
{
	if (c < ' ' || c == 0x7f)
		return;			/* a bell, or part of some code */
	wanted[row][column] = c;
	draw(column, row);
	if (++column == columns)
		newline();
}

void
screen_putc(char c)
{
	if (columns == 0)
		return;
	switch (c) {
	case '\n':
		linefeed();
		break;
	case '\r':
		column = 0;
		break;
	case '\b':
		if (column > 0)
			column--;
		break;
	case '\t':
		do {
			print(' ');
		} while (column % TAB != 0);
		break;
	default:
		print(c);
		break;
	}
	draw_cursor();
}

/* ------------------------------------------------------------- start-up */

static bool
fb_usable(const struct boot_screen *bs)
{
	return (bs->bs_present && bs->bs_bpp >= 15 && bs->bs_bpp <= 32 &&
	    bs->bs_width >= 20 * FONT_WIDTH &&
	    bs->bs_height >= 4 * FONT_HEIGHT &&
	    bs->bs_pitch >= (uint64_t)bs->bs_width * ((bs->bs_bpp + 7) / 8) &&
	    bs->bs_pitch < 1u << 16 && bs->bs_height < 1u << 15 &&
	    bs->bs_addr + (uint64_t)bs->bs_pitch * bs->bs_height <= 4ul << 30);
}

void
screen_init(const struct boot_screen *bs)
{
	if (fb_usable(bs)) {
		fb = *bs;
		fb.bs_bpp = (uint8_t)((bs->bs_bpp + 7) / 8 * 8);
		fb_base = (uint8_t *)(KVA_RAM + fb.bs_addr);
		fb_ink = colour_part(GREY, fb.bs_red_pos, fb.bs_red_size) |
		    colour_part(GREY, fb.bs_green_pos, fb.bs_green_size) |
		    colour_part(GREY, fb.bs_blue_pos, fb.bs_blue_size);
		font_init();
		columns = min((int)fb.bs_width / FONT_WIDTH, MAX_COLUMNS);
		rows = min((int)fb.bs_height / FONT_HEIGHT, MAX_ROWS);
	} else if (!bs->bs_present) {
		vga = (volatile uint16_t *)(KVA_RAM + VGA_TEXT);
		columns = VGA_COLUMNS;
		rows = VGA_ROWS;
	}
	memset(wanted, ' ', sizeof(wanted));
	for (int y = 0; y < rows; y++) {
		for (int x = 0; x < columns; x++)
			draw(x, y);
	}
}

/* Not cached from now on: a cache would show lines late, or never. */
void
screen_remap(void)
{
	if (vga == NULL && columns != 0)
		fb_base = pmap_map_device(fb.bs_addr,
		    (uint64_t)fb.bs_pitch * fb.bs_height);
}
