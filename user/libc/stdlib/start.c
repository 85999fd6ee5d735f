/*
 * start.c -- from the first instruction to main, and from there to the end.
 *
 *   __libc_start   what crt0 calls
 *   exit, atexit   the orderly end
 *   _Exit, abort   the others
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/libc/libc.h"
#include "user/libc/pthread/impl.h"

#define ATEXIT_MAX	32		/* what the C standard asks for */

char **environ;
const char *__progname = "";
void (*__exit_flush)(void);

static void (*atexit_funcs[ATEXIT_MAX])(void);
static int atexit_count;

int main(int argc, char **argv, char **envp);

void
__libc_start(long *block)
{
	int argc = (int)block[0];
	char **argv = (char **)(block + 1);
	const char *slash;

	__tls_start();
	environ = argv + argc + 1;
	if (argc > 0) {
		slash = strrchr(argv[0], '/');
		__progname = slash != NULL ? slash + 1 : argv[0];
	}
	exit(main(argc, argv, environ));
}

const char *
getprogname(void)
{
	return (__progname);
}

int
atexit(void (*func)(void))
{
	if (atexit_count == ATEXIT_MAX)
		return (-1);
	atexit_funcs[atexit_count++] = func;
	return (0);
}

/*
 * The count goes down before the call: a function that calls exit itself
 * then does not run twice, and one that calls atexit is served too.
 */
void
exit(int status)
{
	while (atexit_count > 0)
		atexit_funcs[--atexit_count]();
	if (__exit_flush != NULL)
		__exit_flush();
	_exit(status);
}

void
_exit(int status)
{
	__sys_exit(status);
}

void
_Exit(int status)
{
	__sys_exit(status);
}

void
abort(void)
{
	kill(getpid(), SIGABRT);
	_exit(128 + SIGABRT);
}
