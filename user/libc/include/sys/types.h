/*
 * sys/types.h -- the types of system calls, and BSD's short names.
 */
#ifndef _SYS_TYPES_H
#define _SYS_TYPES_H

#include "kernel/abi/types.h"

typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef unsigned int uint;
typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef char *caddr_t;
typedef int64_t register_t;
typedef int64_t id_t;
typedef uint32_t useconds_t;
typedef int64_t clock_t;

#define major(dev)	((int)((dev) >> 8 & 0xff))
#define minor(dev)	((int)((dev) & 0xffff00ff))

#endif
