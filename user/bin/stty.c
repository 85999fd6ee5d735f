/*
 * stty -- the settings of the terminal on standard input.
 *
 *   stty                   what differs from `stty sane`
 *   stty -a                everything
 *   stty -g                the same in one word, for `stty WORD`
 *   stty size              rows and columns
 *   stty FLAG, stty -FLAG  set it, clear it (echo, icanon, icrnl, tostop ...)
 *   stty KEY CHAR          which character is a key: stty intr ^C, erase undef
 *   stty raw | -raw | cooked | sane | cbreak
 *   stty min N, time N, rows N, columns N
 */
#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum group { INPUT, OUTPUT, LINE, LOCAL };

static const struct flag {
	const char *name;
	enum group group;
	tcflag_t bit;
} flags[] = {
	{ "icanon", LOCAL, ICANON }, { "isig", LOCAL, ISIG },
	{ "iexten", LOCAL, IEXTEN }, { "echo", LOCAL, ECHO },
	{ "echoe", LOCAL, ECHOE }, { "echok", LOCAL, ECHOK },
	{ "echoke", LOCAL, ECHOKE }, { "echonl", LOCAL, ECHONL },
	{ "echoctl", LOCAL, ECHOCTL }, { "noflsh", LOCAL, NOFLSH },
	{ "tostop", LOCAL, TOSTOP }, { "nokerninfo", LOCAL, NOKERNINFO },
	{ "icrnl", INPUT, ICRNL }, { "inlcr", INPUT, INLCR },
	{ "igncr", INPUT, IGNCR }, { "istrip", INPUT, ISTRIP },
	{ "ixon", INPUT, IXON }, { "ixany", INPUT, IXANY },
	{ "ixoff", INPUT, IXOFF }, { "imaxbel", INPUT, IMAXBEL },
	{ "ignbrk", INPUT, IGNBRK }, { "brkint", INPUT, BRKINT },
	{ "opost", OUTPUT, OPOST }, { "onlcr", OUTPUT, ONLCR },
	{ "ocrnl", OUTPUT, OCRNL }, { "onocr", OUTPUT, ONOCR },
	{ "onlret", OUTPUT, ONLRET }, { "oxtabs", OUTPUT, OXTABS },
	{ "cread", LINE, CREAD }, { "hupcl", LINE, HUPCL },
	{ "clocal", LINE, CLOCAL }, { "parenb", LINE, PARENB },
	{ "cstopb", LINE, CSTOPB },
};
#define NFLAGS	(sizeof(flags) / sizeof(flags[0]))

static const struct key {
	const char *name;
	int index;
} keys[] = {
	{ "intr", VINTR }, { "quit", VQUIT }, { "susp", VSUSP },
	{ "eof", VEOF }, { "eol", VEOL }, { "eol2", VEOL2 },
	{ "erase", VERASE }, { "erase2", VERASE2 }, { "werase", VWERASE },
	{ "kill", VKILL }, { "reprint", VREPRINT }, { "lnext", VLNEXT },
	{ "start", VSTART }, { "stop", VSTOP }, { "status", VSTATUS },
};
#define NKEYS	(sizeof(keys) / sizeof(keys[0]))

static const struct termios sane = {
	.c_iflag = TTYDEF_IFLAG, .c_oflag = TTYDEF_OFLAG,
	.c_cflag = TTYDEF_CFLAG, .c_lflag = TTYDEF_LFLAG,
	.c_cc = TTYDEF_CC, .c_ispeed = TTYDEF_SPEED, .c_ospeed = TTYDEF_SPEED,
};

static struct termios t;
static struct winsize ws;
static bool t_changed, ws_changed;

static tcflag_t *
word(struct termios *of, enum group group)
{
	switch (group) {
	case INPUT:
		return (&of->c_iflag);
	case OUTPUT:
		return (&of->c_oflag);
	case LINE:
		return (&of->c_cflag);
	default:
		return (&of->c_lflag);
	}
}

/* ---------------------------------------------------------------- show */

static void
show_key(const char *name, int c)
{
	if (c == _POSIX_VDISABLE)
		printf("%s = undef; ", name);
	else if (iscntrl(c))
		printf("%s = ^%c; ", name, (c ^ 0x40) & 0x7f);
	else
		printf("%s = %c; ", name, c);
}

/* With `all` everything, else what is not as `stty sane` makes it. */
static void
show(bool all)
{
	static const char *const titles[] = { "iflags", "oflags", "cflags",
	    "lflags" };
	struct termios usual = sane;
	bool any;

	printf("speed %u baud; %u rows; %u columns;\n", t.c_ospeed,
	    ws.ws_row, ws.ws_col);
	for (int g = LOCAL; g >= INPUT; g--) {
		any = false;
		for (size_t i = 0; i < NFLAGS; i++) {
			tcflag_t is, was;

			if ((int)flags[i].group != g)
				continue;
			is = *word(&t, flags[i].group) & flags[i].bit;
			was = *word(&usual, flags[i].group) & flags[i].bit;
			if (!all && is == was)
				continue;
			if (!any)
				printf("%s:", titles[g]);
			any = true;
			printf(" %s%s", is ? "" : "-", flags[i].name);
		}
		if (any)
			printf("\n");
	}
	any = false;
	for (size_t i = 0; i < NKEYS; i++) {
		if (!all && t.c_cc[keys[i].index] == sane.c_cc[keys[i].index])
			continue;
		if (any && i % 6 == 0)
			printf("\n");
		any = true;
		show_key(keys[i].name, t.c_cc[keys[i].index]);
	}
	if (all || !(t.c_lflag & ICANON)) {
		any = true;
		printf("min = %u; time = %u;", t.c_cc[VMIN], t.c_cc[VTIME]);
	}
	if (any)
		printf("\n");
}

/* Hexadecimal numbers with colons between. */
static void
show_word(void)
{
	printf("%x:%x:%x:%x", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag);
	for (int i = 0; i < NCCS; i++)
		printf(":%x", t.c_cc[i]);
	printf("\n");
}

static bool
set_word(const char *s)
{
	unsigned long value[4 + NCCS] = { 0 };
	char *end;

	for (int i = 0; i < 4 + NCCS; i++) {
		if (!isxdigit((unsigned char)*s))
			return (false);
		value[i] = strtoul(s, &end, 16);
		if (*end != (i < 3 + NCCS ? ':' : '\0'))
			return (false);
		s = end + 1;
	}
	t.c_iflag = (tcflag_t)value[0];
	t.c_oflag = (tcflag_t)value[1];
	t.c_cflag = (tcflag_t)value[2];
	t.c_lflag = (tcflag_t)value[3];
	for (int i = 0; i < NCCS; i++)
		t.c_cc[i] = (cc_t)value[4 + i];
	return (true);
}

/* ----------------------------------------------------------------- set */

static bool
set_flag(const char *name)
{
	bool on = name[0] != '-';

	for (size_t i = 0; i < NFLAGS; i++) {
		if (strcmp(flags[i].name, name + !on) != 0)
			continue;
		if (on)
			*word(&t, flags[i].group) |= flags[i].bit;
		else
			*word(&t, flags[i].group) &= ~flags[i].bit;
		return (true);
	}
	return (false);
}

/* Several settings at once. */
static bool
set_mode(const char *name)
{
	if (strcmp(name, "raw") == 0) {
		cfmakeraw(&t);
	} else if (strcmp(name, "-raw") == 0 || strcmp(name, "cooked") == 0) {
		t.c_iflag |= BRKINT | ICRNL | IXON | IMAXBEL;
		t.c_oflag |= OPOST;
		t.c_lflag |= ICANON | ISIG | IEXTEN | ECHO | ECHOE;
	} else if (strcmp(name, "cbreak") == 0) {
		t.c_lflag &= ~(tcflag_t)ICANON;
		t.c_cc[VMIN] = 1;
		t.c_cc[VTIME] = 0;
	} else if (strcmp(name, "-cbreak") == 0) {
		t.c_lflag |= ICANON;
	} else if (strcmp(name, "sane") == 0) {
		t = sane;
	} else {
		return (false);
	}
	return (true);
}

/* "^C", "^?", "undef", "^-" or the character itself. */
static cc_t
parse_key(const char *s)
{
	if (strcmp(s, "undef") == 0 || strcmp(s, "^-") == 0)
		return (_POSIX_VDISABLE);
	if (strcmp(s, "^?") == 0)
		return (0x7f);
	if (s[0] == '^' && s[1] != '\0' && s[2] == '\0')
		return ((cc_t)(s[1] & 0x1f));
	if (s[0] == '\0' || s[1] != '\0')
		errx(1, "%s: not a character", s);
	return ((cc_t)s[0]);
}

static unsigned
parse_count(const char *s, unsigned max)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (!isdigit((unsigned char)s[0]) || *end != '\0' || n > max)
		errx(1, "%s: not a number up to %u", s, max);
	return ((unsigned)n);
}

/* A word that has a value behind it. */
static bool
set_value(const char *name, const char *value)
{
	for (size_t i = 0; i < NKEYS; i++) {
		if (strcmp(keys[i].name, name) == 0) {
			t.c_cc[keys[i].index] = parse_key(value);
			return (true);
		}
	}
	if (strcmp(name, "min") == 0)
		t.c_cc[VMIN] = (cc_t)parse_count(value, 255);
	else if (strcmp(name, "time") == 0)
		t.c_cc[VTIME] = (cc_t)parse_count(value, 255);
	else
		return (false);
	return (true);
}

static bool
set_size(const char *name, const char *value)
{
	if (strcmp(name, "rows") == 0)
		ws.ws_row = (unsigned short)parse_count(value, 65535);
	else if (strcmp(name, "columns") == 0 || strcmp(name, "cols") == 0)
		ws.ws_col = (unsigned short)parse_count(value, 65535);
	else
		return (false);
	return (true);
}

int
main(int argc, char **argv)
{
	if (tcgetattr(0, &t) < 0 || ioctl(0, TIOCGWINSZ, &ws) < 0)
		err(1, "standard input");
	if (argc < 2 || strcmp(argv[1], "-a") == 0) {
		show(argc >= 2);
		return (0);
	}
	if (strcmp(argv[1], "-g") == 0) {
		show_word();
		return (0);
	}
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "size") == 0)
			printf("%u %u\n", ws.ws_row, ws.ws_col);
		else if (set_flag(argv[i]) || set_mode(argv[i]) ||
		    set_word(argv[i]))
			t_changed = true;
		else if (i + 1 < argc && set_value(argv[i], argv[i + 1]))
			t_changed = true, i++;
		else if (i + 1 < argc && set_size(argv[i], argv[i + 1]))
			ws_changed = true, i++;
		else
			errx(1, "%s: no such setting, or its value is missing",
			    argv[i]);
	}
	if (t_changed && tcsetattr(0, TCSADRAIN, &t) < 0)
		err(1, "standard input");
	if (ws_changed && ioctl(0, TIOCSWINSZ, &ws) < 0)
		err(1, "standard input");
	return (0);
}
