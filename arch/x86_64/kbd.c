/*
 * kbd.c -- a PS/2 keyboard with US keys.
 *
 * The controller translates to scan code set 1: a key sends its code when
 * pressed, and the code with bit 7 when released; 0xe0 comes before the
 * codes of keys that older keyboards did not have.
 *
 *   kbd_init
 */
#include "arch/x86_64/console.h"
#include "arch/x86_64/pic.h"
#include "arch/x86_64/regs.h"
#include "kernel/machdep.h"
#include "lib/bits.h"

#define KBD_DATA	0x60
#define KBD_STATUS	0x64
#define KBD_COMMAND	0x64
#define STATUS_OUTPUT	0x01		/* a byte for us */
#define STATUS_INPUT	0x02		/* busy with a byte from us */
#define STATUS_MOUSE	0x20		/* the byte is the mouse's */
#define CMD_READ_CONFIG	0x20
#define CMD_WRITE_CONFIG 0x60
#define CMD_ENABLE	0xae
#define CONFIG_IRQ	0x01
#define CONFIG_DISABLED	0x10
#define CONFIG_SET1	0x40

#define KEY_RELEASED	0x80
#define KEY_EXTENDED	0xe0
#define KEY_CTRL	0x1d
#define KEY_SHIFT_LEFT	0x2a
#define KEY_SHIFT_RIGHT	0x36
#define KEY_CAPS	0x3a
#define KEY_DELETE	0x53
#define PATIENCE	10000

static const char plain[] =
    "\0\0331234567890-=\177\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\033!@#$%^&*()_+\177\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";
_Static_assert(sizeof(plain) == sizeof(shifted), "one for each key");
_Static_assert(sizeof(plain) == 0x3a + 1, "the space bar is key 0x39");

/* Only the interrupt handler touches these. */
static bool shift_left, shift_right, ctrl, caps, extended;

/* Keys that are held; true if this was one. */
static bool
modifier(uint8_t key, bool pressed)
{
	switch (key) {
	case KEY_SHIFT_LEFT:
		shift_left = pressed;
		return (true);
	case KEY_SHIFT_RIGHT:
		shift_right = pressed;
		return (true);
	case KEY_CTRL:
		ctrl = pressed;
		return (true);
	case KEY_CAPS:
		if (pressed)
			caps = !caps;
		return (true);
	default:
		return (false);
	}
}

/* The character of a key that was pressed, or 0. */
static int
key_char(uint8_t key)
{
	bool shift = shift_left || shift_right;
	char c;

	if (key >= sizeof(plain) - 1)
		return (0);
	c = plain[key];
	if (c >= 'a' && c <= 'z')
		shift ^= caps;
	if (shift)
		c = shifted[key];
	if (ctrl && c >= '@' && c <= '~')
		c &= 0x1f;
	return (c);
}

/* A keypad's enter and slash, and Delete; the arrows mean nothing to us. */
static int
extended_char(uint8_t key)
{
	switch (key) {
	case 0x1c:
		return ('\n');
	case 0x35:
		return ('/');
	case KEY_DELETE:
		return (0x7f);
	default:
		return (0);
	}
}

static void
kbd_code(uint8_t code)
{
	uint8_t key = code & (uint8_t)~KEY_RELEASED;
	bool pressed = (code & KEY_RELEASED) == 0;
	bool was_extended = extended;
	int c;

	extended = code == KEY_EXTENDED;
	if (extended)
		return;
	/* Print Screen pretends to hold shift: extended shifts are none. */
	if (was_extended && key != KEY_CTRL) {
		c = pressed ? extended_char(key) : 0;
	} else {
		if (modifier(key, pressed) || !pressed)
			return;
		c = key_char(key);
	}
	if (c != 0)
		cons_input(c);
}

static void
kbd_interrupt(void *arg, bool user)
{
	uint8_t status, code;

	(void)arg;
	(void)user;
	for (int i = 0; i < 64; i++) {
		status = inb(KBD_STATUS);
		if ((status & STATUS_OUTPUT) == 0)
			break;
		code = inb(KBD_DATA);
		if ((status & STATUS_MOUSE) == 0)
			kbd_code(code);
	}
}

/* Wait until status & bit is as wanted; false if it never is. */
static bool
kbd_wait(uint8_t bit, uint8_t wanted)
{
	for (int i = 0; i < PATIENCE; i++) {
		if ((inb(KBD_STATUS) & bit) == wanted)
			return (true);
		cpu_pause();
	}
	return (false);
}

static bool
kbd_command(uint8_t command)
{
	if (!kbd_wait(STATUS_INPUT, 0))
		return (false);
	outb(KBD_COMMAND, command);
	return (true);
}

void
kbd_init(void)
{
	uint8_t config;

	if (inb(KBD_STATUS) == 0xff)
		return;			/* there is no such controller */
	for (int i = 0; i < 64 && (inb(KBD_STATUS) & STATUS_OUTPUT); i++)
		inb(KBD_DATA);		/* what the firmware left */
	if (!kbd_command(CMD_READ_CONFIG) ||
	    !kbd_wait(STATUS_OUTPUT, STATUS_OUTPUT))
		return;
	config = inb(KBD_DATA);
	config = (uint8_t)((config | CONFIG_IRQ | CONFIG_SET1) &
	    ~CONFIG_DISABLED);
	if (!kbd_command(CMD_WRITE_CONFIG) || !kbd_wait(STATUS_INPUT, 0))
		return;
	outb(KBD_DATA, config);
	if (!kbd_command(CMD_ENABLE))
		return;
	intr_register(IRQ_KEYBOARD, kbd_interrupt, NULL);
	pic_unmask(IRQ_KEYBOARD);
}
