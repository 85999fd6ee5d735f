/*
 * pipedemo -- two processes and a pipe, and when a pipe ends.
 *
 *	pipedemo [TEXT]		send TEXT through a pipe, in pieces
 *	pipedemo -f		the same mistake everybody makes once: the
 *				child keeps the write end, and waits for ever
 *				(here for two seconds) for the end of file
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
say(const char *who, const char *what)
{
	printf("%-7s %s\n", who, what);
	fflush(stdout);
}

/* Read until the end; give up after two seconds without anything. */
static void
child(int fd)
{
	char piece[9], line[80];
	int patience = 20;
	ssize_t n;

	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	for (;;) {
		n = read(fd, piece, sizeof(piece) - 1);
		if (n > 0) {
			piece[n] = '\0';
			snprintf(line, sizeof(line), "read %zd bytes: \"%s\"",
			    n, piece);
			say("child", line);
			continue;
		}
		if (n == 0) {
			say("child", "read 0 bytes: nobody can write any more");
			exit(0);
		}
		if (errno != EAGAIN || patience-- == 0)
			break;
		usleep(100000);
	}
	say("child", "still no end of file: somebody can still write: me");
	exit(1);
}

static void
send(int fd, const char *text)
{
	size_t len = strlen(text), at, n;
	char line[80];

	for (at = 0; at < len; at += n) {
		n = len - at < 6 ? len - at : 6;
		if (write(fd, text + at, n) < 0) {
			perror("pipedemo: write");
			exit(1);
		}
		snprintf(line, sizeof(line), "wrote %zu bytes", n);
		say("parent", line);
	}
}

int
main(int argc, char **argv)
{
	int forget = argc == 2 && strcmp(argv[1], "-f") == 0;
	const char *text = argc == 2 && !forget ? argv[1] :
	    "hello through the pipe";
	char line[80];
	int fds[2], status;
	pid_t pid;

	if (argc > 2 || (!forget && argc == 2 && argv[1][0] == '-')) {
		fprintf(stderr, "usage: pipedemo [TEXT | -f]\n");
		return (2);
	}
	if (pipe(fds) < 0) {
		perror("pipedemo: pipe");
		return (1);
	}
	snprintf(line, sizeof(line), "pipe() gave descriptor %d to read and "
	    "%d to write", fds[0], fds[1]);
	say("parent", line);
	pid = fork();
	if (pid < 0) {
		perror("pipedemo: fork");
		return (1);
	}
	if (pid == 0) {
		if (forget) {
			say("child", "I forget to close my write end");
		} else {
			close(fds[1]);
			say("child", "I close my copy of the write end");
		}
		child(fds[0]);
	}
	close(fds[0]);
	send(fds[1], text);
	say("parent", "I close the write end");
	close(fds[1]);
	waitpid(pid, &status, 0);
	say("parent", WEXITSTATUS(status) == 0 ? "the child saw the end" :
	    "the child never saw the end");
	return (WEXITSTATUS(status));
}
