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
#include "user/libc/lock.h"
#include "user/libc/pthread/impl.h"

#define ATEXIT_MAX	32		/* what the C standard asks for */

char **environ;
const char *__progname = "";
void (*__exit_flush)(void);

typedef void (*exit_func)(void);

/* Guards the two below; not held while a function runs. */
volatile int __atexit_lock;
static exit_func atexit_funcs[ATEXIT_MAX];
static int atexit_count;

/* Taken by the thread that ends the process and never given back. */
static volatile int exit_lock;
static struct pthread *volatile exit_owner;

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
	int error = -1;

	__lock(&__atexit_lock);
	if (atexit_count < ATEXIT_MAX) {
		atexit_funcs[atexit_count++] = func;
		error = 0;
	}
	__unlock(&__atexit_lock);
	return (error);
}

/*
 * The count goes down before the call: a function that calls exit itself
 * then does not run twice, and one that calls atexit is served too.
 */
static exit_func
next_func(void)
{
	exit_func func = NULL;

	__lock(&__atexit_lock);
	if (atexit_count > 0)
		func = atexit_funcs[--atexit_count];
	__unlock(&__atexit_lock);
	return (func);
}

/* After fork: a thread that is gone ends no process. */
void
__exit_alone(void)
{
	if (exit_owner == __self())
		return;
	exit_owner = NULL;
	exit_lock = 0;
}

/*
 * Another thread that calls exit meanwhile sleeps until the process is gone:
 * it must not end it while a function still runs.
 */
void
exit(int status)
{
	exit_func func;

	if (exit_owner != __self()) {
		__lock(&exit_lock);
		exit_owner = __self();
	}
	while ((func = next_func()) != NULL)
		func();
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
