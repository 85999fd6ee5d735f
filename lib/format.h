/*
 * lib/format.h -- the engine behind every printf.
 *
 * It knows no buffers: each character goes to a function of the caller.  The
 * kernel's kprintf, its ksnprintf and the C library's printf family are thin
 * layers over it.
 *
 *   flags        -  0  +  space  #
 *   width        a number or *
 *   precision    . and a number or *
 *   sizes        hh  h  l  ll  z  j  t
 *   conversions  d i u o x X c s p %
 *
 * A conversion it does not know goes to a hook, which is how the C library
 * adds floating point; without a hook it is printed as it was written.
 */
#ifndef LIB_FORMAT_H
#define LIB_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

typedef void (*format_put_t)(char c, void *arg);

/* Where characters go, and how many went there. */
struct format_sink {
	format_put_t fs_put;
	void *fs_arg;
	int fs_count;
};

#define FORMAT_LEFT	0x01		/* - */
#define FORMAT_ZERO	0x02		/* 0 */
#define FORMAT_PLUS	0x04		/* + */
#define FORMAT_SPACE	0x08		/* space */
#define FORMAT_ALT	0x10		/* # */

/* One conversion as it was written: "%-8.3lx". */
struct format_spec {
	int fc_flags;			/* FORMAT_* */
	int fc_width;			/* 0 if none */
	int fc_precision;		/* -1 if none */
	char fc_size;			/* 0 h l z j t L, H for hh, q for ll */
	char fc_conv;			/* the letter */
};

/* va_list in a struct, since an array type can not be passed by address. */
struct format_args {
	va_list fa_list;
};

/*
 * A hook prints one conversion with format_field() and returns 0, or returns
 * -1 without taking an argument if it does not know it either.
 */
typedef int (*format_hook_t)(struct format_sink *sink,
    const struct format_spec *spec, struct format_args *args);

/*
 * format: print fmt with its arguments through put(c, arg).
 *
 * => the number of characters put
 * => never blocks unless put does; needs about 300 bytes of stack
 */
int format(format_put_t put, void *arg, const char *fmt, va_list ap);
int format_hooked(format_put_t put, void *arg, const char *fmt, va_list ap,
    format_hook_t hook);

/*
 * format_buf: into a buffer of size bytes, ending in NUL unless size is 0.
 *
 * => the length the whole text has; >= size means it was cut
 */
int format_buf(char *buf, size_t size, const char *fmt, va_list ap);

/*
 * format_field: put prefix and text, padded to the width of spec.  Zeros go
 * between the two, blanks before or after.
 */
void format_field(struct format_sink *sink, const struct format_spec *spec,
    const char *prefix, const char *text, size_t len);

#endif
