/*
 * input.c -- where the shell's characters come from.
 *
 * A string (sh -c, eval), a script (read whole), or a descriptor.  Commands
 * that the shell starts share its standard input, so from a descriptor that
 * is no terminal we take one byte at a time and never read past the line
 * that is being run.  A terminal hands out single lines by itself.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

#define LINE_ROOM	512	/* bytes asked of a terminal at once */

void
input_text(struct input *in, const char *text, size_t len)
{
	memset(in, 0, sizeof(*in));
	in->in_text = text;
	in->in_len = len;
	in->in_fd = -1;
	in->in_line = 1;
}

void
input_fd(struct input *in, int fd)
{
	input_text(in, "", 0);
	in->in_fd = fd;
	in->in_tty = sh.sh_interactive;
	in->in_buf = xmalloc(LINE_ROOM + 1);
	in->in_text = in->in_buf;
}

bool
input_file(struct input *in, int fd)
{
	struct buf b = { 0 };
	char block[1024];
	ssize_t n;

	while ((n = read(fd, block, sizeof(block))) > 0)
		buf_add(&b, block, (size_t)n);
	if (n < 0) {
		buf_free(&b);
		return (false);
	}
	buf_add(&b, "", 0);
	input_text(in, b.bf_data, b.bf_len);
	in->in_buf = b.bf_data;
	return (true);
}

void
input_close(struct input *in)
{
	free(in->in_buf);
	in->in_buf = NULL;
}

static void
prompt(struct input *in)
{
	const char *ps = var_get(in->in_fresh ? "PS1" : "PS2");

	if (ps != NULL)
		(void)!write(2, ps, strlen(ps));
	in->in_fresh = false;
}

/* A signal came: does it end the line?  At a prompt its trap runs now. */
static bool
interrupted(const struct input *in)
{
	int sig = trap_pending();

	if (!in->in_tty || sig == 0)
		return (false);
	trap_run();
	return (sig == SIGINT || sh.sh_unwind != U_NONE);
}

/*
 * A ^C between the prompt and the read must not wait for the next line, so
 * its handler jumps back to here.  What was typed is to be dropped anyway.
 */
static ssize_t
read_line(struct input *in, size_t keep)
{
	volatile ssize_t n = -1;

	if (sigsetjmp(trap_jump, 1) == 0) {
		trap_jumps = 1;
		if (trap_pending() == 0)
			n = read(in->in_fd, in->in_buf + keep, LINE_ROOM);
		else
			errno = EINTR;
	} else {
		errno = EINTR;
	}
	trap_jumps = 0;
	return (n);
}

/*
 * More bytes from the descriptor.  The last byte read stays in front of
 * them, so that one input_ungetc() is always possible.
 */
static bool
refill(struct input *in)
{
	size_t keep = in->in_len > 0;
	ssize_t n;

	if (in->in_fd < 0 || in->in_eof || in->in_interrupted)
		return (false);
	if (in->in_tty)
		prompt(in);
	if (keep)
		in->in_buf[0] = in->in_buf[in->in_len - 1];
	do {
		n = in->in_tty ? read_line(in, keep) :
		    read(in->in_fd, in->in_buf + keep, 1);
	} while (n < 0 && errno == EINTR && !interrupted(in));
	in->in_pos = keep;
	in->in_len = keep + (n > 0 ? (size_t)n : 0);
	if (n < 0 && errno == EINTR)
		in->in_interrupted = true;
	else if (n <= 0)
		in->in_eof = true;
	return (n > 0);
}

int
input_getc(struct input *in)
{
	int c;

	do {
		if (in->in_pos >= in->in_len && !refill(in))
			return (IN_EOF);
		c = (unsigned char)in->in_text[in->in_pos++];
	} while (c == '\0');	/* no script means anything by a NUL */
	if (c == '\n')
		in->in_line++;
	if (in->in_record != NULL)
		buf_putc(in->in_record, c);
	return (c);
}

void
input_ungetc(struct input *in, int c)
{
	if (c == IN_EOF)
		return;
	in->in_pos--;
	if (c == '\n')
		in->in_line--;
	if (in->in_record != NULL)
		in->in_record->bf_data[--in->in_record->bf_len] = '\0';
}
