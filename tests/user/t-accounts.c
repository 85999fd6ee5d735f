/* Accounts: users and groups are found by name and by number. */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("accounts");

static void
users(void)
{
	struct passwd *pw = getpwuid(0);
	struct stat sb;
	int n = 0;

	check(pw != NULL && strcmp(pw->pw_name, "root") == 0, "user 0");
	check(strcmp(pw->pw_dir, "/root") == 0, "its home");
	pw = getpwnam("student");
	check(pw != NULL && pw->pw_uid == 1000 && pw->pw_gid == 1000,
	    "student is user 1000");
	check(strcmp(pw->pw_shell, "/bin/sh") == 0, "its shell");
	check(stat(pw->pw_dir, &sb) == 0 && sb.st_uid == 1000 &&
	    sb.st_gid == 1000, "it owns its home");
	check(getpwnam("studen") == NULL, "no such name");
	check(getpwuid(4711) == NULL, "no such user");
	for (setpwent(); getpwent() != NULL; n++)
		continue;
	endpwent();
	check(n >= 4, "all users, one after another");
}

static void
the_groups(void)
{
	struct group *gr = getgrgid(0);
	gid_t list[8];
	int n = 8;

	check(gr != NULL && strcmp(gr->gr_name, "wheel") == 0, "group 0");
	gr = getgrnam("users");
	check(gr != NULL && gr->gr_gid == 100, "group users");
	check(strcmp(gr->gr_mem[0], "student") == 0 &&
	    strcmp(gr->gr_mem[1], "guest") == 0 && gr->gr_mem[2] == NULL,
	    "its members");
	check(getgrnam("user") == NULL && getgrgid(4711) == NULL, "no group");
	check(getgrouplist("student", 1000, list, &n) == 0 && n == 2 &&
	    list[0] == 1000 && list[1] == 100, "the groups of student");
	n = 1;
	check(getgrouplist("student", 1000, list, &n) == -1 && n == 2,
	    "more than there is room for");
	n = 8;
	check(getgrouplist("student", 100, list, &n) == 0 && n == 1,
	    "one that names its user is there once");
}

/* Lines that are nobody's account, and one behind them that is. */
static void
damaged(void)
{
	FILE *f = fopen("/etc/passwd", "a");

	check(f != NULL, "open");
	fputs("short:*:0:0\nnumber:*:0x:0:x:/:/bin/sh\n"
	    "long:*:0:0:x:/:/bin/sh:more\nnew:*:2000:20:x:/:/bin/sh\n", f);
	check(fclose(f) == 0, "close");
	check(getpwnam("short") == NULL && getpwnam("number") == NULL &&
	    getpwnam("long") == NULL, "damaged lines");
	check(getpwnam("new") != NULL && getpwuid(2000)->pw_gid == 20,
	    "a good one");
}

int
main(void)
{
	users();
	the_groups();
	damaged();
	pass();
}
