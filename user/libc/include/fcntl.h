/*
 * fcntl.h -- opening files and changing descriptors.
 */
#ifndef _FCNTL_H
#define _FCNTL_H

#include <sys/types.h>

#include "kernel/abi/fcntl.h"

/* open: a third argument, the mode, belongs to O_CREAT. */
int open(const char *path, int flags, ...);
int creat(const char *path, mode_t mode);
int fcntl(int fd, int cmd, ...);

#endif
