/*
 * abi/utsname.h -- what uname(2) tells.
 */
#ifndef ABI_UTSNAME_H
#define ABI_UTSNAME_H

#define SYS_NMLN	32

struct utsname {
	char sysname[SYS_NMLN];		/* "Damselfly" */
	char nodename[SYS_NMLN];
	char release[SYS_NMLN];
	char version[SYS_NMLN];
	char machine[SYS_NMLN];		/* "x86_64" */
};

#endif
