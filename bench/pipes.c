/*
 * pipes.c -- the price of talking.
 */
#include <unistd.h>

#include "bench/bench.h"

#define TRIPS	500
#define BULK	(1ul << 20)

static char buffer[64 * 1024];

/* A byte there and a byte back, each between two processes. */
static void
round_trip(void)
{
	uint64_t start = 0;
	int there[2], back[2];
	char c = 'x';

	if (pipe(there) != 0 || pipe(back) != 0)
		die("pipe");
	if (xfork() == 0) {
		close(there[1]);
		while (read(there[0], &c, 1) == 1)
			write(back[1], &c, 1);
		_exit(0);
	}
	for (int i = -10; i < TRIPS; i++) {
		if (i == 0)
			start = now();
		write(there[1], &c, 1);
		if (read(back[0], &c, 1) != 1)
			die("read");
	}
	row("pipe_round_trip", 1, now() - start, TRIPS);
	close(there[0]);
	close(there[1]);
	xwait();
	close(back[0]);
	close(back[1]);
}

/* Many bytes, written and read in pieces of that size. */
static void
bandwidth(size_t piece)
{
	uint64_t start;
	size_t got = 0;
	long n;
	int fd[2];

	if (pipe(fd) != 0)
		die("pipe");
	if (xfork() == 0) {
		close(fd[0]);
		for (size_t sent = 0; sent < BULK; sent += piece) {
			if (write(fd[1], buffer, piece) != (long)piece)
				_exit(1);
		}
		_exit(0);
	}
	close(fd[1]);
	start = now();
	while (got < BULK && (n = read(fd[0], buffer, piece)) > 0)
		got += (size_t)n;
	row("pipe_per_kib", (long)piece, now() - start, BULK / 1024);
	close(fd[0]);
	xwait();
}

void
rows_pipes(void)
{
	round_trip();
	bandwidth(4096);
	bandwidth(65536);
}
