/*
 * abi/termios.h -- how a terminal treats what is typed and written.
 *
 * The layout and the numbers are BSD's.  What a flag says about a real line
 * (speed, parity, modem signals) is kept but has no effect: the console has
 * none of that.
 */
#ifndef ABI_TERMIOS_H
#define ABI_TERMIOS_H

typedef unsigned int tcflag_t;
typedef unsigned char cc_t;
typedef unsigned int speed_t;

#define NCCS		20
struct termios {
	tcflag_t c_iflag;	/* input */
	tcflag_t c_oflag;	/* output */
	tcflag_t c_cflag;	/* the line */
	tcflag_t c_lflag;	/* everything else */
	cc_t c_cc[NCCS];	/* which characters are keys */
	speed_t c_ispeed;
	speed_t c_ospeed;
};
#define _POSIX_VDISABLE	0xff	/* in c_cc: no character is this key */

/* c_cc; (C) only with ICANON, (S) ISIG, (X) IEXTEN too, (F) IXON */
#define VEOF		0	/* C: end of file, or of the line so far */
#define VEOL		1	/* C: ends a line, like newline */
#define VEOL2		2	/* CX: another such */
#define VERASE		3	/* C: the last character goes */
#define VWERASE		4	/* CX: the last word goes */
#define VKILL		5	/* C: the line goes */
#define VREPRINT	6	/* CX: show the line again */
#define VERASE2		7	/* CX: another VERASE */
#define VINTR		8	/* S: SIGINT */
#define VQUIT		9	/* S: SIGQUIT */
#define VSUSP		10	/* S: SIGTSTP */
#define VDSUSP		11	/* no effect */
#define VSTART		12	/* F: output goes on */
#define VSTOP		13	/* F: output waits */
#define VLNEXT		14	/* X: the next character is no key */
#define VDISCARD	15	/* no effect */
#define VMIN		16	/* not ICANON: how many characters, and */
#define VTIME		17	/* how many tenths of a second, a read waits */
#define VSTATUS		18	/* CX: a line about the job; S too: SIGINFO */

/* c_iflag */
#define IGNBRK		0x0001
#define BRKINT		0x0002
#define IGNPAR		0x0004
#define PARMRK		0x0008
#define INPCK		0x0010
#define ISTRIP		0x0020	/* seven bits of each character */
#define INLCR		0x0040	/* newline becomes CR */
#define IGNCR		0x0080	/* CR is dropped */
#define ICRNL		0x0100	/* CR becomes newline */
#define IXON		0x0200	/* VSTOP and VSTART work */
#define IXOFF		0x0400
#define IXANY		0x0800	/* any character does what VSTART does */
#define IMAXBEL		0x2000	/* ring the bell if the queue is full */

/* c_oflag */
#define OPOST		0x0001	/* the others work */
#define ONLCR		0x0002	/* newline becomes CR newline */
#define OXTABS		0x0004	/* tabs become spaces */
#define ONOEOT		0x0008	/* ^D is dropped */
#define OCRNL		0x0010	/* CR becomes newline */
#define ONOCR		0x0020	/* no CR in column 0 */
#define ONLRET		0x0040	/* newline goes to column 0 by itself */

/* c_cflag */
#define CSIZE		0x0300
#define CS5		0x0000
#define CS6		0x0100
#define CS7		0x0200
#define CS8		0x0300
#define CSTOPB		0x0400
#define CREAD		0x0800
#define PARENB		0x1000
#define PARODD		0x2000
#define HUPCL		0x4000
#define CLOCAL		0x8000

/* c_lflag */
#define ECHOKE		0x00000001u	/* VKILL wipes the line out */
#define ECHOE		0x00000002u	/* VERASE wipes the character out */
#define ECHOK		0x00000004u	/* newline after VKILL */
#define ECHO		0x00000008u
#define ECHONL		0x00000010u	/* newline even without ECHO */
#define ECHOPRT		0x00000020u	/* no effect */
#define ECHOCTL		0x00000040u	/* control characters as ^X */
#define ISIG		0x00000080u	/* VINTR, VQUIT, VSUSP */
#define ICANON		0x00000100u	/* lines that can be mended */
#define ALTWERASE	0x00000200u	/* no effect */
#define IEXTEN		0x00000400u
#define EXTPROC		0x00000800u	/* no effect */
#define TOSTOP		0x00400000u	/* SIGTTOU for background output */
#define FLUSHO		0x00800000u	/* no effect */
#define NOKERNINFO	0x02000000u	/* VSTATUS prints no line */
#define PENDIN		0x20000000u	/* no effect */
#define NOFLSH		0x80000000u	/* VINTR and VSUSP drop no input */

/* What `stty sane` means, and how a terminal starts. */
#define TTYDEF_IFLAG	(BRKINT | ICRNL | IXON | IMAXBEL)
#define TTYDEF_OFLAG	(OPOST | ONLCR)
#define TTYDEF_CFLAG	(CREAD | CS8 | HUPCL)
#define TTYDEF_LFLAG	(ECHO | ICANON | ISIG | IEXTEN | ECHOE | ECHOKE | \
	ECHOCTL)
#define TTYDEF_SPEED	B115200
#define TTYDEF_CC	{						\
	[VEOF] = 'D' & 0x1f, [VEOL] = _POSIX_VDISABLE,			\
	[VEOL2] = _POSIX_VDISABLE, [VERASE] = 0x7f,			\
	[VWERASE] = 'W' & 0x1f, [VKILL] = 'U' & 0x1f,			\
	[VREPRINT] = 'R' & 0x1f, [VERASE2] = 'H' & 0x1f,		\
	[VINTR] = 'C' & 0x1f, [VQUIT] = '\\' & 0x1f,			\
	[VSUSP] = 'Z' & 0x1f, [VDSUSP] = _POSIX_VDISABLE,		\
	[VSTART] = 'Q' & 0x1f, [VSTOP] = 'S' & 0x1f,			\
	[VLNEXT] = 'V' & 0x1f, [VDISCARD] = _POSIX_VDISABLE,		\
	[VMIN] = 1, [VTIME] = 0, [VSTATUS] = 'T' & 0x1f,		\
	[VSTATUS + 1] = _POSIX_VDISABLE					\
}

/* Speeds are what they are called. */
#define B0		0
#define B50		50
#define B75		75
#define B110		110
#define B134		134
#define B150		150
#define B200		200
#define B300		300
#define B600		600
#define B1200		1200
#define B1800		1800
#define B2400		2400
#define B4800		4800
#define B9600		9600
#define B19200		19200
#define B38400		38400
#define B57600		57600
#define B115200		115200

#endif
