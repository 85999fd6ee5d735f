/*
 * T-7.15: a child that reads a large memory copies no table: v_pt_copies
 * grows by exactly as much as for a child that reads nothing.
 * run: mem=900
 */
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.15");

static unsigned char *area;
static size_t size;

static uint64_t
table_copies(bool reads)
{
	uint64_t before;
	pid_t pid;
	bool ok;

	before = kstat("v_pt_copies");
	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		ok = !reads || holds(area, size, 0x5a);
		_exit(ok ? 0 : 1);
	}
	check(wait_exit(pid) == 0, "child");
	return (kstat("v_pt_copies") - before);
}

int
main(void)
{
	uint64_t room = (kstat("vm.commit_limit") - kstat("vm.commit")) *
	    PAGE / MIB;
	uint64_t idle, reader;

	size = (room * 2 / 5 < 256 ? room * 2 / 5 : 256) * MIB;
	check(size >= 8 * MIB, "enough memory");
	area = touched(size);
	(void)table_copies(false);
	(void)table_copies(true);
	idle = table_copies(false);
	reader = table_copies(true);
	note("%zu MiB: %llu tables copied by an idle child, %llu by a reader",
	    size / MIB, (unsigned long long)idle,
	    (unsigned long long)reader);
	check(reader == idle, "reading copies no table");
	pass();
}
