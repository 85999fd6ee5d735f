/*
 * dirent.h -- reading directories.
 */
#ifndef _DIRENT_H
#define _DIRENT_H

#include <sys/types.h>

#include "kernel/abi/stat.h"

#define d_ino	d_fileno

typedef struct __dir DIR;

DIR *opendir(const char *path);
/* readdir: NULL at the end, or with errno set; valid until the next call. */
struct dirent *readdir(DIR *dir);
void rewinddir(DIR *dir);
int closedir(DIR *dir);
int dirfd(DIR *dir);
/* getdents: what lies under readdir, many records at a time. */
int getdents(int fd, char *buf, size_t count);

#endif
