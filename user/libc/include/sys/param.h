/*
 * sys/param.h -- BSD's collection of limits and small macros.
 */
#ifndef _SYS_PARAM_H
#define _SYS_PARAM_H

#include <limits.h>
#include <sys/types.h>

#include "kernel/abi/stat.h"

#define PAGE_SIZE	4096
#define PAGE_MASK	(PAGE_SIZE - 1)

#define MIN(a, b)	((a) < (b) ? (a) : (b))
#define MAX(a, b)	((a) > (b) ? (a) : (b))
#define howmany(x, y)	(((x) + ((y) - 1)) / (y))
#define roundup(x, y)	(howmany(x, y) * (y))
#define rounddown(x, y)	((x) / (y) * (y))
#define nitems(x)	(sizeof(x) / sizeof((x)[0]))

#endif
