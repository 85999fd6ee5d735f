/*
 * sys/ioctl.h -- requests to devices.
 */
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H

#include "kernel/abi/ioctl.h"

/* ioctl: the third argument, if a request has one, is a pointer. */
int ioctl(int fd, unsigned long request, ...);

#endif
