/* T-3.5: forks are counted by their kind, and kinds by their exact flags. */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.5");

enum { FORKS, VFORKS, RFORKS, KTHREADS, KINDS };
static const char *const events[KINDS] = { "v_forks", "v_vforks",
    "v_rforks", "v_kthreads" };
static const char *const pages[KINDS] = { "v_forkpages", "v_vforkpages",
    "v_rforkpages", "v_kthreadpages" };

static uint64_t n[KINDS], p[KINDS];	/* as they were */

static void
remember(void)
{
	for (int i = 0; i < KINDS; i++) {
		n[i] = kstat(events[i]);
		p[i] = kstat(pages[i]);
	}
}

static uint64_t size;			/* pages of this process */

/* Exactly one more of kind, with as many pages as any of them. */
static void
counted(int kind)
{
	uint64_t grown;

	for (int i = 0; i < KINDS; i++) {
		grown = kstat(pages[i]) - p[i];
		check(kstat(events[i]) - n[i] == (i == kind), events[i]);
		check((grown > 0) == (i == kind), pages[i]);
		if (i != kind)
			continue;
		if (size == 0)
			size = grown;
		check(grown == size, "the pages of one process");
	}
}

static void
end(pid_t pid)
{
	check(pid >= 0, "a child");
	if (pid == 0)
		_exit(0);
	check(wait_exit(pid) == 0, "its end");
}

static void
one_rfork(int flags, int kind)
{
	remember();
	end(rfork(flags));
	counted(kind);
}

/* Use n pages of stack; => something, so that they stay */
static int __attribute__((noinline))
deepen(int n)
{
	volatile char page[PAGE];

	page[0] = (char)n;
	return (n > 1 ? deepen(n - 1) + page[0] : page[0]);
}

static void
with_stack_of(int n)
{
	(void)deepen(n);
	size = 0;
	one_rfork(RFPROC | RFFDG, FORKS);
}

/* Its pages are those of its data and of its stack. */
static void
larger(void)
{
	uint64_t was;

	check(sbrk(5 * PAGE) != (void *)-1, "sbrk");
	size += 5;
	one_rfork(RFPROC | RFFDG, FORKS);
	with_stack_of(100);
	was = size;
	with_stack_of(200);
	check(size >= was + 100 && size < was + 120, "a deeper stack");
}

int
main(void)
{
	pid_t pid;

	remember();
	end(fork());
	counted(FORKS);

	remember();
	pid = vfork();
	if (pid == 0)
		_exit(0);
	check(wait_exit(pid) == 0, "the end of a vfork child");
	counted(VFORKS);

	one_rfork(RFPROC, RFORKS);
	one_rfork(RFPROC | RFFDG, FORKS);	/* these are fork's flags */
	one_rfork(RFPROC | RFCFDG, RFORKS);
	one_rfork(RFPROC | RFFDG | RFSIGSHARE, RFORKS);

	remember();
	check(rfork(0) == 0, "rfork(0)");
	check_fails(rfork(RFFDG | RFCFDG), EINVAL);
	for (int i = 0; i < KINDS; i++)
		check(kstat(events[i]) == n[i], "no process, no count");
	larger();
	pass();
}
