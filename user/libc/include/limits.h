/*
 * limits.h -- the ends of the integer types, and of names and paths.
 */
#ifndef _LIMITS_H
#define _LIMITS_H

#define CHAR_BIT	8
#define MB_LEN_MAX	1

#define SCHAR_MAX	__SCHAR_MAX__
#define SCHAR_MIN	(-SCHAR_MAX - 1)
#define UCHAR_MAX	(SCHAR_MAX * 2 + 1)
#define CHAR_MIN	SCHAR_MIN
#define CHAR_MAX	SCHAR_MAX
#define SHRT_MAX	__SHRT_MAX__
#define SHRT_MIN	(-SHRT_MAX - 1)
#define USHRT_MAX	(SHRT_MAX * 2 + 1)
#define INT_MAX		__INT_MAX__
#define INT_MIN		(-INT_MAX - 1)
#define UINT_MAX	(INT_MAX * 2U + 1U)
#define LONG_MAX	__LONG_MAX__
#define LONG_MIN	(-LONG_MAX - 1L)
#define ULONG_MAX	(LONG_MAX * 2UL + 1UL)
#define LLONG_MAX	__LONG_LONG_MAX__
#define LLONG_MIN	(-LLONG_MAX - 1LL)
#define ULLONG_MAX	(LLONG_MAX * 2ULL + 1ULL)
#define SSIZE_MAX	LONG_MAX

#define NAME_MAX	255		/* without the NUL */
#define PATH_MAX	1024		/* with the NUL */
#define ARG_MAX		65536		/* arguments and environment of exec */
#define PIPE_BUF	512		/* a write this long is not divided */

#define _POSIX_PATH_MAX	256
#define _POSIX_PIPE_BUF	512
#define LINE_MAX	2048

#endif
