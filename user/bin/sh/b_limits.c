/*
 * b_limits.c -- builtins about what the shell and its children use: times.
 */
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "user/bin/sh/sh.h"

static void
print_time(const struct timeval *tv, char end)
{
	out("%ldm%ld.%03lds%c", (long)tv->tv_sec / 60, (long)tv->tv_sec % 60,
	    (long)tv->tv_usec / 1000, end);
}

/* User and system time: of the shell, and of the children it waited for. */
int
builtin_times(int argc, char **argv)
{
	static const int whose[] = { RUSAGE_SELF, RUSAGE_CHILDREN };
	struct rusage used;
	int i;

	(void)argc;
	(void)argv;
	for (i = 0; i < 2; i++) {
		memset(&used, 0, sizeof(used));
		(void)getrusage(whose[i], &used);
		print_time(&used.ru_utime, ' ');
		print_time(&used.ru_stime, '\n');
	}
	return (0);
}
