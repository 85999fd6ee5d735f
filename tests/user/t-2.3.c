/* T-2.3: what rfork refuses, and what it does without RFPROC. */
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.3");

static volatile int may_end;

static void
second(void *arg)
{
	(void)arg;
	wait_until(&may_end, 1);
}

static void
refused(int flags)
{
	check_fails(rfork(flags | RFPPWAIT), EINVAL);
	check_fails(rfork(flags | RFPGLOCK), EINVAL);
	check_fails(rfork(flags | RFKERNELONLY), EINVAL);
	check_fails(rfork(flags | RFFDG | RFCFDG), EINVAL);
}

int
main(void)
{
	struct census before, after;
	struct thread th;

	census_begin(&before, &after);
	census_take(&before);
	refused(0);
	refused(RFPROC);
	refused(RFPROC | RFMEM | RFSIGSHARE | RFTHREAD);
	check(rfork(0) == 0, "rfork(0): nothing is shared, nothing changes");
	check(rfork(RFMEM) == 0, "nor with RFMEM");
	check(rfork(RFFDG) == 0, "nor is our table copied: it is ours");
	/* Bits without a name, and names without an effect. */
	check(rfork(1 << 29 | 1 << 20 | 1 << 7) == 0, "unknown bits");
	check(rfork(RFNAMEG | RFENVG | RFNOTEG | RFCNAMEG | RFCENVG) == 0,
	    "ignored bits");

	thread_start(&th, second, NULL);
	check_fails(rfork(0), EINVAL);
	check_fails(rfork(RFMEM), EINVAL);
	check_fails(rfork(RFCFDG), EINVAL);
	check(write(2, "", 0) == 0, "the table is still there");
	refused(0);
	may_end = 1;
	umtx_wakeup(&may_end, 0);
	thread_join(&th);
	check(rfork(0) == 0, "alone again");
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
