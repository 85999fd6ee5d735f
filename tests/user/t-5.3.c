/* T-5.3: children forked while the parent computes run in that order. */
#include <sys/mman.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-5.3");

#define CHILDREN	3
#define ROUNDS		50

struct order {
	int or_next;
	int or_who[CHILDREN];
};

int
main(void)
{
	volatile struct order *order;
	pid_t pid[CHILDREN];
	int i, round;

	order = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(order != MAP_FAILED, "shared memory");
	for (round = 0; round < ROUNDS; round++) {
		order->or_next = 0;
		for (i = 0; i < CHILDREN; i++) {
			pid[i] = fork();
			check(pid[i] >= 0, "fork");
			if (pid[i] == 0) {
				order->or_who[order->or_next] = i;
				order->or_next++;
				_exit(0);
			}
		}
		for (i = 0; i < CHILDREN; i++)
			check(wait_exit(pid[i]) == 0, "child");
		for (i = 0; i < CHILDREN; i++)
			check(order->or_who[i] == i, "first in, first out");
	}
	pass();
}
