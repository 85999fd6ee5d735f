/*
 * T-7.14: fork of a process with 1 MiB and with 1 GiB of touched memory
 * executes the same number of instructions within 5 percent.
 *
 *	t-7.14 [MIB]	the largest size; default: what memory allows
 *
 * Run under icount, where the time stamp counter counts instructions.
 *
 * run: mem=3072 kernel=release args=1024
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.14");

#define TRIES	9

static uint64_t
rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high));
	return ((uint64_t)high << 32 | low);
}

/* The cheapest of several forks: without a clock interrupt in it. */
static uint64_t
fork_cost(void)
{
	uint64_t best = ~0ul, start, took;
	pid_t pid;
	int i;

	for (i = 0; i < TRIES; i++) {
		start = rdtsc();
		pid = fork();
		if (pid == 0)
			_exit(0);
		took = rdtsc() - start;
		check(wait_exit(pid) == 0, "child");
		if (took < best)
			best = took;
	}
	return (best);
}

static uint64_t
cost_with(size_t mib)
{
	unsigned char *area = touched(mib * MIB);
	uint64_t cost = fork_cost();

	note("%5zu MiB touched: fork takes %llu instructions", mib,
	    (unsigned long long)cost);
	check(munmap(area, mib * MIB) == 0, "munmap");
	return (cost);
}

int
main(int argc, char **argv)
{
	uint64_t room = (kstat("vm.commit_limit") - kstat("vm.commit")) *
	    PAGE / MIB;
	size_t most = argc > 1 ? (size_t)atoi(argv[1]) : room * 2 / 5;
	uint64_t least = ~0ul, largest = 0, cost;
	size_t mib;

	check(most >= 16, "enough memory to compare at all");
	(void)fork_cost();
	for (mib = 1; mib <= most; mib *= 4) {
		cost = cost_with(mib);
		least = cost < least ? cost : least;
		largest = cost > largest ? cost : largest;
	}
	check(largest * 100 <= least * 105, "within 5 percent");
	pass();
}
