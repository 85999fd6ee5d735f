/* T-5.1: two programs that only compute get equal shares of the cpu. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-5.1");

#define RUN_US	4000000

static volatile uint64_t *progress;

static void
compute(int who, uint64_t until)
{
	volatile int spin;

	while (now_us() < until) {
		for (spin = 0; spin < 1000; spin++)
			continue;
		progress[who]++;
	}
	_exit(0);
}

int
main(void)
{
	struct rusage ru[2];
	uint64_t until, a, b;
	pid_t pid[2];
	int i, status;

	progress = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(progress != MAP_FAILED, "shared memory");
	until = now_us() + RUN_US;
	for (i = 0; i < 2; i++) {
		pid[i] = fork();
		check(pid[i] >= 0, "fork");
		if (pid[i] == 0)
			compute(i, until);
	}
	for (i = 0; i < 2; i++)
		check(wait4(pid[i], &status, 0, &ru[i]) == pid[i] &&
		    status == 0, "the child ended well");
	a = progress[0];
	b = progress[1];
	note("progress %llu and %llu, switched out %ld and %ld times",
	    (unsigned long long)a, (unsigned long long)b, ru[0].ru_nivcsw,
	    ru[1].ru_nivcsw);
	check(a > 0 && b > 0, "both got on");
	check(a * 10 <= b * 11 && b * 10 <= a * 11, "within 10 percent");
	check(ru[0].ru_nivcsw > 5 && ru[1].ru_nivcsw > 5,
	    "each was preempted more than 5 times");
	pass();
}
