/* T-2.14: umtx: each answer, and waking across processes. */
#include <fcntl.h>
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
	/* Wherever in a tick the sleep begins. */
	for (int i = 0; i < 20; i++) {
		for (start = now_us(); now_us() - start < i * 500ul; )
			continue;
		start = now_us();
		check_fails(umtx_sleep(&word, 0, 15000), EWOULDBLOCK);
		check(now_us() - start >= 15000, "not too early");
	}
	check_fails(umtx_sleep(&word, 0, 1), EWOULDBLOCK);
}

static void
on_usr1(int sig)
{
	(void)sig;
}

/* EINTR even with SA_RESTART: the word may have changed meanwhile. */
static void
interrupted(void)
{
	struct sigaction act = { .sa_handler = on_usr1,
	    .sa_flags = SA_RESTART };
	pid_t pid;

	check(sigaction(SIGUSR1, &act, NULL) == 0, "sigaction");
	pid = fork();
	if (pid == 0) {
		sleep_ms(50);
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	check_fails(umtx_sleep(&word, 0, 500000), EINTR);
	check(wait_exit(pid) == 0, "child");
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

/*
 * Another process sleeps on the word as it sees it, at theirs, for not more
 * than five seconds; ours is the same word as we see it.
 */
static void
across(volatile int *ours, volatile int *theirs)
{
	pid_t pid = fork();

	if (pid == 0) {
		theirs[1] = 1;
		_exit(umtx_sleep(theirs, 0, 5000000) == 0 ? 6 : 1);
	}
	wait_until(&ours[1], 1);
	sleep_ms(50);
	ours[0] = 1;
	check(umtx_wakeup(ours, 1) == 0, "wake the other process");
	check(wait_exit(pid) == 6, "it woke up");
	ours[0] = ours[1] = 0;
}

/* The second page of a file: in a mapping of it alone, and of both. */
static void
two_windows(void)
{
	static char page[2 * PAGE];
	int fd = open("/tmp/t-2.14", O_RDWR | O_CREAT | O_TRUNC, 0600);
	int *both, *second;

	check(fd >= 0 && write(fd, page, sizeof(page)) == sizeof(page),
	    "a file");
	both = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
	    0);
	second = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
	    (off_t)PAGE);
	check(both != MAP_FAILED && second != MAP_FAILED, "mmap");
	across(both + PAGE / sizeof(int), second);
	check(munmap(both, 2 * PAGE) == 0 && munmap(second, PAGE) == 0,
	    "munmap");
	check(close(fd) == 0 && unlink("/tmp/t-2.14") == 0, "clean up");
}

static void
across_processes(void)
{
	int *area = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);

	check(area != MAP_FAILED, "mmap");
	area[0] = area[1] = 0;
	check(minherit(area, PAGE, INHERIT_SHARE) == 0, "minherit");
	across(area, area);
	check(munmap(area, PAGE) == 0, "munmap");
	area = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(area != MAP_FAILED, "mmap of shared memory");
	across(area, area);
	check(munmap(area, PAGE) == 0, "munmap");
	two_windows();
}

int
main(void)
{
	struct census before, after;

	answers();
	interrupted();
	census_begin(&before, &after);
	across_processes();
	census_take(&before);
	one_and_all();
	across_processes();
	census_take(&after);
	census_same(&before, &after);
	pass();
}
