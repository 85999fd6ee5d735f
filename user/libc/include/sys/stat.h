/*
 * sys/stat.h -- file attributes.
 */
#ifndef _SYS_STAT_H
#define _SYS_STAT_H

#include <sys/types.h>

#include "kernel/abi/stat.h"

int stat(const char *path, struct stat *sb);
int fstat(int fd, struct stat *sb);
/* lstat: there are no symbolic links, so this is stat. */
int lstat(const char *path, struct stat *sb);
int mkdir(const char *path, mode_t mode);
int fchmod(int fd, mode_t mode);
int chmod(const char *path, mode_t mode);
mode_t umask(mode_t mask);

#endif
