/*
 * tty -- the name of the terminal on standard input.
 *
 *   tty [-s]     -s: say nothing
 *
 * Status 0 if it is a terminal, 1 if not.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	const char *name = ttyname(0);

	if (argc > 2 || (argc == 2 && strcmp(argv[1], "-s") != 0)) {
		fputs("usage: tty [-s]\n", stderr);
		return (2);
	}
	if (argc == 1)
		puts(name != NULL ? name : "not a tty");
	return (name == NULL);
}
