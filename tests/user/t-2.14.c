/* T-2.14: umtx: each answer, and waking across processes. */
#include <signal.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-2.14");

#define SLEEPERS	4

static volatile int word, asleep, awake;
static struct thread threads[SLEEPERS];

static void
sleeper(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&asleep, 1, __ATOMIC_SEQ_CST);
	check(umtx_sleep(&word, 0, 0) == 0, "woken");
	__atomic_add_fetch(&awake, 1, __ATOMIC_SEQ_CST);
}

static void
answers(void)
{
	uint64_t start;

	check_fails(umtx_sleep(&word, 1, 0), EBUSY);
	check_fails(umtx_sleep(&word, 0, -1), EINVAL);
	check_fails(umtx_sleep((int *)((char *)&word + 1), 0, 0), EFAULT);
	check_fails(umtx_sleep((int *)4, 0, 0), EFAULT);
	check_fails(umtx_sleep((int *)0xffff800000000000ul, 0, 0), EFAULT);
	check_fails(umtx_wakeup((int *)2, 1), EFAULT);
	check_fails(umtx_wakeup((int *)4, 1), EFAULT);
	check(umtx_wakeup(&word, 1) == 0, "nobody to wake is no error");
	start = now_us();
	check_fails(umtx_sleep(&word, 0, 15000), EWOULDBLOCK);
	check(now_us() - start >= 15000, "not too early");
	check_fails(umtx_sleep(&word, 0, 1), EWOULDBLOCK);
}

static void
one_and_all(void)
{
	for (int i = 0; i < SLEEPERS; i++)
		thread_start(&threads[i], sleeper, NULL);
	wait_until(&asleep, SLEEPERS);
	sleep_ms(50);
	check(awake == 0, "all of them sleep");
	check(umtx_wakeup(&word, 1) == 0, "wake one");
	sleep_ms(50);
	check(awake == 1, "and one it was");
	check(umtx_wakeup(&word, 0) == 0, "wake all");
	for (int i = 0; i < SLEEPERS; i++)
		thread_join(&threads[i]);
}

/* Each process has the page elsewhere: fork after the mapping is enough. */
static void
across(volatile int *shared)
{
	pid_t pid = fork();

	if (pid == 0) {
		shared[1] = 1;
		while (umtx_sleep(shared, 0, 0) != 0 || shared[0] == 0)
			if (shared[0] != 0)
				break;
		_exit(6);
	}
	wait_until(&shared[1], 1);
	sleep_ms(50);
	shared[0] = 1;
	check(umtx_wakeup(shared, 1) == 0, "wake the other process");
	check(wait_exit(pid) == 6, "it woke up");
}

int
main(void)
{
	int *area = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	struct census before, after;

	answers();
	census_begin(&before, &after);
	census_take(&before);
	one_and_all();
	census_take(&after);
	census_same(&before, &after);
	check(area != MAP_FAILED, "mmap");
	area[0] = area[1] = 0;
	check(minherit(area, PAGE, INHERIT_SHARE) == 0, "minherit");
	across(area);
	area = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(area != MAP_FAILED, "mmap of shared memory");
	across(area);
	pass();
}
