/*
 * T-10.3: each limit is enforced: cpu time, file size, descriptors, stack,
 * data, address space.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-10.3");

static volatile int xcpu;

static void
on_signal(int sig)
{
	(void)sig;
	xcpu++;
}

static void
limit(int which, rlim_t cur, rlim_t max)
{
	struct rlimit lim = { cur, max };

	check(setrlimit(which, &lim) == 0, "setrlimit");
}

static uint64_t
used_us(const struct rusage *ru)
{
	return ((uint64_t)(ru->ru_utime.tv_sec + ru->ru_stime.tv_sec) *
	    1000000 + (uint64_t)(ru->ru_utime.tv_usec +
	    ru->ru_stime.tv_usec));
}

static uint64_t
cpu_us(void)
{
	struct rusage ru;

	check(getrusage(RUSAGE_SELF, &ru) == 0, "getrusage");
	return (used_us(&ru));
}

/* SIGXCPU once, after a second; SIGKILL five seconds after the hard limit. */
static void
cpu(void)
{
	uint64_t told;

	signal(SIGXCPU, on_signal);
	limit(RLIMIT_CPU, 1, 2);
	while (xcpu == 0)
		continue;
	told = cpu_us();
	check(told >= 1000000 && told < 1050000, "told after a second");
	while (cpu_us() < 6900000)
		check(xcpu == 1, "told once");
	for (;;)
		continue;
}

/* A child that changes another limit has still this one; and a new one. */
static void
cpu_of_child(void)
{
	pid_t pid;

	signal(SIGXCPU, on_signal);
	limit(RLIMIT_CPU, 1, 100);
	pid = fork();
	if (pid == 0) {
		limit(RLIMIT_CORE, 0, 0);
		while (xcpu == 0 && cpu_us() < 1500000)
			continue;
		check(xcpu == 1, "told after a second");
		limit(RLIMIT_CPU, 2, 100);
		while (xcpu == 1 && cpu_us() < 2500000)
			continue;
		check(xcpu == 2, "told again, of the new limit");
		_exit(7);
	}
	check(wait_exit(pid) == 7, "child");
	_exit(7);
}

static void
file_size(void)
{
	static char page[PAGE];
	int fd = open("/tmp/limited", O_RDWR | O_CREAT | O_TRUNC, 0644);

	check(fd >= 0, "open");
	signal(SIGXFSZ, on_signal);
	limit(RLIMIT_FSIZE, 5000, 5000);
	check(write(fd, page, PAGE) == (ssize_t)PAGE, "below the limit");
	check(write(fd, page, PAGE) == 5000 - (ssize_t)PAGE, "what fits");
	check(xcpu == 0, "no signal yet");
	check_fails(write(fd, page, 1), EFBIG);
	check(xcpu == 1, "SIGXFSZ");
	check(unlink("/tmp/limited") == 0, "unlink");
	_exit(7);
}

static void
descriptors(void)
{
	int fd, last = -1;

	limit(RLIMIT_NOFILE, 10, 10);
	while ((fd = dup(0)) >= 0)
		last = fd;
	check(errno == EMFILE && last == 9, "EMFILE behind number 9");
	check_fails(dup2(0, 10), EBADF);
	check_fails(fcntl(0, F_DUPFD, 10), EINVAL);
	_exit(7);
}

static int
deep(int n)
{
	volatile char room[1024];

	room[0] = (char)n;
	return (n == 0 ? 0 : deep(n - 1) + room[0] - room[0]);
}

/* 600 KiB of stack. */
static void
stack(void)
{
	(void)deep(600);
	_exit(7);
}

static void
stack_of_another(void)
{
	execl("/tests/t-10.3", "t-10.3", "stack", NULL);
	_exit(1);
}

static void
memory(void)
{
	char *end = sbrk(0);
	struct rlimit lim;

	check(end != (void *)-1, "sbrk");
	limit(RLIMIT_DATA, (rlim_t)MIB, (rlim_t)MIB);
	check(sbrk(64 * 1024) != (void *)-1, "a little");
	check(sbrk((intptr_t)MIB) == (void *)-1 && errno == ENOMEM,
	    "no more than the limit");
	check(sbrk(600 * 1024) != (void *)-1, "more than half of it");
	check(sbrk(600 * 1024) == (void *)-1 && errno == ENOMEM,
	    "not twice");
	limit(RLIMIT_AS, 4 * (rlim_t)MIB, 4 * (rlim_t)MIB);
	check(mmap(NULL, MIB, PROT_READ, MAP_ANON | MAP_PRIVATE, -1, 0) !=
	    MAP_FAILED, "a MiB");
	check(mmap(NULL, 4 * MIB, PROT_READ, MAP_ANON | MAP_PRIVATE, -1, 0) ==
	    MAP_FAILED && errno == ENOMEM, "no more than the limit");
	check(fork() != 0 || (getrlimit(RLIMIT_AS, &lim) == 0 &&
	    mmap(NULL, 4 * MIB, PROT_READ, MAP_ANON | MAP_PRIVATE, -1, 0) ==
	    MAP_FAILED), "in a child, too");
	(void)wait(NULL);
	_exit(7);
}

static int
in_child(void (*work)(void))
{
	pid_t pid = fork();

	if (pid == 0)
		work();
	return (wait_exit(pid));
}

int
main(int argc, char **argv)
{
	struct rusage before, after;
	uint64_t used;

	(void)argv;
	if (argc > 1)
		stack();
	check(in_child(file_size) == 7, "file size");
	check(in_child(descriptors) == 7, "descriptors");
	check(in_child(stack) == 7, "a stack without a limit");
	limit(RLIMIT_STACK, 512 * 1024, RLIM_INFINITY);
	check(in_child(stack) == 128 + SIGSEGV, "and with one");
	check(in_child(stack_of_another) == 128 + SIGSEGV, "and after exec");
	check(in_child(memory) == 7, "memory");
	check(in_child(cpu_of_child) == 7, "cpu time of a child");
	check(getrusage(RUSAGE_CHILDREN, &before) == 0, "getrusage");
	check(in_child(cpu) == 128 + SIGKILL, "killed in the end");
	check(getrusage(RUSAGE_CHILDREN, &after) == 0, "getrusage");
	used = used_us(&after) - used_us(&before);
	check(used >= 6950000 && used < 7200000, "after 2 + 5 seconds");
	pass();
}
