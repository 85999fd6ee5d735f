/*
 * grp.h -- the groups, as /etc/group lists them.
 *
 * One line each: name:password:gid:member,member,...
 */
#ifndef _GRP_H
#define _GRP_H

#include <sys/types.h>

struct group {
	char *gr_name;
	char *gr_passwd;
	gid_t gr_gid;
	char **gr_mem;		/* names, up to NULL */
};

/*
 * => the group, valid until the next call of any of these; NULL if there is
 *    none, or with errno set if the list could not be read
 */
struct group *getgrnam(const char *name);
struct group *getgrgid(gid_t gid);
/* The next group of the list; setgrent: the first one again. */
struct group *getgrent(void);
void setgrent(void);
void endgrent(void);
/*
 * getgrouplist: base, and all groups that name is a member of, into
 * groups[*ngroups].
 * => 0, or -1 if they are more; *ngroups is how many there are
 */
int getgrouplist(const char *name, gid_t base, gid_t *groups,
    int *ngroups);
/* initgroups: the caller gets these groups; as setgroups, for root only. */
int initgroups(const char *name, gid_t base);

#endif
