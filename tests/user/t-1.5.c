/* T-1.5: a number that is no call gives EINVAL (its SIGSYS comes later). */
#include "tests/user/test.h"

TEST("T-1.5");

int
main(void)
{
	static const long numbers[] = { 5000, 599, 1023, 1024, 65536, -1,
	    0x7fffffff, 0x100000014, (long)0x8000000000000000ul, 8, 11 };
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		check(raw_call(numbers[i], 0, 0, 0, 0, 0, 0) == EINVAL,
		    "a number that is no call");
		check(raw_call(0, (uint64_t)numbers[i], 0, 0, 0, 0, 0) ==
		    EINVAL, "the same, indirectly");
	}
	pass();
}
