/*
 * mmap, munmap, mprotect, minherit and sbrk as programs see them: what is
 * refused, what files show, where holes and ends are, and that all of it
 * comes back.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("mmap");

#define RW		(PROT_READ | PROT_WRITE)
#define PRIVATE		(MAP_PRIVATE | MAP_ANON)
#define FILE_NAME	"/tmp/t-mmap"

static struct census before, after;

static unsigned char *
map(size_t len, int prot, int flags, int fd, off_t pos)
{
	void *p = mmap(NULL, len, prot, flags, fd, pos);

	check(p != MAP_FAILED, "mmap");
	return (p);
}

static bool
all(const unsigned char *p, size_t n, int value)
{
	while (n > 0 && *p == value) {
		p++;
		n--;
	}
	return (n == 0);
}

/* What kills a child that reads, or writes, there?  0: it lives. */
static int
killed_by(volatile unsigned char *p, bool write)
{
	int status;
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		if (write)
			*p = 1;
		_exit(*p == 0xff ? 1 : 0);
	}
	status = wait_exit(pid);
	return (status > 128 ? status - 128 : 0);
}

/* Three pages of a, b and c. */
static int
make_file(int flags)
{
	static char page[PAGE];
	int fd = open(FILE_NAME, O_RDWR | O_CREAT | O_TRUNC, 0644);

	check(fd >= 0, "create");
	for (int i = 0; i < 3; i++) {
		memset(page, 'a' + i, PAGE);
		check(write(fd, page, PAGE) == (ssize_t)PAGE, "write");
	}
	close(fd);
	fd = open(FILE_NAME, flags);
	check(fd >= 0, "open");
	return (fd);
}

/* The file's byte there, read and written in the ordinary way. */
static int
file_get(int fd, off_t at)
{
	unsigned char c;

	check(lseek(fd, at, SEEK_SET) == at, "lseek");
	check(read(fd, &c, 1) == 1, "read");
	return (c);
}

static void
file_put(int fd, off_t at, char c)
{
	check(lseek(fd, at, SEEK_SET) == at, "lseek");
	check(write(fd, &c, 1) == 1, "write");
}

static void
refusals(void)
{
	int fd = make_file(O_RDONLY), dir = open("/tmp", O_RDONLY);
	int wronly = open(FILE_NAME, O_WRONLY), fds[2];

	check(pipe(fds) == 0, "pipe");
	check_fails(mmap(NULL, 0, RW, PRIVATE, -1, 0), EINVAL);
	check_fails(mmap(NULL, PAGE, RW, MAP_ANON, -1, 0), EINVAL);
	check_fails(mmap(NULL, PAGE, RW, PRIVATE | MAP_SHARED, -1, 0), EINVAL);
	check_fails(mmap(NULL, PAGE, 99, PRIVATE, -1, 0), EINVAL);
	check_fails(mmap(NULL, PAGE, RW, PRIVATE, fd, 0), EINVAL);
	check_fails(mmap(NULL, PAGE, RW, 0x40000000 | PRIVATE, -1, 0),
	    EINVAL);
	check_fails(mmap((void *)1, PAGE, RW, PRIVATE | MAP_FIXED, -1, 0),
	    EINVAL);
	check_fails(mmap(NULL, PAGE, RW, PRIVATE | MAP_FIXED, -1, 0), EINVAL);
	check_fails(mmap((void *)0x7ffffffff000, PAGE, RW,
	    PRIVATE | MAP_FIXED, -1, 0), EINVAL);
	check_fails(mmap(NULL, ~0ul, RW, PRIVATE, -1, 0), ENOMEM);
	check_fails(mmap(NULL, 1ul << 45, RW, PRIVATE, -1, 0), ENOMEM);
	check_fails(mmap(NULL, 1ul << 45, RW, MAP_SHARED | MAP_ANON, -1, 0),
	    ENOMEM);
	check_fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 99, 0), EBADF);
	check_fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1), EINVAL);
	check_fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, -(off_t)PAGE),
	    EINVAL);
	check_fails(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0), EACCES);
	check_fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, wronly, 0),
	    EACCES);
	check_fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, dir, 0), ENODEV);
	check_fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fds[0], 0),
	    ENODEV);
	check_fails(munmap((void *)PAGE, 0), EINVAL);
	check_fails(munmap((void *)1, PAGE), EINVAL);
	check_fails(munmap((void *)-PAGE, PAGE), EINVAL);
	check_fails(mprotect((void *)1, PAGE, RW), EINVAL);
	check_fails(mprotect((void *)PAGE, PAGE, RW), ENOMEM);
	check_fails(minherit((void *)PAGE, PAGE, 3), EINVAL);
	check(munmap((void *)PAGE, PAGE) == 0, "unmapping nothing is fine");
	close(fd);
	close(dir);
	close(wronly);
	close(fds[0]);
	close(fds[1]);
}

/* A hole in the middle, rights that change, a fixed mapping over all. */
static void
pieces(void)
{
	unsigned char *p = map(5 * PAGE, RW, PRIVATE, -1, 0);

	memset(p, 7, 5 * PAGE);
	check(munmap(p + 2 * PAGE, PAGE) == 0, "munmap");
	check(killed_by(p + 2 * PAGE, false) == SIGSEGV, "a hole");
	check(all(p, 2 * PAGE, 7) && all(p + 3 * PAGE, 2 * PAGE, 7),
	    "the rest stays");
	check(mprotect(p, PAGE, PROT_READ) == 0, "mprotect");
	check(killed_by(p, true) == SIGSEGV, "read-only");
	check(killed_by(p, false) == 0, "but readable");
	check(mprotect(p, PAGE, PROT_NONE) == 0, "mprotect");
	check(killed_by(p, false) == SIGSEGV, "not even that");
	check(mprotect(p, PAGE, RW) == 0 && *p == 7, "its byte is back");
	check_fails(mprotect(p, 3 * PAGE, RW), ENOMEM);
	check(mmap(p, 5 * PAGE, RW, PRIVATE | MAP_FIXED, -1, 0) == p,
	    "fixed");
	check(all(p, 5 * PAGE, 0), "all new");
	check(mmap(p, PAGE, RW, PRIVATE, -1, 0) != p, "a hint is only a hint");
	check(munmap(p, 6 * PAGE) == 0, "gone");
}

static void
private_file(void)
{
	int fd = make_file(O_RDONLY);
	unsigned char *p = map(3 * PAGE, RW, MAP_PRIVATE, fd, PAGE), *q;

	check(p[0] == 'b' && p[PAGE] == 'c', "its bytes, from the offset on");
	check(killed_by(p + 2 * PAGE, false) == SIGBUS, "beyond the end");
	p[0] = 'x';
	check(file_get(fd, PAGE) == 'b', "the file is not ours");
	q = map(PAGE, PROT_READ, MAP_SHARED, fd, 0);
	check_fails(mprotect(q, PAGE, RW), EACCES);
	check(q[0] == 'a' && killed_by(q, true) == SIGSEGV, "read-only");
	check(munmap(q, PAGE) == 0, "munmap");
	check(close(fd) == 0 && unlink(FILE_NAME) == 0, "unlink");
	check(p[0] == 'x' && p[PAGE] == 'c', "there until unmapped");
	check(minherit(p, 2 * PAGE, INHERIT_SHARE) == 0, "minherit");
	check(killed_by(p + PAGE, true) == 0, "a child writes");
	check(p[PAGE] == 1 && p[0] == 'x', "and we see it");
	check(munmap(p, 3 * PAGE) == 0, "munmap");
}

static void
shared_file(void)
{
	int fd = make_file(O_RDWR);
	unsigned char *p = map(3 * PAGE, RW, MAP_SHARED, fd, 0);

	p[PAGE] = 'y';
	check(file_get(fd, PAGE) == 'y', "written through");
	check(killed_by(p, true) == 0 && p[0] == 1, "by a child, too");
	file_put(fd, 1, 'z');
	check(p[1] == 'z', "and back");
	check(ftruncate(fd, PAGE) == 0, "truncate");
	check(p[0] == 1 && p[PAGE] == 0, "cut: zero where it was mapped");
	check(ftruncate(fd, 2 * PAGE) == 0, "grow");
	check(file_get(fd, PAGE) == 0, "zero");
	close(fd);
	check(munmap(p, 3 * PAGE) == 0, "munmap");
	check(unlink(FILE_NAME) == 0, "unlink");
}

/* COPY of shared memory: the child gets what is there now, for itself. */
static void
copied_shared(void)
{
	unsigned char *p = map(2 * PAGE, RW, MAP_SHARED | MAP_ANON, -1, 0);
	pid_t pid;

	memset(p, 5, PAGE);
	check(minherit(p, 2 * PAGE, INHERIT_COPY) == 0, "minherit");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		if (!all(p, PAGE, 5) || !all(p + PAGE, PAGE, 0))
			_exit(1);
		memset(p, 6, 2 * PAGE);
		_exit(0);
	}
	check(wait_exit(pid) == 0, "the child reads and writes its copy");
	check(all(p, PAGE, 5) && all(p + PAGE, PAGE, 0), "ours stays");
	check(munmap(p, 2 * PAGE) == 0, "munmap");
}

static void
heap(void)
{
	unsigned char *p = sbrk(0), *q;

	check(sbrk(3 * PAGE) == p && sbrk(0) == p + 3 * PAGE, "grows");
	memset(p, 3, 3 * PAGE);
	check(sbrk(-2 * (intptr_t)PAGE) == p + 3 * PAGE, "shrinks");
	check(all(p, PAGE, 3), "the rest stays");
	q = sbrk(PAGE);
	check(q == p + PAGE && all(q + PAGE / 2, PAGE / 2, 0),
	    "new again");
	check_fails(sbrk((intptr_t)1 << 50), ENOMEM);
	check_fails(sbrk(-((intptr_t)1 << 40)), EINVAL);
	check(sbrk(-2 * (intptr_t)PAGE) == p + 2 * PAGE, "back");
}

int
main(void)
{
	for (int round = 0; round < 2; round++) {
		refusals();
		pieces();
		private_file();
		shared_file();
		copied_shared();
		heap();
		if (round == 0)
			census_begin(&before, &after);
	}
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
