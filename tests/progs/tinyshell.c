/*
 * tinyshell.c -- the exercise of every operating-systems course: a pipeline
 * made by hand of fork, dup2 and execvp.
 *
 * prints:
 *	$ echo one two three | wc -w
 *	3
 *	status 0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t
run(char *const argv[], int in, int out, int unused)
{
	pid_t pid = fork();

	if (pid != 0)
		return (pid);
	if (in != STDIN_FILENO) {
		dup2(in, STDIN_FILENO);
		close(in);
	}
	if (out != STDOUT_FILENO) {
		dup2(out, STDOUT_FILENO);
		close(out);
	}
	if (unused != -1)
		close(unused);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

int
main(void)
{
	char *const left[] = { "echo", "one", "two", "three", NULL };
	char *const right[] = { "wc", "-w", NULL };
	char answer[32];
	int ends[2], back[2], status;
	pid_t first, second;
	ssize_t n;

	printf("$ echo one two three | wc -w\n");
	fflush(stdout);
	if (pipe(ends) == -1 || pipe(back) == -1) {
		perror("pipe");
		return (1);
	}
	first = run(left, STDIN_FILENO, ends[1], ends[0]);
	close(ends[1]);
	second = run(right, ends[0], back[1], back[0]);
	close(ends[0]);
	close(back[1]);
	n = read(back[0], answer, sizeof(answer) - 1);
	if (n < 0)
		return (1);
	answer[n] = '\0';
	waitpid(first, NULL, 0);
	waitpid(second, &status, 0);
	printf("%d\n", atoi(answer));
	printf("status %d\n", WEXITSTATUS(status));
	return (0);
}
