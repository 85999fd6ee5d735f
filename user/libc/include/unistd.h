/*
 * unistd.h -- the system calls and what is built on them.
 */
#ifndef _UNISTD_H
#define _UNISTD_H

#include <getopt.h>
#include <sys/types.h>

#include "kernel/abi/fcntl.h"
#include "kernel/abi/rfork.h"

#define _POSIX_JOB_CONTROL 1

#define STDIN_FILENO	0
#define STDOUT_FILENO	1
#define STDERR_FILENO	2

extern char **environ;

/* ---- files ---- */
ssize_t read(int fd, void *buf, size_t nbyte);
ssize_t write(int fd, const void *buf, size_t nbyte);
int close(int fd);
off_t lseek(int fd, off_t offset, int whence);
int ftruncate(int fd, off_t length);
int dup(int fd);
int dup2(int from, int to);
int pipe(int fds[2]);
int access(const char *path, int mode);
int unlink(const char *path);
int rmdir(const char *path);
int chdir(const char *path);
/* getcwd: buf NULL means allocate. */
char *getcwd(char *buf, size_t size);
int isatty(int fd);
/* The process group that ^C reaches, and that may read the terminal. */
pid_t tcgetpgrp(int fd);
int tcsetpgrp(int fd, pid_t pgrp);
/* The name of the terminal fd is on, or NULL; static. */
char *ttyname(int fd);
/* A name for the controlling terminal; buf NULL: static. */
char *ctermid(char *buf);
#define L_ctermid	16

/* ---- processes ---- */
pid_t fork(void);
pid_t vfork(void) __attribute__((__returns_twice__));
/*
 * rfork: fork by parts: RFPROC | RF..., docs/rfork.md.  With RFMEM both
 * return on one stack: use rfork_thread.
 */
pid_t rfork(int flags);
/*
 * rfork_thread: the child runs func(arg) on the stack that ends at
 * stack_top and exits with what func returns.
 * => the child's pid, or -1 and errno; EINVAL without RFPROC
 */
pid_t rfork_thread(int flags, void *stack_top, int (*func)(void *),
    void *arg);
__attribute__((noreturn)) void _exit(int status);
int execve(const char *path, char *const *argv, char *const *envp);
int execv(const char *path, char *const *argv);
int execvp(const char *file, char *const *argv);
int execl(const char *path, const char *arg, ...);
int execlp(const char *file, const char *arg, ...);
int execle(const char *path, const char *arg, ...);
pid_t getpid(void);
pid_t getppid(void);
pid_t getpgrp(void);
pid_t getpgid(pid_t pid);
int setpgid(pid_t pid, pid_t pgid);
pid_t getsid(pid_t pid);
pid_t setsid(void);
int chown(const char *path, uid_t uid, gid_t gid);
int fchown(int fd, uid_t uid, gid_t gid);
/* There are no symbolic links, so this is chown. */
int lchown(const char *path, uid_t uid, gid_t gid);
int getgroups(int size, gid_t *list);
int setgroups(int size, const gid_t *list);
int setuid(uid_t uid);
int setgid(gid_t gid);
int seteuid(uid_t uid);
int setegid(gid_t gid);
int setreuid(uid_t ruid, uid_t euid);
int setregid(gid_t rgid, gid_t egid);
int setresuid(uid_t ruid, uid_t euid, uid_t suid);
int setresgid(gid_t rgid, gid_t egid, gid_t sgid);
int issetugid(void);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);

/* ---- memory, time, the rest ---- */
void *sbrk(intptr_t incr);
int brk(void *end);
/* sleep: => seconds that were left if it was interrupted */
unsigned int sleep(unsigned int seconds);
int usleep(useconds_t usec);
/* SIGALRM later; 0: not at all.  => seconds, microseconds that were left */
unsigned int alarm(unsigned int seconds);
useconds_t ualarm(useconds_t usec, useconds_t interval);
/* pause: until a signal was handled; always -1, EINTR. */
int pause(void);
/* nice: => the new nice value */
int nice(int incr);
int sched_yield(void);
int getpagesize(void);
long sysconf(int name);
int gethostname(char *name, size_t size);
/* syscall: any call by number, with up to five arguments. */
long syscall(long number, ...);

#define _SC_ARG_MAX		1
#define _SC_CHILD_MAX		2
#define _SC_CLK_TCK		3
#define _SC_OPEN_MAX		5
#define _SC_PAGESIZE		47
#define _SC_PAGE_SIZE		_SC_PAGESIZE
#define _SC_NPROCESSORS_CONF	57
#define _SC_NPROCESSORS_ONLN	58
#define _SC_PHYS_PAGES		121

#endif
