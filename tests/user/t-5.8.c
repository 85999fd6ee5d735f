/* T-5.8: the kernel counts its switches, and an idle cpu is one that waits. */
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-5.8");

int
main(void)
{
	uint64_t switches = kstat("v_swtch"), calls = kstat("v_syscall");
	uint64_t intr = kstat("v_intr");
	int i;

	for (i = 0; i < 10; i++)
		sleep_ms(20);
	check(kstat("v_swtch") - switches >= 20,
	    "away to the idle thread and back, ten times");
	check(kstat("v_syscall") - calls >= 10, "calls are counted");
	check(kstat("v_intr") - intr >= 18, "the clock ticks while we sleep");
	pass();
}
