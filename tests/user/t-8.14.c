/* T-8.14: children are charged about as long as they compute; memory. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.14");

/*
 * How long each child computes.  One takes more than a second, and the
 * fractions of two sums make more than a second.
 */
static const uint64_t burns[] = { 200000, 200000, 1100000, 600000 };
#define BURNS	(sizeof(burns) / sizeof(burns[0]))

static uint64_t
us(struct timeval tv)
{
	return ((uint64_t)tv.tv_sec * 1000000 + (uint64_t)tv.tv_usec);
}

/* Compute in user mode: ask for the time now and then only. */
static void
burn(uint64_t time_us)
{
	uint64_t until = now_us() + time_us;
	volatile int spin;

	while (now_us() < until)
		for (spin = 0; spin < 100000; spin++)
			continue;
}

#define PAGES	64

/* Each page touched is a fault served, and memory in use. */
static void
touch(void)
{
	struct rusage before, after;
	char *p;
	long faults, kib;
	int i;

	p = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	check(p != MAP_FAILED, "mmap");
	check(getrusage(RUSAGE_SELF, &before) == 0, "getrusage");
	for (i = 0; i < PAGES; i++)
		p[i * 4096] = 1;
	check(getrusage(RUSAGE_SELF, &after) == 0, "getrusage");
	faults = after.ru_minflt - before.ru_minflt;
	kib = after.ru_maxrss - before.ru_maxrss;
	note("%ld faults, %ld KiB", faults, kib);
	check(faults >= PAGES && faults <= PAGES + 2, "a fault a page");
	check(kib >= PAGES * 4 && kib <= PAGES * 4 + 16, "and its memory");
}

int
main(void)
{
	struct rusage child, before, after;
	uint64_t sum = 0;
	int status;
	pid_t pid;

	check(getrusage(RUSAGE_CHILDREN, &before) == 0, "getrusage");
	for (size_t i = 0; i < BURNS; i++) {
		pid = fork();
		check(pid >= 0, "fork");
		if (pid == 0) {
			burn(burns[i]);
			_exit(0);
		}
		check(wait4(pid, &status, 0, &child) == pid && status == 0,
		    "child");
		note("user %llu us, kernel %llu us",
		    (unsigned long long)us(child.ru_utime),
		    (unsigned long long)us(child.ru_stime));
		check(us(child.ru_utime) + 50000 >= burns[i], "not much less");
		check(us(child.ru_utime) <= burns[i] + 50000, "not much more");
		check(child.ru_utime.tv_usec < 1000000, "a part of a second");
		sum += us(child.ru_utime);
	}
	check(getrusage(RUSAGE_CHILDREN, &after) == 0, "getrusage");
	check(us(after.ru_utime) - us(before.ru_utime) == sum,
	    "the children's time adds up");
	check(after.ru_utime.tv_sec >= 2 && after.ru_utime.tv_usec < 1000000,
	    "to seconds and a part of one");
	touch();
	check_fails(getrusage(5, &after), EINVAL);
	pass();
}
