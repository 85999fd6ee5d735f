/*
 * termios.h -- terminals: how they treat what is typed and written.
 */
#ifndef _TERMIOS_H
#define _TERMIOS_H

#include <sys/types.h>

#include "kernel/abi/termios.h"

/* tcsetattr: when */
#define TCSANOW		0
#define TCSADRAIN	1	/* once all output is out */
#define TCSAFLUSH	2	/* and unread input is dropped */

/* tcflush: what; tcflow: what to do */
#define TCIFLUSH	1
#define TCOFLUSH	2
#define TCIOFLUSH	3
#define TCOOFF		1	/* output waits */
#define TCOON		2	/* output goes on */
#define TCIOFF		3	/* tell the other side to wait */
#define TCION		4	/* tell it to go on */

int tcgetattr(int fd, struct termios *t);
/*
 * tcsetattr: from a process in the background: SIGTTOU, unless it ignores or
 * blocks that.
 */
int tcsetattr(int fd, int when, const struct termios *t);
int tcdrain(int fd);
int tcflush(int fd, int what);
int tcflow(int fd, int what);
/* The session whose controlling terminal it is. */
pid_t tcgetsid(int fd);

/* Every character at once, none is a key, nothing is echoed or changed. */
void cfmakeraw(struct termios *t);
speed_t cfgetispeed(const struct termios *t);
speed_t cfgetospeed(const struct termios *t);
int cfsetispeed(struct termios *t, speed_t speed);
int cfsetospeed(struct termios *t, speed_t speed);
int cfsetspeed(struct termios *t, speed_t speed);

#endif
