/*
 * sys/cdefs.h -- what other headers need to declare things.
 */
#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS	extern "C" {
#define __END_DECLS	}
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif

#define __dead2		__attribute__((noreturn))
#define __printflike(fmt, first)	\
	__attribute__((format(printf, fmt, first)))
#define __scanflike(fmt, first)		\
	__attribute__((format(scanf, fmt, first)))
#define __unused	__attribute__((unused))

#endif
