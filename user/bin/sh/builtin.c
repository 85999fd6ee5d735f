/*
 * builtin.c -- the table of builtins, and the small ones.
 *
 * A builtin is a command that has to change the shell itself, or one so
 * common that a fork for it would be a waste.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

/* A whole decimal number with an optional sign; blanks may be around it. */
bool
parse_number(const char *s, long long *value)
{
	char *end;

	errno = 0;
	*value = strtoll(s, &end, 10);
	if (end == s || errno == ERANGE)
		return (false);
	while (*end == ' ')
		end++;
	return (*end == '\0');
}

static int
builtin_true(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return (0);
}

static int
builtin_false(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return (1);
}

static int
builtin_dot(int argc, char **argv)
{
	if (argc < 2) {
		warn(".: file name expected");
		return (2);
	}
	return (exec_file(argv[1]));
}

static int
builtin_eval(int argc, char **argv)
{
	struct buf b = { 0 };
	int i, status;

	for (i = 1; i < argc; i++) {
		if (i > 1)
			buf_putc(&b, ' ');
		buf_puts(&b, argv[i]);
	}
	status = exec_string(buf_str(&b));
	buf_free(&b);
	return (status);
}

/* Without a command its redirections stay: simple.c sees to that. */
static int
builtin_exec(int argc, char **argv)
{
	if (argc < 2)
		return (0);
	control_stop();
	if (sh.sh_interactive) {
		sh.sh_interactive = false;
		trap_control();
	}
	exec_program(argv + 1);
}

/* The optional number behind exit, return, break, shift. */
static bool
count_arg(int argc, char **argv, int otherwise, int *n)
{
	long long value = otherwise;

	if (argc > 1 && (!parse_number(argv[1], &value) || value < 0 ||
	    value > 1000000000)) {
		warn("%s: %s: bad number", argv[0], argv[1]);
		sh_abort(2);
		return (false);
	}
	*n = (int)value;
	return (true);
}

static int
builtin_exit(int argc, char **argv)
{
	int status;

	if (!count_arg(argc, argv, sh.sh_status, &status))
		return (2);
	if (sh_stay())
		return (1);
	sh_exit(status);
}

static int
builtin_return(int argc, char **argv)
{
	int status;

	if (!count_arg(argc, argv, sh.sh_status, &status))
		return (2);
	status &= 0xff;
	if (sh.sh_calls == 0) {
		if (!sh.sh_interactive)
			sh_exit(status);
		return (status);
	}
	sh.sh_status = status;
	sh.sh_unwind = U_RETURN;
	return (status);
}

/* break and continue */
static int
builtin_break(int argc, char **argv)
{
	int n;

	if (!count_arg(argc, argv, 1, &n))
		return (2);
	if (sh.sh_loops == 0 || n == 0)
		return (0);
	sh.sh_count = n < sh.sh_loops ? n : sh.sh_loops;
	sh.sh_unwind = argv[0][0] == 'b' ? U_BREAK : U_CONTINUE;
	return (0);
}

int
builtin_shift(int argc, char **argv)
{
	char **rest;
	int n;

	if (!count_arg(argc, argv, 1, &n))
		return (2);
	if (n > sh.sh_argc) {
		warn("shift: only %d parameters", sh.sh_argc);
		return (1);
	}
	rest = sh_copy_args(sh.sh_argc - n, sh.sh_argv + n);
	sh_free_args(sh.sh_argc, sh.sh_argv);
	sh.sh_argc -= n;
	sh.sh_argv = rest;
	return (0);
}

int
builtin_umask(int argc, char **argv)
{
	mode_t mask;
	char *end;
	long value;

	if (argc < 2) {
		mask = umask(0);
		(void)umask(mask);
		out("%04o\n", (unsigned)mask);
		return (0);
	}
	value = strtol(argv[1], &end, 8);
	if (*end != '\0' || end == argv[1] || value < 0 || value > 0777) {
		warn("umask: %s: bad mask", argv[1]);
		return (1);
	}
	(void)umask((mode_t)value);
	return (0);
}

/* The file that a name without a slash would run, or NULL. */
static char *
find_program(struct arena *a, const char *name)
{
	const char *path = var_get("PATH"), *end;
	struct stat st;
	struct buf b = { 0 };
	char *found = NULL;

	if (strchr(name, '/') != NULL)
		return (access(name, X_OK) == 0 ?
		    arena_strdup(a, name) : NULL);
	for (; path != NULL && found == NULL;
	    path = *end == '\0' ? NULL : end + 1) {
		end = path + strcspn(path, ":");
		buf_add(&b, path, (size_t)(end - path));
		if (b.bf_len > 0)
			buf_putc(&b, '/');
		buf_puts(&b, name);
		if (stat(b.bf_data, &st) == 0 && S_ISREG(st.st_mode) &&
		    access(b.bf_data, X_OK) == 0)
			found = arena_strdup(a, b.bf_data);
		buf_free(&b);
	}
	return (found);
}

/* type, and command -v which says the same in one word */
static int
describe(const char *name, bool brief)
{
	struct arena *a = arena_new(), *body;
	const char *path;
	int status = 0;

	if (func_find(name, &body) != NULL) {
		out("%s%s\n", name, brief ? "" : " is a function");
	} else if (builtin_find(name) != NULL) {
		out("%s%s\n", name, brief ? "" : " is a shell builtin");
	} else if ((path = find_program(a, name)) != NULL) {
		if (!brief)
			out("%s is ", name);
		out("%s\n", path);
	} else {
		if (!brief)
			warn("%s: not found", name);
		status = 127;
	}
	arena_drop(a);
	return (status);
}

static int
builtin_type(int argc, char **argv)
{
	int i, status = 0;

	for (i = 1; i < argc; i++)
		if (describe(argv[i], false) != 0)
			status = 127;
	return (status);
}

/*
 * hash remembers nothing: a name is looked up along PATH each time it runs,
 * so there is nothing to list or, with -r, to forget.  What is left of it is
 * the question whether each NAME could be run.
 */
static int
builtin_hash(int argc, char **argv)
{
	struct arena *a = arena_new(), *body;
	int i = 1, status = 0;

	if (argc > 1 && strcmp(argv[1], "-r") == 0)
		i++;
	if (i < argc && strcmp(argv[i], "--") == 0) {
		i++;
	} else if (i < argc && argv[i][0] == '-' && argv[i][1] != '\0') {
		warn("usage: hash [-r] [name ...]");
		status = 2;
	}
	for (; i < argc && status < 2; i++) {
		if (func_find(argv[i], &body) != NULL ||
		    builtin_find(argv[i]) != NULL ||
		    find_program(a, argv[i]) != NULL)
			continue;
		warn("hash: %s: not found", argv[i]);
		status = 1;
	}
	arena_drop(a);
	return (status);
}

/* command -v NAME, or command NAME ARG...: not the function of that name */
static int
builtin_command(int argc, char **argv)
{
	const struct builtin *b;
	struct job *j;

	if (argc > 2 && strcmp(argv[1], "-v") == 0)
		return (describe(argv[2], true));
	if (argc < 2)
		return (0);
	b = builtin_find(argv[1]);
	if (b != NULL)
		return (b->bi_run(argc - 1, argv + 1));
	j = job_new(JOB_FOREGROUND);
	j->jb_text = xstrdup(argv[1]);
	if (job_fork(j) == 0)
		exec_program(argv + 1);
	return (job_wait(j, NULL));
}

static const struct builtin builtins[] = {
	{ ".", builtin_dot, true },
	{ ":", builtin_true, true },
	{ "[", builtin_test, false },
	{ "bg", builtin_fg, false },
	{ "break", builtin_break, true },
	{ "cd", builtin_cd, false },
	{ "command", builtin_command, false },
	{ "continue", builtin_break, true },
	{ "echo", builtin_echo, false },
	{ "eval", builtin_eval, true },
	{ "exec", builtin_exec, true },
	{ "exit", builtin_exit, true },
	{ "export", builtin_export, true },
	{ "false", builtin_false, false },
	{ "fg", builtin_fg, false },
	{ "hash", builtin_hash, false },
	{ "jobs", builtin_jobs, false },
	{ "kill", builtin_kill, false },
	{ "local", builtin_local, true },
	{ "printf", builtin_printf, false },
	{ "pwd", builtin_pwd, false },
	{ "read", builtin_read, false },
	{ "return", builtin_return, true },
	{ "set", builtin_set, true },
	{ "shift", builtin_shift, true },
	{ "test", builtin_test, false },
	{ "times", builtin_times, true },
	{ "trap", builtin_trap, true },
	{ "true", builtin_true, false },
	{ "type", builtin_type, false },
	{ "ulimit", builtin_ulimit, false },
	{ "umask", builtin_umask, false },
	{ "unset", builtin_unset, true },
	{ "wait", builtin_wait, false }
};

const struct builtin *
builtin_find(const char *name)
{
	size_t i;

	if (name[0] == '%')
		name = "fg";		/* "%1" */
	for (i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++)
		if (strcmp(builtins[i].bi_name, name) == 0)
			return (&builtins[i]);
	return (NULL);
}
