/*
 * terminal.c -- <termios.h> over ioctl, and what unistd.h has of terminals.
 *
 *   tcgetattr tcsetattr tcdrain tcflush tcflow tcgetsid
 *   tcgetpgrp tcsetpgrp isatty ttyname ctermid
 *   cfmakeraw cfgetispeed cfgetospeed cfsetispeed cfsetospeed cfsetspeed
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

int
tcgetattr(int fd, struct termios *t)
{
	return (ioctl(fd, TIOCGETA, t));
}

int
tcsetattr(int fd, int when, const struct termios *t)
{
	static const unsigned long requests[] = {
		[TCSANOW] = TIOCSETA, [TCSADRAIN] = TIOCSETAW,
		[TCSAFLUSH] = TIOCSETAF
	};

	if (when < TCSANOW || when > TCSAFLUSH) {
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, requests[when], t));
}

int
tcdrain(int fd)
{
	return (ioctl(fd, TIOCDRAIN));
}

/* The kernel's bits are those of the open mode: 1 read, 2 write. */
int
tcflush(int fd, int what)
{
	if (what < TCIFLUSH || what > TCIOFLUSH) {
		errno = EINVAL;
		return (-1);
	}
	return (ioctl(fd, TIOCFLUSH, &what));
}

/* The other side is told with the character it would type itself. */
static int
send_key(int fd, int key)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return (-1);
	if (t.c_cc[key] == _POSIX_VDISABLE)
		return (0);
	return (write(fd, &t.c_cc[key], 1) == 1 ? 0 : -1);
}

int
tcflow(int fd, int what)
{
	switch (what) {
	case TCOOFF:
		return (ioctl(fd, TIOCSTOP));
	case TCOON:
		return (ioctl(fd, TIOCSTART));
	case TCIOFF:
		return (send_key(fd, VSTOP));
	case TCION:
		return (send_key(fd, VSTART));
	default:
		errno = EINVAL;
		return (-1);
	}
}

pid_t
tcgetsid(int fd)
{
	int sid;

	return (ioctl(fd, TIOCGSID, &sid) < 0 ? -1 : sid);
}

pid_t
tcgetpgrp(int fd)
{
	int pgrp;

	return (ioctl(fd, TIOCGPGRP, &pgrp) < 0 ? -1 : pgrp);
}

int
tcsetpgrp(int fd, pid_t pgrp)
{
	return (ioctl(fd, TIOCSPGRP, &pgrp));
}

int
isatty(int fd)
{
	struct termios t;

	return (tcgetattr(fd, &t) == 0);
}

/* There is one terminal, but a descriptor may also be on /dev/tty. */
char *
ttyname(int fd)
{
	static char console[] = "/dev/console", tty[] = "/dev/tty";
	struct stat st, st_tty;

	if (!isatty(fd) || fstat(fd, &st) < 0)
		return (NULL);
	if (stat(tty, &st_tty) == 0 && st.st_rdev == st_tty.st_rdev)
		return (tty);
	return (console);
}

char *
ctermid(char *buf)
{
	static char name[] = "/dev/tty";

	return (buf == NULL ? name : strcpy(buf, name));
}

/* ---------------------------------------------------- struct termios */

void
cfmakeraw(struct termios *t)
{
	t->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR |
	    IGNCR | ICRNL | IXON | IXOFF | IXANY | IMAXBEL);
	t->c_oflag &= ~(tcflag_t)OPOST;
	t->c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ICANON |
	    ISIG | IEXTEN | NOFLSH | TOSTOP);
	t->c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
	t->c_cflag |= CS8 | CREAD;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}

speed_t
cfgetispeed(const struct termios *t)
{
	return (t->c_ispeed);
}

speed_t
cfgetospeed(const struct termios *t)
{
	return (t->c_ospeed);
}

int
cfsetispeed(struct termios *t, speed_t speed)
{
	t->c_ispeed = speed;
	return (0);
}

int
cfsetospeed(struct termios *t, speed_t speed)
{
	t->c_ospeed = speed;
	return (0);
}

int
cfsetspeed(struct termios *t, speed_t speed)
{
	t->c_ispeed = t->c_ospeed = speed;
	return (0);
}
