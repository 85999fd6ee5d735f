/*
 * err.h -- messages "program: text: reason" on standard error.
 *
 * err and warn add what errno means; errx and warnx do not.  err and errx
 * then exit.
 */
#ifndef _ERR_H
#define _ERR_H

#include <stdarg.h>
#include <sys/cdefs.h>

void err(int status, const char *fmt, ...) __dead2 __printflike(2, 3);
void errx(int status, const char *fmt, ...) __dead2 __printflike(2, 3);
void verr(int status, const char *fmt, va_list ap) __dead2 __printflike(2, 0);
void verrx(int status, const char *fmt, va_list ap) __dead2 __printflike(2, 0);
void warn(const char *fmt, ...) __printflike(1, 2);
void warnx(const char *fmt, ...) __printflike(1, 2);
void vwarn(const char *fmt, va_list ap) __printflike(1, 0);
void vwarnx(const char *fmt, va_list ap) __printflike(1, 0);
/* errc, warnc: with a given error number instead of errno. */
void errc(int status, int code, const char *fmt, ...)
    __dead2 __printflike(3, 4);
void warnc(int code, const char *fmt, ...) __printflike(2, 3);

#endif
