/*
 * id -- who am I?
 *
 *   id          user and groups, real ones too where they differ
 *   id -u, -g, -G   the effective user, group; all groups; as numbers
 *   id -n ...   as names
 *   id user     what /etc/passwd and /etc/group say of somebody
 */
#include <err.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#define MAXGROUPS	(NGROUPS_MAX + 1)

static gid_t groups[MAXGROUPS];
static int ngroups = MAXGROUPS;

static void
print_user(uid_t uid, int names)
{
	const struct passwd *pw = getpwuid(uid);

	if (names && pw != NULL)
		printf("%s", pw->pw_name);
	else
		printf("%u", uid);
}

static void
print_group(gid_t gid, int names)
{
	const struct group *gr = getgrgid(gid);

	if (names && gr != NULL)
		printf("%s", gr->gr_name);
	else
		printf("%u", gid);
}

/* "uid=1000(student)" */
static void
tell_user(const char *what, uid_t uid)
{
	const struct passwd *pw = getpwuid(uid);

	printf("%s=%u", what, uid);
	if (pw != NULL)
		printf("(%s)", pw->pw_name);
}

static void
tell_group(const char *what, gid_t gid)
{
	const struct group *gr = getgrgid(gid);

	printf("%s%u", what, gid);
	if (gr != NULL)
		printf("(%s)", gr->gr_name);
}

/* The effective group first, then the others, each once. */
static void
my_groups(void)
{
	int n = getgroups(MAXGROUPS - 1, groups + 1);

	if (n < 0)
		err(1, "getgroups");
	groups[0] = getegid();
	ngroups = 1;
	for (int i = 1; i <= n; i++) {
		if (groups[i] != groups[0])
			groups[ngroups++] = groups[i];
	}
}

/* The user of that name; the groups, as /etc/group has them. */
static const struct passwd *
his_account(const char *name)
{
	const struct passwd *pw = getpwnam(name);

	if (pw == NULL)
		errx(1, "%s: no such user", name);
	getgrouplist(name, pw->pw_gid, groups, &ngroups);
	if (ngroups > MAXGROUPS)
		ngroups = MAXGROUPS;
	return (pw);
}

static void
tell_all(uid_t ruid, uid_t uid, gid_t rgid)
{
	tell_user("uid", ruid);
	tell_group(" gid=", rgid);
	if (uid != ruid)
		tell_user(" euid", uid);
	if (groups[0] != rgid)
		tell_group(" egid=", groups[0]);
	for (int i = 0; i < ngroups; i++)
		tell_group(i == 0 ? " groups=" : ",", groups[i]);
}

static void
tell_one(int what, uid_t uid, int names)
{
	if (what == 'u')
		print_user(uid, names);
	else if (what == 'g')
		print_group(groups[0], names);
	for (int i = 0; what == 'G' && i < ngroups; i++) {
		if (i > 0)
			putchar(' ');
		print_group(groups[i], names);
	}
}

int
main(int argc, char **argv)
{
	uid_t ruid = getuid(), uid = geteuid();
	gid_t rgid = getgid();
	const struct passwd *pw;
	int what = 0, names = 0, c;

	while ((c = getopt(argc, argv, "Ggnu")) != -1) {
		if (c == '?' || (c != 'n' && what != 0))
			errx(1, "usage: id [-u | -g | -G] [-n] [user]");
		if (c == 'n')
			names = 1;
		else
			what = c;
	}
	if (optind < argc) {
		pw = his_account(argv[optind]);
		ruid = uid = pw->pw_uid;
		rgid = pw->pw_gid;
	} else {
		my_groups();
	}
	if (what == 0)
		tell_all(ruid, uid, rgid);
	else
		tell_one(what, uid, names);
	putchar('\n');
	if (fflush(stdout) == EOF)
		err(1, "standard output");
	return (0);
}
