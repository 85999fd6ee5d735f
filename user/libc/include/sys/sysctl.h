/*
 * sys/sysctl.h -- kernel values, by name and by vector.
 */
#ifndef _SYS_SYSCTL_H
#define _SYS_SYSCTL_H

#include <sys/types.h>

#include "kernel/abi/sysctl.h"

/*
 * sysctl, sysctlbyname: read a value, set it, or both.
 *
 * => oldp NULL: *oldlenp becomes the size needed; newp NULL: not set
 * => -1 and ENOENT if there is none of that name, ENOMEM if oldp is too small
 */
int sysctl(const int *name, unsigned int namelen, void *oldp, size_t *oldlenp,
    const void *newp, size_t newlen);
int sysctlbyname(const char *name, void *oldp, size_t *oldlenp,
    const void *newp, size_t newlen);
/* sysctlnametomib: the vector of a name; *size is its room, then its length. */
int sysctlnametomib(const char *name, int *mib, size_t *size);

#endif
