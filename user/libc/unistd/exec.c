/*
 * exec.c -- the exec family over execve, and system().
 *
 *   execv execl execle      a path
 *   execvp execlp           a name that is looked for in PATH
 *   system                  a command of the shell
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEFAULT_PATH	"/bin:/usr/bin"
#define SHELL		"/bin/sh"

int
execv(const char *path, char *const *argv)
{
	return (execve(path, argv, environ));
}

/* A file that is no program and has no #! is a script for the shell. */
static void
exec_script(const char *path, char *const *argv)
{
	size_t argc = 0;
	const char **args;

	while (argv[argc] != NULL)
		argc++;
	args = calloc(argc + 3, sizeof(*args));
	if (args == NULL)
		return;
	args[0] = "sh";
	args[1] = path;
	for (size_t i = 1; i < argc; i++)
		args[i + 1] = argv[i];
	execve(SHELL, (char *const *)args, environ);
	free(args);
}

static void
exec_or_script(const char *path, char *const *argv)
{
	execve(path, argv, environ);
	if (errno == ENOEXEC)
		exec_script(path, argv);
}

/*
 * Errors that mean "not here" let the search go on; EACCES is remembered,
 * since "permission denied" tells more than "no such file".
 */
static int
exec_search(const char *file, char *const *argv, const char *dirs)
{
	char path[MAXPATHLEN];
	size_t len, flen = strlen(file);
	int denied = 0;

	for (;; dirs += len + 1) {
		len = strcspn(dirs, ":");
		if (len + 1 + flen < sizeof(path)) {
			memcpy(path, dirs, len);
			path[len] = '/';
			strcpy(path + len + (len > 0), file);
			exec_or_script(path, argv);
			if (errno == EACCES)
				denied = 1;
			else if (errno != ENOENT && errno != ENOTDIR)
				return (-1);
		}
		if (dirs[len] == '\0')
			break;
	}
	errno = denied ? EACCES : ENOENT;
	return (-1);
}

int
execvp(const char *file, char *const *argv)
{
	const char *dirs = getenv("PATH");

	if (*file == '\0') {
		errno = ENOENT;
		return (-1);
	}
	if (strchr(file, '/') != NULL) {
		exec_or_script(file, argv);
		return (-1);
	}
	return (exec_search(file, argv, dirs != NULL ? dirs : DEFAULT_PATH));
}

/* ---- arguments one by one: gathered in an array on our own stack ---- */

static size_t
count_args(va_list ap)
{
	size_t n = 1;

	while (va_arg(ap, char *) != NULL)
		n++;
	return (n);
}

static void
gather_args(const char **argv, size_t argc, const char *arg, va_list ap)
{
	argv[0] = arg;
	for (size_t i = 1; i <= argc; i++)
		argv[i] = va_arg(ap, char *);
}

#define GATHER(argc, argv, arg) do {				\
	va_start(ap, arg);					\
	argc = arg == NULL ? 0 : count_args(ap);		\
	va_end(ap);						\
	argv = __builtin_alloca((argc + 1) * sizeof(*argv));	\
	va_start(ap, arg);					\
	gather_args(argv, argc, arg, ap);			\
} while (0)

int
execl(const char *path, const char *arg, ...)
{
	va_list ap;
	const char **argv;
	size_t argc;

	GATHER(argc, argv, arg);
	va_end(ap);
	return (execve(path, (char *const *)argv, environ));
}

int
execlp(const char *file, const char *arg, ...)
{
	va_list ap;
	const char **argv;
	size_t argc;

	GATHER(argc, argv, arg);
	va_end(ap);
	return (execvp(file, (char *const *)argv));
}

int
execle(const char *path, const char *arg, ...)
{
	va_list ap;
	const char **argv;
	char *const *envp;
	size_t argc;

	GATHER(argc, argv, arg);
	envp = va_arg(ap, char *const *);
	va_end(ap);
	return (execve(path, (char *const *)argv, envp));
}

int
system(const char *command)
{
	int status;
	pid_t pid;

	if (command == NULL)
		return (access(SHELL, X_OK) == 0);
	pid = fork();
	if (pid < 0)
		return (-1);
	if (pid == 0) {
		execl(SHELL, "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) < 0)
		return (-1);
	return (status);
}
