/*
 * program.c -- becoming another program.
 *
 *   exec_program  look along PATH, execve, or say why not and exit
 *
 * Exit status 127: there is no such program; 126: there is, but it cannot
 * run.  A text file without #! runs as a shell script, in this process.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/* Run a file that execve did not know as a script; argv[0] is its name. */
static void
run_script(const char *path, char **argv)
{
	struct input in;
	int fd, argc = 0;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || !input_file(&in, fd)) {
		warn("%s: %s", path, strerror(errno));
		sh_exit(126);
	}
	close(fd);
	if (memchr(in.in_text, '\0', in.in_len) != NULL) {
		warn("%s: not a program", path);
		sh_exit(126);
	}
	while (argv[argc + 1] != NULL)
		argc++;
	func_forget_all();
	trap_subshell(JOB_FOREGROUND);
	sh.sh_name = path;
	sh.sh_pid = getpid();
	sh.sh_e = sh.sh_x = sh.sh_u = sh.sh_f = false;
	sh.sh_cond = sh.sh_loops = sh.sh_calls = sh.sh_depth = 0;
	sh_set_args(argc, argv + 1);
	sh_exit(exec_input(&in, true));
}

/* Returns if path is not it; errno says why. */
static void
try_exec(const char *path, char **argv, char **env)
{
	execve(path, argv, env);
	if (errno == ENOEXEC)
		run_script(path, argv);
}

/* Each directory of PATH in turn; an empty one is the current. */
static void
search_path(struct arena *a, char **argv, char **env)
{
	const char *path = var_get("PATH"), *end;
	size_t len, name = strlen(argv[0]);
	bool denied = false;
	char *file;

	for (; path != NULL; path = *end == '\0' ? NULL : end + 1) {
		end = path + strcspn(path, ":");
		len = (size_t)(end - path);
		file = arena_alloc(a, len + name + 2);
		memcpy(file, path, len);
		if (len > 0)
			file[len++] = '/';
		memcpy(file + len, argv[0], name);
		try_exec(file, argv, env);
		if (errno == ENOENT || errno == ENOTDIR)
			continue;
		if (errno != EACCES)
			return;
		denied = true;
	}
	errno = denied ? EACCES : ENOENT;
}

void
exec_program(char **argv)
{
	struct arena *a = arena_new();
	char **env = var_environ(a);
	int error;

	out_flush();
	if (argv[0][0] == '\0')
		errno = ENOENT;
	else if (strchr(argv[0], '/') != NULL)
		try_exec(argv[0], argv, env);
	else
		search_path(a, argv, env);
	error = errno;
	if (error == ENOENT || error == ENOTDIR) {
		warn("%s: not found", argv[0]);
		sh_exit(127);
	}
	warn("%s: %s", argv[0], strerror(error));
	sh_exit(126);
}
