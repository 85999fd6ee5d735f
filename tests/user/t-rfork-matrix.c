/*
 * The rfork matrix: every combination of the flags that a program can name,
 * in two processes that look at each other, against a model of a few lines.
 * Ids: T-2.3 to T-2.8, T-3.13, T-7.8.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"
#include "user/bin/rforkdemo/observe.c"

TEST("rfork-matrix");

static const int named[] = { RFPROC, RFMEM, RFFDG, RFCFDG, RFSIGSHARE,
    RFNOWAIT, RFLINUXTHPN, RFTHREAD };
#define NNAMED	(sizeof(named) / sizeof(named[0]))

/* Named and without effect, or not named at all. */
#define IGNORED	(RFNAMEG | RFENVG | RFNOTEG | RFCNAMEG | RFCENVG | \
	1 << 7 | 1 << 8 | 1 << 9 | 1 << 15 | 1 << 20 | 1 << 29)

/* What rfork is.  Nothing else in this file knows it. */
static struct row
model(int flags)
{
	struct row row = { 0 };
	bool init = false, usr1 = false;

	if ((flags & RFKERNELONLY) || ((flags & RFFDG) && (flags & RFCFDG))) {
		row.r_error = EINVAL;
		return (row);
	}
	row.r_memory = flags & RFMEM ? SHARED : COPIED;
	row.r_files = flags & RFCFDG ? EMPTY : flags & RFFDG ? COPIED : SHARED;
	row.r_actions = SHARED;
	if (flags & RFPROC) {
		row.r_actions = flags & RFSIGSHARE ? SHARED : COPIED;
		row.r_peers = flags & RFTHREAD;
		init = flags & RFNOWAIT;
		usr1 = flags & RFLINUXTHPN;
	}
	row.r_ppid = init ? 1 : 0;	/* 0: the caller */
	row.r_waits = init ? NEVER : usr1 ? WITH_WLINUXCLONE : PLAIN;
	row.r_told = init ? NOT_TOLD : usr1 ? BY_SIGUSR1 : BY_SIGCHLD;
	return (row);
}

static int
combination(unsigned n)
{
	int flags = 0;

	for (size_t i = 0; i < NNAMED; i++) {
		if (n & 1u << i)
			flags |= named[i];
	}
	return (flags);
}

static bool
same(const struct row *saw, const struct row *want)
{
	pid_t parent = want->r_ppid == 0 ? saw->r_caller : want->r_ppid;

	if (saw->r_error != 0 || want->r_error != 0)
		return (saw->r_error == want->r_error);
	return (saw->r_ppid == parent && saw->r_memory == want->r_memory &&
	    saw->r_files == want->r_files &&
	    saw->r_actions == want->r_actions &&
	    saw->r_waits == want->r_waits && saw->r_told == want->r_told &&
	    saw->r_peers == want->r_peers);
}

static void
print(const char *what, const struct row *row)
{
	note("  %s error %d ppid %d memory %d files %d actions %d waits %d "
	    "told %d peers %d (%s)", what, row->r_error, (int)row->r_ppid,
	    row->r_memory, row->r_files, row->r_actions, row->r_waits,
	    row->r_told, row->r_peers,
	    row->r_trouble == NULL ? "no trouble" : row->r_trouble);
}

/* => 1 if it was as the model says */
static int
agrees(int flags)
{
	struct row want = model(flags), saw;

	check(observe(flags, &saw), "a pair");
	if (saw.r_trouble == NULL && same(&saw, &want))
		return (1);
	note("rfork(%#x):", (unsigned)flags);
	print("saw ", &saw);
	print("want", &want);
	return (0);
}

/* The kernel's own bits: no pair is made, so it is done right here. */
static void
kernel_bits(int flags)
{
	static const int own[] = { RFPGLOCK, RFPPWAIT, RFKERNELONLY };

	for (int i = 0; i < 3; i++) {
		check(model(flags | own[i]).r_error == EINVAL, "the model");
		check_fails(rfork(flags | own[i]), EINVAL);
	}
}

int
main(void)
{
	int nprocs = (int)kstat("debug.nprocs");
	struct census before, after;
	int right = 0, rows = 0;

	census_begin(&before, &after);
	agrees(RFPROC | RFFDG);		/* all pages are there */
	census_take(&before);
	for (unsigned n = 0; n < 1u << NNAMED; n++) {
		kernel_bits(combination(n));
		kernel_bits(combination(n) | IGNORED);
		right += agrees(combination(n));
		right += agrees(combination(n) | IGNORED);
		rows += 2;
	}
	note("%d of %d rows are as the model says", right, rows);
	check(right == rows, "the matrix");
	for (int i = 0; i < 100 && (int)kstat("debug.nprocs") != nprocs; i++)
		sleep_ms(20);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
