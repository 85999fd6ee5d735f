/*
 * output.c -- what the shell itself writes.
 *
 * Builtins collect their output and write it when they end, so that a
 * builtin costs one write, and a fork never finds half of a line that both
 * processes would then print.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

#define OUT_ROOM	4096	/* write when this much has come together */

static struct buf pending;
static bool out_failed;

static bool
write_all(int fd, const char *s, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, s, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (false);
		s += n;
		len -= (size_t)n;
	}
	return (true);
}

static void
out_write(void)
{
	if (!out_failed && pending.bf_len > 0 &&
	    !write_all(1, pending.bf_data, pending.bf_len)) {
		warn("write error: %s", strerror(errno));
		out_failed = true;
	}
	pending.bf_len = 0;
}

void
out_add(const char *s, size_t len)
{
	buf_add(&pending, s, len);
	if (pending.bf_len >= OUT_ROOM)
		out_write();
}

void
out(const char *fmt, ...)
{
	char room[256], *big;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(room, sizeof(room), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n < sizeof(room)) {
		out_add(room, (size_t)n);
		return;
	}
	big = xmalloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(big, (size_t)n + 1, fmt, ap);
	va_end(ap);
	out_add(big, (size_t)n);
	free(big);
}

int
out_flush(void)
{
	bool failed;

	out_write();
	failed = out_failed;
	out_failed = false;
	return (failed ? 1 : 0);
}

void
tell(const char *line)
{
	struct buf b = { 0 };

	out_write();
	buf_printf(&b, "%s\n", line);
	(void)write_all(2, b.bf_data, b.bf_len);
	buf_free(&b);
}

/* "sh: ..." on standard error, whole lines at once. */
void
warn(const char *fmt, ...)
{
	char room[600] = "sh: ";
	size_t len;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(room + 4, sizeof(room) - 5, fmt, ap);
	va_end(ap);
	len = strlen(room);
	room[len++] = '\n';
	(void)write_all(2, room, len);
}
