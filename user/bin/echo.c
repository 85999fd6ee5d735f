/*
 * echo -- print the arguments.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	int newline = 1;

	argv++;
	if (argc > 1 && strcmp(*argv, "-n") == 0) {
		newline = 0;
		argv++;
	}
	for (; *argv != NULL; argv++) {
		fputs(*argv, stdout);
		if (argv[1] != NULL)
			putchar(' ');
	}
	if (newline)
		putchar('\n');
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return (0);
}
