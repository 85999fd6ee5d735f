/*
 * b_vars.c -- builtins about variables, options and the directory:
 * set, export, unset, local, cd, pwd.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "user/bin/sh/sh.h"

bool
sh_option(int letter, bool on)
{
	switch (letter) {
	case 'e':
		sh.sh_e = on;
		return (true);
	case 'f':
		sh.sh_f = on;
		return (true);
	case 'm':
		if (on)
			control_start();
		else
			control_stop();
		return (true);
	case 'n':
		sh.sh_n = on && !sh.sh_interactive;
		return (true);
	case 'u':
		sh.sh_u = on;
		return (true);
	case 'x':
		sh.sh_x = on;
		return (true);
	default:
		return (false);
	}
}

/* set; set -ex; set +x; set [--] parameter ... */
int
builtin_set(int argc, char **argv)
{
	const char *s;
	int i;

	if (argc == 1)
		var_print(false);
	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			sh_set_args(argc - i - 1, argv + i + 1);
			return (0);
		}
		if ((argv[i][0] != '-' && argv[i][0] != '+') ||
		    argv[i][1] == '\0')
			break;
		for (s = argv[i] + 1; *s != '\0'; s++) {
			if (sh_option(*s, argv[i][0] == '-'))
				continue;
			warn("set: %s: bad option", argv[i]);
			return (2);
		}
	}
	if (i < argc)
		sh_set_args(argc - i, argv + i);
	return (0);
}

/*
 * NAME or NAME=value, as export and local take it: sets the value, and
 * leaves only the name in arg.
 */
static bool
split_assign(const char *who, char *arg)
{
	size_t len = strcspn(arg, "=");
	bool assigns = arg[len] == '=';

	if (!var_name_ok(arg, len)) {
		warn("%s: %s: bad name", who, arg);
		return (false);
	}
	arg[len] = '\0';
	if (assigns)
		var_set(arg, arg + len + 1);
	return (true);
}

int
builtin_export(int argc, char **argv)
{
	int i;

	if (argc == 1 || (argc == 2 && strcmp(argv[1], "-p") == 0)) {
		var_print(true);
		return (0);
	}
	for (i = 1; i < argc; i++) {
		if (!split_assign("export", argv[i]))
			return (2);
		var_export(argv[i]);
	}
	return (0);
}

int
builtin_local(int argc, char **argv)
{
	size_t len;
	char kept;
	int i;

	if (sh.sh_locals == NULL) {
		warn("local: not in a function");
		return (1);
	}
	for (i = 1; i < argc; i++) {
		len = strcspn(argv[i], "=");
		kept = argv[i][len];
		argv[i][len] = '\0';
		var_save(sh.sh_locals, argv[i]);
		argv[i][len] = kept;
		if (!split_assign("local", argv[i]))
			return (2);
	}
	return (0);
}

int
builtin_unset(int argc, char **argv)
{
	bool function = argc > 1 && strcmp(argv[1], "-f") == 0;
	int i = 1;

	if (argc > 1 && (function || strcmp(argv[1], "-v") == 0))
		i = 2;
	for (; i < argc; i++) {
		if (function)
			func_unset(argv[i]);
		else
			var_unset(argv[i]);
	}
	return (0);
}

int
builtin_cd(int argc, char **argv)
{
	const char *dir, *old = var_get("PWD");
	char now[1024];

	dir = argc > 1 ? argv[1] : var_get("HOME");
	if (dir != NULL && strcmp(dir, "-") == 0) {
		dir = var_get("OLDPWD");
		if (dir != NULL)
			out("%s\n", dir);
	}
	if (dir == NULL)
		dir = "/";
	if (chdir(dir) < 0) {
		warn("cd: %s: %s", dir, strerror(errno));
		return (1);
	}
	if (getcwd(now, sizeof(now)) == NULL)
		now[0] = '\0';
	if (old != NULL)
		var_set("OLDPWD", old);
	var_set("PWD", now);
	return (0);
}

int
builtin_pwd(int argc, char **argv)
{
	char now[1024];

	(void)argc;
	(void)argv;
	if (getcwd(now, sizeof(now)) == NULL) {
		warn("pwd: %s", strerror(errno));
		return (1);
	}
	out("%s\n", now);
	return (0);
}
