/* T-9.2: each error of execve leaves the caller as it was. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-9.2");

static char self_arg[] = "x";
static char *args[] = { self_arg, NULL }, *noenv[] = { NULL };

static void
make_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	check(fd >= 0, "a file");
	check(write(fd, text, strlen(text)) == (ssize_t)strlen(text), "write");
	close(fd);
	check(chmod(path, mode) == 0, "chmod");
}

static void
paths(void)
{
	char longname[300], longpath[2000];

	memset(longname, 'a', sizeof(longname));
	memcpy(longname, "/tmp/", 5);
	longname[299] = '\0';
	memset(longpath, '/', sizeof(longpath));
	longpath[1999] = '\0';
	check_fails(execve("/nonexistent", args, noenv), ENOENT);
	check_fails(execve("", args, noenv), ENOENT);
	check_fails(execve("/bin/true/x", args, noenv), ENOTDIR);
	check_fails(execve("/bin", args, noenv), EACCES);
	check_fails(execve(longname, args, noenv), ENAMETOOLONG);
	check_fails(execve(longpath, args, noenv), ENAMETOOLONG);
	check_fails(execve("/dev/null", args, noenv), EACCES);
}

static void
files(void)
{
	make_file("/tmp/t-9.2", "no program at all\n", 0755);
	check_fails(execve("/tmp/t-9.2", args, noenv), ENOEXEC);
	make_file("/tmp/t-9.2", "no program at all\n", 0644);
	check_fails(execve("/tmp/t-9.2", args, noenv), EACCES);
	make_file("/tmp/t-9.2", "", 0755);
	check_fails(execve("/tmp/t-9.2", args, noenv), ENOEXEC);
	make_file("/tmp/t-9.2", "\177ELF\2\1\1", 0755);
	check_fails(execve("/tmp/t-9.2", args, noenv), ENOEXEC);
	make_file("/tmp/t-9.2", "#!/nonexistent\n", 0755);
	check_fails(execve("/tmp/t-9.2", args, noenv), ENOENT);
	make_file("/tmp/t-9.2", "#!/tmp/t-9.2\n", 0755);
	check(execve("/tmp/t-9.2", args, noenv) == -1,
	    "an interpreter that needs one");
	make_file("/tmp/t-9.2", "#!\n", 0755);
	check_fails(execve("/tmp/t-9.2", args, noenv), ENOEXEC);
	check(unlink("/tmp/t-9.2") == 0, "unlink");
}

/* An address that the compiler knows nothing about. */
static void *
address(uint64_t a)
{
	__asm__ volatile("" : "+r"(a));
	return ((void *)a);
}

static void
pointers(void)
{
	char *bad[] = { self_arg, (char *)0xffffffff80100000, NULL };
	static char big[128 * 1024];
	static char *many[300];
	size_t i;

	check_fails(execve(address(8), args, noenv), EFAULT);
	check_fails(execve(address(0x8000000000000000), args, noenv), EFAULT);
	check_fails(execve("/bin/true", address(8), noenv), EFAULT);
	check_fails(execve("/bin/true", bad, noenv), EFAULT);
	check_fails(execve("/bin/true", args, bad), EFAULT);
	check_fails(execve("/bin/true", args, address(~0ul)), EFAULT);
	memset(big, 'b', sizeof(big) - 1);
	for (i = 0; i + 1 < sizeof(many) / sizeof(many[0]); i++)
		many[i] = big;
	check_fails(execve("/bin/true", many, noenv), E2BIG);
}

int
main(void)
{
	static struct census before, after;
	unsigned char *area = touched(16 * PAGE);
	int round;

	fill(area, 16 * PAGE, 3);
	for (round = 0; round < 3; round++) {
		paths();
		files();
		pointers();
		if (round == 0)
			census_begin(&before, &after);
	}
	census_take(&after);
	census_same(&before, &after);
	check(holds(area, 16 * PAGE, 3), "our memory is as it was");
	check_vm();
	pass();
}
