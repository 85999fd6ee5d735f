/*
 * nohup -- run a command that outlives its terminal.
 *
 * It ignores SIGHUP.  If its output would go to the terminal, it goes to the
 * file nohup.out instead.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	int fd, error;

	if (argc < 2) {
		fprintf(stderr, "usage: nohup command [argument ...]\n");
		return (125);
	}
	signal(SIGHUP, SIG_IGN);
	if (isatty(1)) {
		fd = open("nohup.out", O_WRONLY | O_CREAT | O_APPEND, 0600);
		if (fd < 0)
			err(125, "nohup.out");
		dup2(fd, 1);
		if (fd > 2)
			close(fd);
	}
	if (isatty(2))
		dup2(1, 2);
	execvp(argv[1], argv + 1);
	error = errno;
	warn("%s", argv[1]);
	return (error == ENOENT ? 127 : 126);
}
