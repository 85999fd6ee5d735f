/*
 * T-9.10: a pipe ends when its last writer is gone, and a child that keeps
 * a copy of the write end delays that.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.10");

static void
end_of_file(void)
{
	struct child ch;
	int fds[2];
	char c;
	pid_t pid;

	check(pipe(fds) == 0, "pipe");
	check(write(fds[1], "x", 1) == 1, "write");
	close(fds[1]);
	check(read(fds[0], &c, 1) == 1 && c == 'x', "what was written");
	check(read(fds[0], &c, 1) == 0, "then the end");
	close(fds[0]);

	/* A child holds a copy of the write end; a reader must wait. */
	check(pipe(fds) == 0, "pipe");
	ch = child_start(NULL, NULL);
	close(fds[1]);
	pid = fork();
	if (pid == 0) {
		close(ch.ch_fd);	/* or the first child waits for us */
		_exit(read(fds[0], &c, 1) == 0 ? 0 : 1);
	}
	sleep_ms(50);
	check(kill(pid, 0) == 0, "the reader waits");
	child_stop(&ch);
	check(wait_exit(pid) == 0, "end of file when the child is gone");
	close(fds[0]);
}

static void
no_reader(void)
{
	struct child ch;
	int fds[2];
	pid_t pid;

	/* With a copy of the read end in a child, writing works. */
	check(pipe(fds) == 0, "pipe");
	ch = child_start(NULL, NULL);
	close(fds[0]);
	check(write(fds[1], "x", 1) == 1, "somebody could still read");
	child_stop(&ch);
	pid = fork();
	if (pid == 0) {
		(void)!write(fds[1], "x", 1);
		_exit(errno == EPIPE ? 50 : 51);
	}
	check(wait_exit(pid) == 128 + SIGPIPE, "nobody: SIGPIPE");
	close(fds[1]);
}

static unsigned char out[20000], in[20000];

/* Never empty, so what is in it goes round and round in the ring. */
static void
round_and_round(void)
{
	size_t sent = 0, got = 0, i;
	int fds[2];

	check(pipe(fds) == 0, "pipe");
	while (got < 100000) {
		for (i = 0; i < 5000; i++)
			out[i] = (unsigned char)((sent + i) % 251);
		check(write(fds[1], out, 5000) == 5000, "write");
		sent += 5000;
		if (sent < 15000)
			continue;
		check(read(fds[0], in, 5000) == 5000, "read");
		for (i = 0; i < 5000; i++)
			check(in[i] == (got + i) % 251, "in order");
		got += 5000;
	}
	close(fds[0]);
	close(fds[1]);
}

/* More than a pipe holds, through to the other side, in order. */
static void
much(void)
{
	size_t sent = 0, got = 0, i;
	int fds[2];
	ssize_t n;
	pid_t pid;

	check(pipe(fds) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		while (sent < 300000) {
			for (i = 0; i < sizeof(out); i++)
				out[i] = (unsigned char)((sent + i) % 251);
			check(write(fds[1], out, sizeof(out)) ==
			    (ssize_t)sizeof(out), "write all of it");
			sent += sizeof(out);
		}
		_exit(0);
	}
	close(fds[1]);
	while ((n = read(fds[0], in, 1777)) > 0) {
		for (i = 0; i < (size_t)n; i++)
			check(in[i] == (got + i) % 251, "byte for byte");
		got += (size_t)n;
	}
	check(n == 0 && got == 300000, "all of it");
	check(wait_exit(pid) == 0, "child");
	close(fds[0]);
}

int
main(void)
{
	int fds[2];

	end_of_file();
	no_reader();
	round_and_round();
	much();
	check(pipe(fds) == 0, "pipe");
	check_fails(write(fds[0], "x", 1), EBADF);
	check_fails(read(fds[1], fds, 1), EBADF);
	check_fails(lseek(fds[0], 0, SEEK_SET), ESPIPE);
	pass();
}
