/*
 * T-7.18: with vm.overcommit=1 more is promised than there is.  The process
 * whose fault finds no memory is killed, with a line on the console that
 * says why; nobody else is, and its memory comes back.
 * run: mem=64
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.18");

#define GIB	(1024 * MIB)

static struct census before, after;
static char said[16384];

static void *
anon(size_t n)
{
	return (mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON,
	    -1, 0));
}

/* The console names the process, what became of it, and why. */
static void
explained(pid_t pid)
{
	size_t size = sizeof(said) - 1;
	char start[40], *line, *end;

	check(sysctlbyname("kern.msgbuf", said, &size, NULL, 0) == 0,
	    "kern.msgbuf");
	said[size] = '\0';
	snprintf(start, sizeof(start), "t-7.18[%d]: SIGKILL", (int)pid);
	line = strstr(said, start);
	check(line != NULL, "a line about the process that was killed");
	end = strchr(line, '\n');
	if (end != NULL)
		*end = '\0';
	note("%s", line);
	check(strstr(line, "memory ran out") != NULL, "it says why");
}

static void
killed(pid_t pid)
{
	check(wait_exit(pid) == 128 + SIGKILL, "it was killed");
	explained(pid);
	check_vm();
}

/* One process touches more than there is. */
static void
too_large(void)
{
	size_t n = (kstat("v_page_count") + 1000) * PAGE;
	unsigned char *p;
	pid_t pid = fork();

	if (pid == 0) {
		p = anon(n);
		check(p != MAP_FAILED, "more than there is");
		fill(p, n, 1);
		_exit(0);
	}
	killed(pid);
}

/*
 * Each page needs a table of its own.  With one page more before them the
 * last thing that cannot be had is the other of the two.
 */
static void
too_sparse(bool extra)
{
	size_t n = kstat("v_page_count") * 2 * MIB;
	unsigned char *p, *q;
	pid_t pid = fork();

	if (pid == 0) {
		p = anon(PAGE);
		q = anon(n);
		check(p != MAP_FAILED && q != MAP_FAILED, "far more");
		if (extra)
			*p = 1;
		for (; n > 0; n -= 2 * MIB, q += 2 * MIB)
			*q = 1;
		_exit(0);
	}
	killed(pid);
}

/* A copy that does not fit: the child that writes it dies, not its parent. */
static void
copy_too_large(void)
{
	size_t n = kstat("v_free_count") / 3 * 2 * PAGE;
	unsigned char *p = anon(n);
	pid_t pid;

	check(p != MAP_FAILED, "two thirds of what is free");
	fill(p, n, 3);
	pid = fork();
	if (pid == 0) {
		fill(p, n, 4);
		_exit(0);
	}
	killed(pid);
	check(holds(p, n, 3), "the parent's data is whole");
	fill(p, n, 5);
	check(munmap(p, n) == 0, "munmap");
}

/* The kernel, too, writes for a process; then the call fails. */
static void
call_too_large(void)
{
	size_t n = (kstat("v_page_count") + 1000) * PAGE, done;
	int fds[2], got;
	unsigned char *p;
	pid_t pid = fork();

	if (pid == 0) {
		check(pipe(fds) == 0, "pipe");
		p = anon(n);
		check(p != MAP_FAILED, "more than there is");
		errno = 0;	/* own its page, while there are any */
		for (done = 0; done < n; done += PAGE) {
			check(write(fds[1], "x", 1) == 1, "write");
			got = (int)read(fds[0], p + done, 1);
			if (got != 1)
				break;
		}
		_exit(done < n && errno == EFAULT ? 0 : 1);
	}
	check(wait_exit(pid) == 0, "read() fails with EFAULT");
	check_vm();
}

/*
 * The same where each page needs two tables; which of the three cannot be
 * had depends on the pages before.  Who lives on has no table without a use.
 */
static void
call_too_sparse(size_t extra)
{
	size_t n = kstat("v_page_count") / 2 * GIB;
	unsigned char *p, *q;
	pid_t pid = fork();
	int fds[2];

	if (pid == 0) {
		check(pipe(fds) == 0, "pipe");
		p = anon(3 * PAGE);
		q = anon(n);
		check(p != MAP_FAILED && q != MAP_FAILED, "far more");
		errno = 0;
		fill(p, (1 + extra) * PAGE, 1);
		for (; n > 0; n -= GIB, q += GIB) {
			check(write(fds[1], "x", 1) == 1, "write");
			if (read(fds[0], q, 1) != 1)
				break;
		}
		check(n > 0 && errno == EFAULT, "read() fails with EFAULT");
		check_vm();
		_exit(0);
	}
	check(wait_exit(pid) == 0, "it lives");
	check_vm();
}

static void
rounds(int n)
{
	while (n-- > 0) {
		too_large();
		too_sparse(false);
		too_sparse(true);
		copy_too_large();
		call_too_large();
		for (size_t extra = 0; extra < 3; extra++)
			call_too_sparse(extra);
	}
}

int
main(void)
{
	kset("vm.overcommit", 1);
	rounds(1);
	census_begin(&before, &after);
	rounds(3);
	census_take(&after);
	census_same(&before, &after);
	kset("vm.overcommit", 0);
	check(anon((kstat("v_page_count") + 1000) * PAGE) == MAP_FAILED &&
	    errno == ENOMEM, "with accounting that much is refused");
	census_take(&after);
	census_same(&before, &after);
	pass();
}
