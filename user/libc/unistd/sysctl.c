/*
 * sysctl.c -- kernel values by name, and what is answered with them.
 *
 * The kernel knows values by vectors of numbers.  The vector { 0, 3 } turns
 * a name into such a vector.
 */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/sysctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "user/libc/libc.h"

int
sysctl(const int *name, unsigned int namelen, void *oldp, size_t *oldlenp,
    const void *newp, size_t newlen)
{
	return (__sysctl(name, namelen, oldp, oldlenp, newp, newlen));
}

int
sysctlnametomib(const char *name, int *mib, size_t *size)
{
	static const int name2oid[] = { CTL_SYSCTL, CTL_SYSCTL_NAME2OID };
	size_t bytes = *size * sizeof(*mib);

	if (__sysctl(name2oid, 2, mib, &bytes, name, strlen(name)) < 0)
		return (-1);
	*size = bytes / sizeof(*mib);
	return (0);
}

int
sysctlbyname(const char *name, void *oldp, size_t *oldlenp, const void *newp,
    size_t newlen)
{
	int mib[CTL_MAXNAME];
	size_t len = CTL_MAXNAME;

	if (sysctlnametomib(name, mib, &len) < 0)
		return (-1);
	return (__sysctl(mib, (unsigned int)len, oldp, oldlenp, newp, newlen));
}

int
getpagesize(void)
{
	return (4096);
}

static long
int_value(const char *name, long otherwise)
{
	int value;
	size_t size = sizeof(value);

	if (sysctlbyname(name, &value, &size, NULL, 0) < 0 ||
	    size != sizeof(value))
		return (otherwise);
	return (value);
}

static long
physical_pages(void)
{
	uint64_t bytes;
	size_t size = sizeof(bytes);

	if (sysctlbyname("hw.physmem", &bytes, &size, NULL, 0) < 0)
		return (-1);
	return ((long)(bytes / 4096));
}

long
sysconf(int name)
{
	switch (name) {
	case _SC_PAGESIZE:
		return (getpagesize());
	case _SC_CLK_TCK:
		return (100);
	case _SC_ARG_MAX:
		return (ARG_MAX);
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return (int_value("hw.ncpu", 1));
	case _SC_CHILD_MAX:
		return (int_value("kern.maxproc", -1));
	case _SC_OPEN_MAX:
		return (int_value("kern.maxfilesperproc", 64));
	case _SC_PHYS_PAGES:
		return (physical_pages());
	default:
		errno = EINVAL;
		return (-1);
	}
}

int
gethostname(char *name, size_t size)
{
	struct utsname u;

	if (uname(&u) < 0)
		return (-1);
	if (strlcpy(name, u.nodename, size) >= size) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	return (0);
}
