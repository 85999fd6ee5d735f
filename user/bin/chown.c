/*
 * chown -- change whose files are.
 *
 *   chown user[:group] file ...    chown :group file ...
 *
 * Only root gives files away; an owner may choose among its groups.
 */
#include <err.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEEP	((uid_t)-1)		/* leave that id as it is */

/* A decimal id, for users and groups without a name. */
static uid_t
parse_number(const char *text, const char *what)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '\0' || value >= KEEP)
		errx(1, "%s: no such %s", text, what);
	return ((uid_t)value);
}

static uid_t
find_user(const char *text)
{
	const struct passwd *pw = getpwnam(text);

	return (pw != NULL ? pw->pw_uid : parse_number(text, "user"));
}

static gid_t
find_group(const char *text)
{
	const struct group *gr = getgrnam(text);

	return (gr != NULL ? gr->gr_gid : parse_number(text, "group"));
}

int
main(int argc, char **argv)
{
	uid_t uid = KEEP;
	gid_t gid = KEEP;
	int status = 0;
	char *colon;

	if (argc < 3) {
		fprintf(stderr, "usage: chown [user][:group] file ...\n");
		return (1);
	}
	colon = strchr(argv[1], ':');
	if (colon != NULL) {
		*colon = '\0';
		gid = find_group(colon + 1);
	}
	if (*argv[1] != '\0')
		uid = find_user(argv[1]);
	for (int i = 2; i < argc; i++) {
		if (chown(argv[i], uid, gid) < 0) {
			warn("%s", argv[i]);
			status = 1;
		}
	}
	return (status);
}
