/*
 * forkpipe.c -- parent and children talk through pipes.
 *
 * An ordinary POSIX program: it knows nothing of the system it runs on.
 *
 * prints:
 *	child 0 says 0
 *	child 1 says 1
 *	child 2 says 4
 *	child 3 says 9
 *	sum of statuses 6
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN	4

int
main(void)
{
	int from[CHILDREN], sum = 0;
	pid_t pid[CHILDREN];

	for (int i = 0; i < CHILDREN; i++) {
		int ends[2];

		if (pipe(ends) == -1) {
			perror("pipe");
			return (1);
		}
		pid[i] = fork();
		if (pid[i] == -1) {
			perror("fork");
			return (1);
		}
		if (pid[i] == 0) {
			int square = i * i;

			close(ends[0]);
			write(ends[1], &square, sizeof(square));
			_exit(i);
		}
		close(ends[1]);
		from[i] = ends[0];
	}
	for (int i = 0; i < CHILDREN; i++) {
		int square, status;

		if (read(from[i], &square, sizeof(square)) != sizeof(square))
			return (1);
		printf("child %d says %d\n", i, square);
		if (waitpid(pid[i], &status, 0) != pid[i] ||
		    !WIFEXITED(status))
			return (1);
		sum += WEXITSTATUS(status);
	}
	printf("sum of statuses %d\n", sum);
	return (0);
}
