/*
 * Nothing is lost: every allocation of a system call fails once.
 *
 * debug.fail_allocation = n lets the n-th allocation from now on fail.  A
 * call is repeated with n = 1, 2, 3 ... until none of its allocations was
 * the n-th.  Each time it must either say that memory ran out or succeed
 * all the same, the memory checker must be content, and in the end
 * everything must be back.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("inject");

#define RW	(PROT_READ | PROT_WRITE)
#define NAME	"/tmp/t-inject"

static struct census before, after;
static unsigned char *area;		/* eight private pages, touched */
static unsigned char *page_of_file;	/* the first one, read only */
static unsigned char *page_of_code;	/* the same, as a program's */
static int file;			/* NAME, three pages, open for both */

/* ------------------------------------------------- the calls, and undo */

static int left;			/* of the count; -1: still counting */

/* What was to be tested is done; undoing it must not fail. */
static void
stop_counting(void)
{
	int error = errno;

	if (left == -1) {
		left = (int)kstat("debug.fail_allocation");
		kset("debug.fail_allocation", 0);
	}
	errno = error;
}

/* A page that is to be there: this must not fail either. */
static void
touch(unsigned char *p, int value)
{
	int n = (int)kstat("debug.fail_allocation");

	kset("debug.fail_allocation", 0);
	*p = (unsigned char)value;
	kset("debug.fail_allocation", n);
}

/* The result of a call, and the count stops. */
static int
done(int result)
{
	stop_counting();
	return (result);
}

static int
op_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return (pid < 0 ? -1 : wait_exit(pid));
}

/* The count runs on in the child: exec's allocations fail there. */
static int
op_exec(void)
{
	static char *const argv[] = { (char *)"true", NULL };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execv("/bin/true", argv);
		_exit(errno == ENOMEM ? 77 : 78);
	}
	if (pid < 0)
		return (-1);
	status = wait_exit(pid);
	check(status == 0 || status == 77, "exec works or says ENOMEM");
	return (0);
}

static int
op_pipe(void)
{
	int fds[2];

	if (done(pipe(fds)) != 0)
		return (-1);
	return (close(fds[0]) | close(fds[1]));
}

static int
op_create(void)
{
	int fd = done(open(NAME "2", O_RDWR | O_CREAT, 0644));

	if (fd < 0)
		return (-1);
	return (close(fd) | unlink(NAME "2"));
}

static int
op_mkdir(void)
{
	return (done(mkdir(NAME ".d", 0755)) != 0 ? -1 : rmdir(NAME ".d"));
}

static int
op_rename(void)
{
	return (done(rename(NAME, NAME "a")) != 0 ? -1 :
	    rename(NAME "a", NAME));
}

/* A page that was not there, deep enough for a tree of pages. */
static int
op_write(void)
{
	int result;

	check(lseek(file, 3 * PAGE, SEEK_SET) == 3 * PAGE, "lseek");
	result = done(write(file, "x", 1) == 1 ? 0 : -1);
	check(ftruncate(file, 3 * PAGE) == 0, "truncate");
	return (result);
}

static int
op_dup2(void)
{
	return (done(dup2(file, 500)) != 500 ? -1 : close(500));
}

static int
mapped(size_t len, int flags, int fd)
{
	unsigned char *p = mmap(NULL, len, RW, flags, fd, 0);

	stop_counting();
	if (p == MAP_FAILED)
		return (-1);
	p[0] = 1;
	return (munmap(p, len));
}

static int
op_private(void)
{
	return (mapped(3 * PAGE, MAP_PRIVATE | MAP_ANON, -1));
}

static int
op_shared(void)
{
	return (mapped(3 * PAGE, MAP_SHARED | MAP_ANON, -1));
}

static int
op_file(void)
{
	return (mapped(3 * PAGE, MAP_PRIVATE, file));
}

static int
op_hole(void)
{
	if (done(munmap(area + 2 * PAGE, PAGE)) != 0)
		return (-1);
	return (mmap(area + 2 * PAGE, PAGE, RW,
	    MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0) != MAP_FAILED ?
	    0 : -1);
}

static int
op_protect(void)
{
	if (done(mprotect(area + 3 * PAGE, PAGE, PROT_NONE)) != 0)
		return (-1);
	return (mprotect(area + 3 * PAGE, PAGE, RW));
}

static int
op_inherit(void)
{
	unsigned char *p = mmap(NULL, 4 * PAGE, RW, MAP_PRIVATE, file, 0);
	int result;

	if (p == MAP_FAILED)
		return (-1);
	p[0] = 7;
	result = done(minherit(p, 3 * PAGE, INHERIT_SHARE));
	check(p[0] == 7 && p[PAGE] == 'f', "its contents stay");
	return (munmap(p, 4 * PAGE) | result);
}

/* Memory that was never writable, and is paid for only from now on. */
static int
op_inherit_read(void)
{
	unsigned char *p = mmap(NULL, 4 * PAGE, PROT_READ, MAP_PRIVATE, file,
	    0);
	int result;

	if (p == MAP_FAILED)
		return (-1);
	result = done(p[0] != 'f' ? -1 : minherit(p, 3 * PAGE, INHERIT_SHARE));
	check_vm();
	check(p[0] == 'f' && p[PAGE] == 'f', "its contents stay");
	return (munmap(p, 4 * PAGE) | result);
}

/* The child sees that value, if there is a child. */
static int
fork_and_see(const unsigned char *p, int value)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(*p != value);
	check(pid < 0 || wait_exit(pid) == 0, "what the child sees");
	return (pid < 0 ? -1 : 0);
}

/* Fork with a range that is copied at once and one that is left out. */
static int
op_odd_fork(void)
{
	unsigned char *p = mmap(NULL, 2 * PAGE, RW, MAP_SHARED | MAP_ANON,
	    -1, 0);
	int result;

	if (p == MAP_FAILED)
		return (-1);
	touch(p, 9);
	result = minherit(p, PAGE, INHERIT_COPY) |
	    minherit(p + PAGE, PAGE, INHERIT_NONE);
	if (result == 0)
		result = fork_and_see(p, 9);
	return (done(result) | munmap(p, 2 * PAGE));
}

/*
 * A change of p's page, in a child, where all page tables are still the
 * parent's, too.  The page holds value then; if it fails, what it held.
 */
static int
in_child(const unsigned char *p, int (*change)(void), int value)
{
	pid_t pid = fork();
	int status, error;

	if (pid == 0) {
		error = change() == 0 ? 0 : errno;
		stop_counting();
		check_vm();
		check(*p == (error == 0 ? value : 'f'), "one or the other");
		kset("debug.fail_allocation", left);
		_exit(error == 0 ? 0 : error == ENOMEM ? 77 : 78);
	}
	status = pid < 0 ? 0 : wait_exit(pid);
	check(status == 0 || status == 77, "it works or says ENOMEM");
	return (done(pid < 0 ? -1 : 0));
}

static int
replace(void)
{
	return (mmap(page_of_file, PAGE, RW, MAP_PRIVATE | MAP_ANON |
	    MAP_FIXED, -1, 0) == page_of_file ? 0 : -1);
}

/* New memory in place of a file's. */
static int
op_replace(void)
{
	return (in_child(page_of_file, replace, 0));
}

static int
rewrite(void)
{
	return (mprotect(page_of_code, PAGE, RW));
}

/* A right more, which costs a page, and one less. */
static int
op_rewrite(void)
{
	return (in_child(page_of_code, rewrite, 'f'));
}

static int
op_sbrk(void)
{
	return (done(sbrk(PAGE) == (void *)-1) ? -1 :
	    sbrk(-(intptr_t)PAGE) == (void *)-1 ? -1 : 0);
}

static const struct {
	const char *name;
	int (*op)(void);
} ops[] = {
	{ "fork", op_fork }, { "exec", op_exec },
	{ "pipe", op_pipe }, { "create", op_create }, { "mkdir", op_mkdir },
	{ "rename", op_rename }, { "write", op_write }, { "dup2", op_dup2 },
	{ "mmap private", op_private }, { "mmap shared", op_shared },
	{ "mmap file", op_file }, { "munmap", op_hole },
	{ "mprotect", op_protect }, { "minherit", op_inherit },
	{ "odd fork", op_odd_fork }, { "replace", op_replace },
	{ "sbrk", op_sbrk }, { "minherit, read only", op_inherit_read },
	{ "rewrite", op_rewrite },
};
#define NOPS	((int)(sizeof(ops) / sizeof(ops[0])))

/* => how many allocations it makes */
static int
fail_each(int (*op)(void), const char *name)
{
	int n, result, error;

	for (n = 1; ; n++) {
		left = -1;
		kset("debug.fail_allocation", n);
		result = done(op());
		error = errno;
		if (result != 0 && error != ENOMEM && error != EAGAIN)
			note("%s: errno %d", name, error);
		check(result == 0 || error == ENOMEM || error == EAGAIN,
		    "it works or says that memory ran out");
		check_vm();
		if (left != 0)
			break;
	}
	check(result == 0, "without a failure it works");
	return (n - 1);
}

int
main(void)
{
	static char page[3 * PAGE];
	int n;

	area = touched(8 * PAGE);
	memset(page, 'f', sizeof(page));
	file = open(NAME, O_RDWR | O_CREAT | O_TRUNC, 0644);
	check(file >= 0, "create");
	check(write(file, page, sizeof(page)) == sizeof(page), "write");
	page_of_file = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);
	check(page_of_file != MAP_FAILED && *page_of_file == 'f', "a mapping");
	page_of_code = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE,
	    file, 0);
	check(page_of_code != MAP_FAILED && *page_of_code == 'f', "and one");
	for (int i = 0; i < NOPS; i++)
		check(ops[i].op() == 0, ops[i].name);
	census_begin(&before, &after);
	for (int i = 0; i < NOPS; i++) {
		n = fail_each(ops[i].op, ops[i].name);
		note("%s: %d allocations failed", ops[i].name, n);
		census_take(&after);
		census_same(&before, &after);
	}
	check(unlink(NAME) == 0, "unlink");
	pass();
}
