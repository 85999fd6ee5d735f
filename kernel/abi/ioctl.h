/*
 * abi/ioctl.h -- requests to devices: what a terminal understands.
 *
 * The numbers are BSD's; so is what they mean.
 */
#ifndef ABI_IOCTL_H
#define ABI_IOCTL_H

struct winsize {
	unsigned short ws_row;
	unsigned short ws_col;
	unsigned short ws_xpixel;
	unsigned short ws_ypixel;
};

/* How what is typed and written is treated: struct termios *. */
#define TIOCGETA	0x402c7413ul	/* as it is */
#define TIOCSETA	0x802c7414ul	/* as it is to be, at once */
#define TIOCSETAW	0x802c7415ul	/* once all output is out */
#define TIOCSETAF	0x802c7416ul	/* and unread input is dropped */

/* Whose terminal it is. */
#define TIOCSCTTY	0x20007461ul	/* become our controlling terminal */
#define TIOCNOTTY	0x20007471ul	/* give it up */
#define TIOCGSID	0x40047463ul	/* int *: the session it belongs to */
#define TIOCGPGRP	0x40047477ul	/* int *: foreground process group */
#define TIOCSPGRP	0x80047476ul	/* const int *: the same, set */

/* What is in the queues. */
#define TIOCFLUSH	0x80047410ul	/* const int *: drop FREAD | FWRITE */
#define TIOCDRAIN	0x2000745eul	/* wait until all output is out */
#define TIOCSTOP	0x2000746ful	/* output waits, as after ^S */
#define TIOCSTART	0x2000746eul	/* output goes on, as after ^Q */
#define TIOCOUTQ	0x40047473ul	/* int *: bytes not yet out */
#define TIOCSTI		0x80017472ul	/* const char *: as if typed */
#define FIONREAD	0x4004667ful	/* int *: bytes a read would give */

/* Its size in characters: struct winsize *. */
#define TIOCGWINSZ	0x40087468ul
#define TIOCSWINSZ	0x80087467ul

#endif
