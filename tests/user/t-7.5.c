/*
 * T-7.5: MAP_SHARED memory is one memory after fork, MAP_PRIVATE is two;
 * and SHARE works before the first touch and after a fork that copied.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.5");

static volatile unsigned char *
map(int flags)
{
	void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, flags | MAP_ANON,
	    -1, 0);

	check(p != MAP_FAILED, "mmap");
	return (p);
}

/* A child writes `to`; do we see it? */
static bool
child_write_seen(volatile unsigned char *p, unsigned char to)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid == 0) {
		p[100] = to;
		_exit(0);
	}
	check(wait_exit(pid) == 0, "child");
	return (p[100] == to);
}

static void
share(volatile unsigned char *p)
{
	check(minherit((void *)p, PAGE, INHERIT_SHARE) == 0, "minherit");
}

int
main(void)
{
	volatile unsigned char *shared, *private;
	struct child ch;

	shared = map(MAP_SHARED);
	private = map(MAP_PRIVATE);
	check(child_write_seen(shared, 1), "shared, untouched before");
	check(!child_write_seen(private, 1), "private, untouched before");
	private[100] = 9;
	check(child_write_seen(shared, 2), "shared, touched");
	check(!child_write_seen(private, 2), "private, touched");
	check(private[100] == 9, "ours stays");

	private = map(MAP_PRIVATE);
	share(private);
	check(child_write_seen(private, 3), "SHARE before any touch");

	/* A page that a living child already shares copy-on-write. */
	private = map(MAP_PRIVATE);
	private[100] = 5;
	ch = child_start(NULL, NULL);
	share(private);
	check(private[100] == 5, "the contents survive minherit");
	check(child_write_seen(private, 6), "SHARE after a COPY fork");
	check_vm();
	child_stop(&ch);
	check_vm();
	pass();
}
