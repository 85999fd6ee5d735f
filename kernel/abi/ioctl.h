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

#define TIOCSCTTY	0x20007461ul	/* become our controlling terminal */
#define TIOCGPGRP	0x40047477ul	/* int *: foreground process group */
#define TIOCSPGRP	0x80047476ul	/* const int *: the same, set */
#define TIOCGWINSZ	0x40087468ul	/* struct winsize *: its size */

#endif
