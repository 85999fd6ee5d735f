/*
 * main.c -- the shell begins and ends here.
 *
 *   sh                    commands from standard input, prompts if a terminal
 *   sh FILE [ARG...]      a script
 *   sh -c TEXT [NAME [ARG...]]
 *   options -e -x -u -f -m -n -i as for "set"; -i: interactive
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

extern char **environ;

struct shell sh;

void
sh_exit(int status)
{
	trap_exit(status);
	out_flush();
	control_stop();
	_exit(status & 0xff);
}

/* The second time, with no other command between, it is meant. */
bool
sh_stay(void)
{
	if (!sh.sh_interactive || sh.sh_warned > 0 || !joblist_stopped())
		return (false);
	warn("there are stopped jobs");
	sh.sh_warned = 2;
	return (true);
}

/* An error that no command can handle: a script ends, a person gets $. */
void
sh_abort(int status)
{
	sh.sh_status = status;
	if (!sh.sh_interactive)
		sh_exit(status);
	sh.sh_unwind = U_ABORT;
}

char **
sh_copy_args(int argc, char **argv)
{
	char **copy = xmalloc((size_t)(argc + 1) * sizeof(char *));
	int i;

	for (i = 0; i < argc; i++)
		copy[i] = xstrdup(argv[i]);
	copy[argc] = NULL;
	return (copy);
}

void
sh_free_args(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		free(argv[i]);
	free(argv);
}

void
sh_set_args(int argc, char **argv)
{
	char **copy = sh_copy_args(argc, argv);

	sh_free_args(sh.sh_argc, sh.sh_argv);
	sh.sh_argc = argc;
	sh.sh_argv = copy;
}

static void
usage(void)
{
	warn("usage: sh [-efimnux] [-c TEXT [NAME]] [FILE] [ARG ...]");
	sh_exit(2);
}

/* The options; returns how many words they were. */
static int
parse_options(int argc, char **argv, bool *command)
{
	const char *s;
	int i;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0)
			return (i + 1);
		for (s = argv[i] + 1; *s != '\0'; s++) {
			if (*s == 'c')
				*command = true;
			else if (*s == 'i')
				sh.sh_interactive = true;
			else if (*s != 's' && *s != 'l' &&
			    !sh_option(*s, true))
				usage();
		}
	}
	return (i);
}

static void
defaults(void)
{
	char dir[1024];

	var_import(environ);
	if (var_get("PATH") == NULL)
		var_set("PATH", "/bin:/usr/bin");
	if (var_get("PS1") == NULL)
		var_set("PS1", "$ ");
	if (var_get("PS2") == NULL)
		var_set("PS2", "> ");
	var_set("IFS", " \t\n");
	if (getcwd(dir, sizeof(dir)) != NULL) {
		var_set("PWD", dir);
		var_export("PWD");
	}
}

static void
start_interactive(void)
{
	sh.sh_interactive = true;
	control_start();
	trap_control();
}

static void
run_script_file(const char *path)
{
	struct input in;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || !input_file(&in, fd)) {
		warn("%s: %s", path, strerror(errno));
		sh_exit(errno == ENOENT ? 127 : 126);
	}
	close(fd);
	exec_input(&in, true);
	sh_exit(sh.sh_status);
}

static void
run_stdin(void)
{
	struct input in;

	if (sh.sh_interactive || (isatty(0) && isatty(2)))
		start_interactive();
	input_fd(&in, 0);
	exec_input(&in, false);
	if (sh.sh_interactive)
		(void)!write(2, "\n", 1);
	sh_exit(sh.sh_status);
}

int
main(int argc, char **argv)
{
	bool command = false;
	struct input in;
	char *text;
	int i;

	sh.sh_name = argc > 0 ? argv[0] : "sh";
	sh.sh_pid = getpid();
	defaults();
	i = parse_options(argc, argv, &command);
	if (command) {
		if (i >= argc)
			usage();
		text = argv[i++];
		if (i < argc)
			sh.sh_name = argv[i++];
		sh.sh_interactive = false;
		sh_set_args(argc > i ? argc - i : 0, argv + i);
		input_text(&in, text, strlen(text));
		exec_input(&in, true);
		sh_exit(sh.sh_status);
	}
	if (i < argc) {
		sh.sh_name = argv[i++];
		sh.sh_interactive = false;
		sh_set_args(argc - i, argv + i);
		run_script_file(sh.sh_name);
	}
	run_stdin();
}
