/*
 * su -- become another user.
 *
 *   su [-c command] [user]     user: root if none is named
 *   su user -c command         the same
 *
 * A shell, or a command run by it, as that user: ids, groups, HOME, USER,
 * and the user's home as working directory when there is no command.
 * Nobody has a password here, so who one is decides: root may become
 * anybody, a member of group wheel too, everybody else is refused.
 */
#include <err.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHEEL	0

/* By /etc/group, of the user who called us: not of whom we run as. */
static int
in_wheel(uid_t uid)
{
	gid_t groups[NGROUPS_MAX + 1];
	int n = NGROUPS_MAX + 1;
	const struct passwd *pw = getpwuid(uid);

	if (pw == NULL)
		return (0);
	getgrouplist(pw->pw_name, pw->pw_gid, groups, &n);
	for (int i = 0; i < n && i < NGROUPS_MAX + 1; i++) {
		if (groups[i] == WHEEL)
			return (1);
	}
	return (0);
}

/* Groups first: once we are the user, we may change nothing any more. */
static void
become(const struct passwd *pw)
{
	if (initgroups(pw->pw_name, pw->pw_gid) < 0)
		err(1, "initgroups");
	if (setgid(pw->pw_gid) < 0)
		err(1, "setgid");
	if (setuid(pw->pw_uid) < 0)
		err(1, "setuid");
}

static void
set_environment(const struct passwd *pw)
{
	if (setenv("HOME", pw->pw_dir, 1) < 0 ||
	    setenv("USER", pw->pw_name, 1) < 0 ||
	    setenv("LOGNAME", pw->pw_name, 1) < 0 ||
	    setenv("SHELL", pw->pw_shell, 1) < 0 ||
	    setenv("PATH", "/bin:/usr/bin", 1) < 0)
		err(1, "environment");
}

/* get*() use one buffer: what we need of the user is kept in ours. */
static void
find(const char *name, struct passwd *pw)
{
	const struct passwd *found = getpwnam(name);

	if (found == NULL)
		errx(1, "%s: no such user", name);
	*pw = *found;
	pw->pw_name = strdup(found->pw_name);
	pw->pw_dir = strdup(found->pw_dir);
	pw->pw_shell = strdup(found->pw_shell);
	if (pw->pw_name == NULL || pw->pw_dir == NULL || pw->pw_shell == NULL)
		err(1, NULL);
}

/* One -c, or none, from here on. */
static void
parse_command(int argc, char **argv, const char **command)
{
	int c;

	while ((c = getopt(argc, argv, "c:")) != -1) {
		if (c != 'c')
			errx(1, "usage: su [-c command] [user]");
		*command = optarg;
	}
}

int
main(int argc, char **argv)
{
	const char *command = NULL, *name = "root";
	struct passwd pw;

	parse_command(argc, argv, &command);
	if (optind < argc) {
		name = argv[optind++];
		parse_command(argc, argv, &command);
	}
	if (optind < argc)
		errx(1, "usage: su [-c command] [user]");
	if (geteuid() != 0)
		errx(1, "not installed set-id");
	if (getuid() != 0 && !in_wheel(getuid()))
		errx(1, "only root and members of group wheel may do that");
	find(name, &pw);
	set_environment(&pw);
	become(&pw);
	if (command != NULL) {
		execl(pw.pw_shell, pw.pw_shell, "-c", command, NULL);
	} else {
		if (chdir(pw.pw_dir) < 0)
			warn("%s", pw.pw_dir);
		execl(pw.pw_shell, pw.pw_shell, NULL);
	}
	err(127, "%s", pw.pw_shell);
}
