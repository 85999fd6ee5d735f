/*
 * T-7.12: processes take memory until there is none.  They get ENOMEM or
 * EAGAIN, the kernel lives, and afterwards all of it is back.
 * run: mem=96
 */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.12");

#define MOST	3000

static struct census before, after;
static pid_t pids[MOST];

/*
 * Take up to 8 MiB, in smaller pieces when there are no more large ones.  If
 * something less than `least' is left, fork fails late.
 */
static void
gorge(int say, size_t least)
{
	size_t piece = 2 * MIB;
	unsigned char *p;
	size_t taken = 0;
	char c = 0;

	while (piece >= least && taken < 8 * MIB) {
		p = mmap(NULL, piece, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		if (p == MAP_FAILED) {
			check(errno == ENOMEM, "mmap fails with ENOMEM");
			piece /= 2;
		} else {
			fill(p, piece, 1);
			taken += piece;
		}
	}
	(void)!write(say, &c, 1);
	for (;;)
		sleep_ms(1000);
}

static int
fill_up(int *fds, size_t least)
{
	int n, errors = 0;
	char c;

	for (n = 0; n < MOST && errors < 3; ) {
		pids[n] = fork();
		if (pids[n] == 0)
			gorge(fds[1], least);
		if (pids[n] < 0) {
			check(errno == ENOMEM || errno == EAGAIN,
			    "fork fails with ENOMEM or EAGAIN");
			errors++;
			continue;
		}
		check(read(fds[0], &c, 1) == 1, "the child is full");
		n++;
	}
	check(errors > 0, "at last fork fails too");
	return (n);
}

static void
release(int n)
{
	while (n-- > 0) {
		check(kill(pids[n], SIGKILL) == 0, "kill");
		check(wait_exit(pids[n]) == 128 + SIGKILL, "it was killed");
	}
}

/* Without accounting a fault may find nothing: then its process dies. */
static void
overcommitted(void)
{
	size_t n = (kstat("v_page_count") + 1000) * PAGE;
	unsigned char *p;
	pid_t pid;

	kset("vm.overcommit", 1);
	pid = fork();
	if (pid == 0) {
		p = mmap(NULL, n, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		check(p != MAP_FAILED, "more than there is, overcommitted");
		fill(p, n, 1);
		_exit(0);
	}
	check(wait_exit(pid) > 128, "the process that touches it is killed");
	kset("vm.overcommit", 0);
}

int
main(void)
{
	int fds[2], n, round;

	check(pipe(fds) == 0, "pipe");
	memset(pids, 1, sizeof(pids));
	for (round = 0; round < 4; round++) {
		n = fill_up(fds, round % 2 == 0 ? PAGE : 32 * PAGE);
		note("round %d: %d processes, %llu pages free", round, n,
		    (unsigned long long)kstat("v_free_count"));
		check_vm();
		release(n);
		if (round == 1) {
			/* The pages of `after' count as well. */
			census_begin(&before, &after);
		}
	}
	census_take(&after);
	census_same(&before, &after);
	overcommitted();
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
