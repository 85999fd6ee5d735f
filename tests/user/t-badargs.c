/*
 * Every system call with pointers, lengths and descriptors that are good
 * for nothing: an errno each time, we are still alive, nothing is lost.
 *
 * Each row of the table is a call and the kinds of its arguments; one
 * argument after the other takes every bad value of its kind while the
 * others are good ones.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("badargs");

/*
 *   d  a descriptor		P  a pointer the kernel must use
 *   n  a length		p  a pointer that may be NULL or unused
 *   i  some number		S  a path
 *   a  an address to map	0  always 0
 */
static const struct {
	const char *name;
	long number;
	const char *kinds;
} calls[] = {
	{ "read", SYS_read, "dPn" },
	{ "write", SYS_write, "dPn" },
	{ "open", SYS_open, "Sii" },
	{ "close", SYS_close, "d" },
	{ "wait4", SYS_wait4, "ipip" },
	{ "unlink", SYS_unlink, "S" },
	{ "chdir", SYS_chdir, "S" },
	{ "chmod", SYS_chmod, "Si" },
	{ "access", SYS_access, "Si" },
	{ "dup", SYS_dup, "d" },
	{ "ioctl", SYS_ioctl, "dip" },
	{ "execve", SYS_execve, "Spp" },
	{ "munmap", SYS_munmap, "an" },
	{ "mprotect", SYS_mprotect, "ani" },
	{ "setpgid", SYS_setpgid, "ii" },
	{ "dup2", SYS_dup2, "dd" },
	{ "fcntl", SYS_fcntl, "dii" },
	{ "getrusage", SYS_getrusage, "iP" },
	{ "rename", SYS_rename, "SS" },
	{ "mkdir", SYS_mkdir, "Si" },
	{ "rmdir", SYS_rmdir, "S" },
	{ "uname", SYS_uname, "P" },
	{ "mmap", SYS_mmap, "anii" },
	{ "mmap of a file", SYS_mmap, "aniid" },
	{ "lseek", SYS_lseek, "d0ii" },
	{ "ftruncate", SYS_ftruncate, "d0n" },
	{ "__sysctl", SYS___sysctl, "Pnpppn" },
	{ "sigaltstack", SYS_sigaltstack, "pp" },
	{ "sigprocmask", SYS_sigprocmask, "ipp" },
	{ "sigpending", SYS_sigpending, "P" },
	{ "getpgid", SYS_getpgid, "i" },
	{ "clock_gettime", SYS_clock_gettime, "iP" },
	{ "nanosleep", SYS_nanosleep, "Pp" },
	{ "minherit", SYS_minherit, "ani" },
	{ "getsid", SYS_getsid, "i" },
	{ "__getcwd", SYS___getcwd, "Pn" },
	{ "stat", SYS_stat, "SP" },
	{ "fstat", SYS_fstat, "dP" },
	{ "getdents", SYS_getdents, "dPn" }
};
#define NCALLS	(sizeof(calls) / sizeof(calls[0]))

/* The edge of user space, kernel memory of all sorts, no addresses. */
static const uint64_t bad_pointers[] = {
	0, 1, 8, 0xfff, 0x00007ffffffff000,
	0x00007fffffffffff, 0x0000800000000000, 0x8000000000000000,
	0xffff800000000000, 0xffff7fffffffffff, 0xffffc00000000000,
	0xffffffff80100000, 0xfffffffffffffff8, 0xffffffffffffffff,
	0x0000123456789000
};
static const uint64_t bad_numbers[] = {
	0, 1, 3, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff,
	0x8000000000000000, 0xffffffffffffffff, 0xfffffffffffff000,
	0x0000800000000000, 0x1000, 0x123
};
static const uint64_t bad_fds[] = {
	0x7fffffff, 0x80000000, 0xffffffff, 1000000, 500, 0xfffffffffffffffe
};

static unsigned char *last_page;	/* behind it nothing is mapped */
static int zero_fd;

static uint64_t
good_value(char kind)
{
	switch (kind) {
	case 'd':
		return ((uint64_t)zero_fd);
	case 'S':
		return ((uint64_t)"/nonexistent/file");
	case 'P':
	case 'p':
		return ((uint64_t)last_page);
	case 'n':
		return (16);
	case 'a':
		return (0x0000300000000000);	/* nothing is there */
	default:
		return (0);
	}
}

/* The bad values of a kind; => how many */
static size_t
bad_values(char kind, const uint64_t **values)
{
	switch (kind) {
	case 'd':
		*values = bad_fds;
		return (sizeof(bad_fds) / sizeof(uint64_t));
	case 'P':
	case 'p':
	case 'S':
	case 'a':
		*values = bad_pointers;
		return (sizeof(bad_pointers) / sizeof(uint64_t));
	case 'n':
	case 'i':
		*values = bad_numbers;
		return (sizeof(bad_numbers) / sizeof(uint64_t));
	default:
		*values = NULL;
		return (0);
	}
}

/* Would this really do something to us if it worked? */
static bool
dangerous(size_t c, size_t arg, uint64_t value)
{
	/* The good time to sleep is none; nothing bad about the rest. */
	if (calls[c].number == SYS_nanosleep)
		return (arg != 0);
	/* MAP_FIXED on what we stand on. */
	return (calls[c].number == SYS_mmap && arg == 3 &&
	    (value & MAP_FIXED) != 0);
}

static void
try(size_t c, size_t arg, uint64_t value)
{
	const char *kinds = calls[c].kinds;
	uint64_t a[6] = { 0 };
	char what[120];
	size_t i;
	int error;

	for (i = 0; kinds[i] != '\0'; i++)
		a[i] = i == arg ? value : good_value(kinds[i]);
	error = raw_call(calls[c].number, a[0], a[1], a[2], a[3], a[4], a[5]);
	snprintf(what, sizeof(what), "%s: argument %zu = %#llx: errno %d",
	    calls[c].name, arg, (unsigned long long)value, error);
	check(error >= 0 && error <= ELAST, what);
	if (kinds[arg] == 'P')
		check(error == EFAULT || error == EINVAL || error == ENOENT ||
		    error == ENOTDIR ||
		    (error == 0 && calls[c].number == SYS_write), what);
	if (kinds[arg] == 'S')
		check(error == EFAULT || (arg > 0 && error == ENOENT), what);
	if (kinds[arg] == 'd' && arg == 0)
		check(error == EBADF || error == EINVAL, what);
}

static void
one_call(size_t c)
{
	const uint64_t *values;
	size_t arg, i, n;

	for (arg = 0; calls[c].kinds[arg] != '\0'; arg++) {
		n = bad_values(calls[c].kinds[arg], &values);
		for (i = 0; i < n; i++)
			if (!dangerous(c, arg, values[i]))
				try(c, arg, values[i]);
	}
}

/* In a child, for what succeeds must not stay. */
static void
all_calls(void)
{
	size_t c;
	pid_t pid;

	for (c = 0; c < NCALLS; c++) {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0) {
			one_call(c);
			_exit(0);
		}
		if (wait_exit(pid) != 0) {
			note("the child that tried %s died", calls[c].name);
			check(false, calls[c].name);
		}
		check_vm();
	}
}

/* Files that are there, answers that have no room; and files that are not. */
static void
files(void)
{
	struct stat *nowhere = (struct stat *)(last_page + PAGE);
	int fd = open("/etc/motd", O_RDONLY);

	check(fd >= 0, "open");
	check_fails(fstat(fd, nowhere), EFAULT);
	check_fails(stat("/etc/motd", nowhere), EFAULT);
	check_fails(read(fd, last_page, (size_t)INT64_MAX + 1), EINVAL);
	check_fails(write(zero_fd, last_page, (size_t)INT64_MAX + 1),
	    EINVAL);
	close(fd);
	check_fails(unlink("/tmp/nobody"), ENOENT);
	check_fails(rmdir("/tmp/nobody"), ENOENT);
	check_fails(rmdir("/etc/motd"), ENOTDIR);
}

/* Strings and buffers that begin well and run into nothing. */
static void
edges(void)
{
	unsigned char *end = last_page + PAGE;
	int fds[2], fd;

	memset(last_page, 'a', PAGE);
	check(raw_call(SYS_open, (uint64_t)(end - 10), 0, 0, 0, 0, 0) ==
	    EFAULT, "a path that runs off the end");
	check(raw_call(SYS_uname, (uint64_t)(end - 8), 0, 0, 0, 0, 0) ==
	    EFAULT, "a struct that runs off the end");
	memcpy(end - 5, "/tmp", 5);
	fd = open((char *)(end - 5), O_RDONLY);
	check(fd >= 0, "a path that just fits");
	close(fd);
	check(pipe(fds) == 0, "pipe");
	check(write(fds[1], end - 3, 3) == 3, "a buffer that just fits");
	check(read(fds[0], end - 3, 3) == 3, "the same for reading");
	check_fails(write(fds[1], end, 1), EFAULT);
	check(write(fds[1], "x", 1) == 1, "something to read");
	check_fails(read(fds[0], end, 1), EFAULT);
	close(fds[0]);
	close(fds[1]);
}

int
main(void)
{
	static struct census before, after;

	last_page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	check(last_page != MAP_FAILED, "mmap");
	memset(last_page, 0, PAGE);
	check(munmap(last_page + PAGE, PAGE) == 0, "munmap");
	zero_fd = open("/dev/zero", O_RDWR);
	check(zero_fd >= 0, "/dev/zero");
	edges();
	files();
	all_calls();
	census_begin(&before, &after);
	edges();
	files();
	all_calls();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
