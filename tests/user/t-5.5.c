/* T-5.5: nanosleep(50 ms) takes 50 to 80 ms. */
#include <time.h>

#include "tests/user/test.h"

TEST("T-5.5");

int
main(void)
{
	struct timespec bad = { 0, 1000000000 }, minus = { -1, 0 };
	struct timespec zero = { 0, 0 };
	uint64_t start, took;
	int i;

	for (i = 0; i < 5; i++) {
		start = now_us();
		sleep_ms(50);
		took = now_us() - start;
		note("50 ms took %llu us", (unsigned long long)took);
		check(took >= 50000, "not too short");
		check(took <= 80000, "not too long");
	}
	check_fails(nanosleep(&bad, NULL), EINVAL);
	check_fails(nanosleep(&minus, NULL), EINVAL);
	check(nanosleep(&zero, NULL) == 0, "no time at all");
	pass();
}
