/*
 * pwd.h -- the users, as /etc/passwd lists them.
 *
 * One line each: name:password:uid:gid:real name:home:shell.  Nobody has a
 * password: the field is "*".
 */
#ifndef _PWD_H
#define _PWD_H

#include <sys/types.h>

struct passwd {
	char *pw_name;
	char *pw_passwd;
	uid_t pw_uid;
	gid_t pw_gid;		/* the first group */
	char *pw_gecos;		/* the real name */
	char *pw_dir;		/* home directory */
	char *pw_shell;
};

/*
 * => the user, valid until the next call of any of these; NULL if there is
 *    none, or with errno set if the list could not be read
 */
struct passwd *getpwnam(const char *name);
struct passwd *getpwuid(uid_t uid);
/* The next user of the list; setpwent: the first one again. */
struct passwd *getpwent(void);
void setpwent(void);
void endpwent(void);

#endif
