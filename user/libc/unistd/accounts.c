/*
 * accounts.c -- users and groups: /etc/passwd and /etc/group, line by line.
 *
 *   getpwnam, getpwuid, getpwent   pwd.h
 *   getgrnam, getgrgid, getgrent   grp.h
 *   getgrouplist, initgroups       every group of a user
 *
 * A line that is damaged is skipped: it is nobody's account.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAXLINE		1024
#define MAXMEMBERS	64
#define PW_FIELDS	7
#define GR_FIELDS	4

/* One of the two lists, open at some line; the line is cut into fields. */
struct list {
	const char *l_path;
	FILE *l_file;			/* NULL: not open */
	char l_line[MAXLINE];
};

static struct list users = { .l_path = "/etc/passwd" };
static struct list groups = { .l_path = "/etc/group" };

static int
list_rewind(struct list *list)
{
	if (list->l_file != NULL) {
		rewind(list->l_file);
		return (1);
	}
	list->l_file = fopen(list->l_path, "re");
	return (list->l_file != NULL);
}

static void
list_close(struct list *list)
{
	if (list->l_file != NULL)
		fclose(list->l_file);
	list->l_file = NULL;
}

/* Cut s at every separator; => how many parts, at most max + 1. */
static int
cut(char *s, char separator, char **parts, int max)
{
	int n = 0;

	while (s != NULL) {
		if (n == max)
			return (max + 1);
		parts[n++] = s;
		s = strchr(s, separator);
		if (s != NULL)
			*s++ = '\0';
	}
	return (n);
}

/* The next line with that many fields; 0 at the end. */
static int
list_next(struct list *list, char **fields, int count)
{
	if (list->l_file == NULL && !list_rewind(list))
		return (0);
	while (fgets(list->l_line, MAXLINE, list->l_file) != NULL) {
		list->l_line[strcspn(list->l_line, "\n")] = '\0';
		if (cut(list->l_line, ':', fields, count) == count)
			return (1);
	}
	return (0);
}

/* A decimal id; 0 if it is none. */
static int
parse_id(const char *s, uint32_t *idp)
{
	unsigned long value;
	char *end;

	if (*s < '0' || *s > '9')
		return (0);
	value = strtoul(s, &end, 10);
	*idp = (uint32_t)value;
	return (*end == '\0' && value < UINT32_MAX);
}

/* ---------------------------------------------------------------- users */

struct passwd *
getpwent(void)
{
	static struct passwd pw;
	char *f[PW_FIELDS];

	while (list_next(&users, f, PW_FIELDS)) {
		if (!parse_id(f[2], &pw.pw_uid) || !parse_id(f[3], &pw.pw_gid))
			continue;
		pw.pw_name = f[0];
		pw.pw_passwd = f[1];
		pw.pw_gecos = f[4];
		pw.pw_dir = f[5];
		pw.pw_shell = f[6];
		return (&pw);
	}
	return (NULL);
}

void
setpwent(void)
{
	(void)list_rewind(&users);
}

void
endpwent(void)
{
	list_close(&users);
}

struct passwd *
getpwnam(const char *name)
{
	struct passwd *pw;

	setpwent();
	while ((pw = getpwent()) != NULL && strcmp(pw->pw_name, name) != 0)
		continue;
	endpwent();
	return (pw);
}

struct passwd *
getpwuid(uid_t uid)
{
	struct passwd *pw;

	setpwent();
	while ((pw = getpwent()) != NULL && pw->pw_uid != uid)
		continue;
	endpwent();
	return (pw);
}

/* --------------------------------------------------------------- groups */

struct group *
getgrent(void)
{
	static char *members[MAXMEMBERS + 1];
	static struct group gr;
	char *f[GR_FIELDS];
	int n;

	while (list_next(&groups, f, GR_FIELDS)) {
		if (!parse_id(f[2], &gr.gr_gid))
			continue;
		n = *f[3] == '\0' ? 0 : cut(f[3], ',', members, MAXMEMBERS);
		if (n > MAXMEMBERS)
			continue;
		members[n] = NULL;
		gr.gr_name = f[0];
		gr.gr_passwd = f[1];
		gr.gr_mem = members;
		return (&gr);
	}
	return (NULL);
}

void
setgrent(void)
{
	(void)list_rewind(&groups);
}

void
endgrent(void)
{
	list_close(&groups);
}

struct group *
getgrnam(const char *name)
{
	struct group *gr;

	setgrent();
	while ((gr = getgrent()) != NULL && strcmp(gr->gr_name, name) != 0)
		continue;
	endgrent();
	return (gr);
}

struct group *
getgrgid(gid_t gid)
{
	struct group *gr;

	setgrent();
	while ((gr = getgrent()) != NULL && gr->gr_gid != gid)
		continue;
	endgrent();
	return (gr);
}

static int
is_member(const struct group *gr, const char *name)
{
	for (char **m = gr->gr_mem; *m != NULL; m++) {
		if (strcmp(*m, name) == 0)
			return (1);
	}
	return (0);
}

int
getgrouplist(const char *name, gid_t base, gid_t *list, int *ngroups)
{
	int room = *ngroups, n = 0;
	struct group *gr;

	if (n < room)
		list[n] = base;
	n++;
	setgrent();
	while ((gr = getgrent()) != NULL) {
		if (gr->gr_gid == base || !is_member(gr, name))
			continue;
		if (n < room)
			list[n] = gr->gr_gid;
		n++;
	}
	endgrent();
	*ngroups = n;
	return (n <= room ? 0 : -1);
}

int
initgroups(const char *name, gid_t base)
{
	gid_t list[NGROUPS_MAX];
	int n = NGROUPS_MAX;

	/* Whoever is in more groups than fit has the first of them. */
	if (getgrouplist(name, base, list, &n) < 0)
		n = NGROUPS_MAX;
	return (setgroups(n, list));
}
