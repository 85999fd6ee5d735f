/* T-7.4: minherit: copied, shared, or not there at all in the child. */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.4");

static volatile unsigned char *a, *b, *c;

/* A child of the child shows what is left of C. */
static void
touch_c(bool write)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		if (write)
			c[0] = 2;
		_exit(c[0]);
	}
	check(wait_exit(pid) == 128 + SIGSEGV, "C is not there");
}

static void
child(void)
{
	check(a[0] == 1 && b[0] == 1, "A and B are there");
	check_vm();
	a[0] = 2;
	b[0] = 2;
	touch_c(false);
	touch_c(true);
	_exit(0);
}

static void
one_round(int flags)
{
	unsigned char *area = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
	    flags | MAP_ANON, -1, 0);
	pid_t pid;

	check(area != MAP_FAILED, "mmap");
	a = area;
	b = area + PAGE;
	c = area + 2 * PAGE;
	a[0] = b[0] = c[0] = 1;
	check(minherit(area, PAGE, INHERIT_COPY) == 0, "COPY");
	check(minherit(area + PAGE, PAGE, INHERIT_SHARE) == 0, "SHARE");
	check(minherit(area + 2 * PAGE, PAGE, INHERIT_NONE) == 0, "NONE");
	check(a[0] == 1 && b[0] == 1 && c[0] == 1, "nothing changes for us");
	check_vm();

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0)
		child();
	check(wait_exit(pid) == 0, "the child agrees");
	check(a[0] == 1, "COPY: the child's write is not here");
	check(b[0] == 2, "SHARE: it is");
	check(c[0] == 1, "NONE: ours is still there");
	check_vm();
	check(munmap(area, 3 * PAGE) == 0, "munmap");
}

int
main(void)
{
	one_round(MAP_PRIVATE);
	one_round(MAP_SHARED);
	check_fails(minherit((void *)test_id, 1, 7), EINVAL);
	check_fails(minherit((void *)test_id, 1, -1), EINVAL);
	check_fails(minherit((void *)test_id, (size_t)-1, INHERIT_COPY),
	    EINVAL);
	check_vm();
	pass();
}
