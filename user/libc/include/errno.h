/*
 * errno.h -- why the last call failed.
 */
#ifndef _ERRNO_H
#define _ERRNO_H

#include "kernel/abi/errno.h"

extern _Thread_local int errno;
#define errno	errno

#endif
