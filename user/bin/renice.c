/*
 * renice -- change the nice value of what runs already.
 *
 *   renice value [-p] pid ...       to that value
 *   renice -n more [-p] pid ...     by as much
 *
 * -g: the numbers that follow are process groups; -u: users, by name or
 * number; -p: processes again.
 */
#include <err.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int
usage(void)
{
	fprintf(stderr, "usage: renice value | -n more [-g | -p | -u] "
	    "id ...\n");
	return (2);
}

static int
number(const char *text, int *value)
{
	const char *wrong;

	*value = (int)strtonum(text, -999999, 999999, &wrong);
	return (wrong == NULL);
}

static int
find_id(int which, const char *text, int *id)
{
	const struct passwd *pw = NULL;

	if (which == PRIO_USER)
		pw = getpwnam(text);
	if (pw == NULL)
		return (number(text, id) && *id >= 0);
	*id = (int)pw->pw_uid;
	return (1);
}

static int
renice(int which, const char *text, int value, int relative)
{
	int id, now;

	if (!find_id(which, text, &id)) {
		warnx("%s: no such %s", text, which == PRIO_USER ? "user" :
		    "id");
		return (1);
	}
	if (relative) {
		errno = 0;
		now = getpriority(which, id);
		if (now == -1 && errno != 0)
			goto fail;
		value += now;
	}
	if (setpriority(which, id, value) == 0)
		return (0);
fail:
	warn("%s", text);
	return (1);
}

int
main(int argc, char **argv)
{
	int which = PRIO_PROCESS, relative = 0, value, status = 0, ids = 0;

	argv++;
	if (argc > 1 && strcmp(*argv, "-n") == 0) {
		relative = 1;
		argv++;
	}
	if (*argv == NULL || !number(*argv++, &value))
		return (usage());
	for (; *argv != NULL; argv++) {
		if (strcmp(*argv, "-p") == 0) {
			which = PRIO_PROCESS;
		} else if (strcmp(*argv, "-g") == 0) {
			which = PRIO_PGRP;
		} else if (strcmp(*argv, "-u") == 0) {
			which = PRIO_USER;
		} else {
			status |= renice(which, *argv, value, relative);
			ids++;
		}
	}
	return (ids == 0 ? usage() : status);
}
