/*
 * libc.h -- what the parts of the C library know of each other.
 */
#ifndef LIBC_H
#define LIBC_H

#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>

/* Generated stubs of calls whose C function differs from the call. */
__attribute__((noreturn)) void __sys_exit(int status);
pid_t __sys_fork(void);
int __sys_open(const char *path, int flags, int mode);
int __sys_ioctl(int fd, unsigned long request, void *data);
int __sys_fcntl(int fd, int cmd, long arg);
void *__sys_mmap(void *addr, size_t len, int prot, int flags, int fd, int pad,
    off_t pos);
off_t __sys_lseek(int fd, int pad, off_t offset, int whence);
int __sys_ftruncate(int fd, int pad, off_t length);
struct sigaction;
int __sys_sigaction(int sig, const struct sigaction *act,
    struct sigaction *oact, void *tramp);
int __sys_getcwd(char *buf, size_t size);
int __sysctl(const int *name, unsigned int namelen, void *oldp,
    size_t *oldlenp, const void *newp, size_t newlen);

/* What fork takes: the locks of malloc, the list of FILEs, stdlib (lock.h). */
extern volatile int __malloc_lock, __files_lock;
extern volatile int __env_lock, __atexit_lock, __rand_lock;
/* This thread is the only one left, after fork: FILEs of others are free. */
void __stdio_alone(void);
/* The same for a thread that was in exit. */
void __exit_alone(void);

/* The program's name, the last part of argv[0]. */
extern const char *__progname;

/* What crt0 calls; block is the argument block of docs/abi.md. */
__attribute__((noreturn)) void __libc_start(long *block);

/* Set by stdio when it has something to write at exit. */
extern void (*__exit_flush)(void);

/*
 * strtoull without a limit on the type: the magnitude, and whether there
 * was a minus sign and whether 64 bits were too few.
 *
 * => *end is s if there is no number; base must be valid (0, 2 to 36)
 */
unsigned long long __parse_integer(const char *s, const char **end, int base,
    int *negative, int *overflow);

/* Where printf adds floating point to lib/format.c. */
struct format_sink;
struct format_spec;
struct format_args;
int __format_float(struct format_sink *sink, const struct format_spec *spec,
    struct format_args *args);

#endif
