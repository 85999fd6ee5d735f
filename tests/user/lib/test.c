/*
 * test.c -- verdicts, and what most test programs need.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/user/test.h"

/* One write, so that no other line gets between. */
static void
record(const char *text)
{
	int fd = open("/dev/debugcon", O_WRONLY);

	if (fd >= 0) {
		(void)!write(fd, text, strlen(text));
		close(fd);
	}
	(void)!write(2, text, strlen(text));
}

void
note(const char *fmt, ...)
{
	char line[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line) - 1, fmt, ap);
	va_end(ap);
	strcat(line, "\n");
	(void)!write(2, line, strlen(line));
}

void
test_check(bool ok, const char *what, const char *file, int line)
{
	int error = errno;
	char text[400];

	if (ok)
		return;
	snprintf(text, sizeof(text), "@fail %s %s:%d: %s (pid %d, errno %d)\n",
	    test_id, file, line, what, (int)getpid(), error);
	record(text);
	exit(1);
}

void
test_fails(long result, int error, const char *call, const char *file,
    int line)
{
	char text[200];

	if (result == -1 && errno == error)
		return;
	snprintf(text, sizeof(text), "%s gave %ld, wanted errno %d", call,
	    result, error);
	test_check(false, text, file, line);
}

void
pass(void)
{
	char text[80];

	snprintf(text, sizeof(text), "@pass %s\n", test_id);
	record(text);
	exit(0);
}

uint64_t
kstat(const char *name)
{
	static const char *const places[] = { "", "vm.stats.vm.",
	    "vm.stats.sys.", NULL };
	char full[80];
	uint64_t value;
	size_t size;
	int i;

	for (i = 0; places[i] != NULL; i++) {
		snprintf(full, sizeof(full), "%s%s", places[i], name);
		value = 0;
		size = sizeof(value);
		if (sysctlbyname(full, &value, &size, NULL, 0) == 0)
			return (size == 4 ? (uint64_t)(int32_t)value : value);
	}
	snprintf(full, sizeof(full), "sysctl %s", name);
	check(false, full);
	return (0);
}

void
kset(const char *name, int value)
{
	char text[80];

	snprintf(text, sizeof(text), "set sysctl %s", name);
	check(sysctlbyname(name, NULL, NULL, &value, sizeof(value)) == 0,
	    text);
}

int
wait_exit(pid_t pid)
{
	int status;
	pid_t got;

	check(pid > 0, "fork");
	got = waitpid(pid, &status, 0);
	check(got == pid, "waitpid gives the child");
	if (WIFSIGNALED(status))
		return (128 + WTERMSIG(status));
	check(WIFEXITED(status), "the status is an exit or a death");
	return (WEXITSTATUS(status));
}

struct child
child_start(void (*work)(void *), void *arg)
{
	int down[2], up[2];
	struct child ch;
	char c = 0;

	check(pipe(down) == 0 && pipe(up) == 0, "pipes");
	ch.ch_pid = fork();
	check(ch.ch_pid >= 0, "fork");
	if (ch.ch_pid == 0) {
		close(down[1]);
		close(up[0]);
		if (work != NULL)
			work(arg);
		(void)!write(up[1], &c, 1);
		(void)!read(down[0], &c, 1);	/* until our parent closes */
		_exit(0);
	}
	close(down[0]);
	close(up[1]);
	check(read(up[0], &c, 1) == 1, "the child has done its work");
	close(up[0]);
	ch.ch_fd = down[1];
	return (ch);
}

void
child_stop(struct child *ch)
{
	close(ch->ch_fd);
	check(wait_exit(ch->ch_pid) == 0, "the child ends well");
}

unsigned char *
touched(size_t n)
{
	unsigned char *area = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);

	check(area != MAP_FAILED, "mmap of anonymous memory");
	fill(area, n, 0x5a);
	return (area);
}

/* The first and the last byte of each page tell which page it is. */
void
fill(unsigned char *area, size_t n, int value)
{
	size_t i;

	for (i = 0; i < n; i += PAGE) {
		area[i] = (unsigned char)(value + i / PAGE);
		area[i + PAGE - 1] = (unsigned char)value;
	}
}

bool
holds(const unsigned char *area, size_t n, int value)
{
	size_t i;

	for (i = 0; i < n; i += PAGE)
		if (area[i] != (unsigned char)(value + i / PAGE) ||
		    area[i + PAGE - 1] != (unsigned char)value)
			return (false);
	return (true);
}

uint64_t
now_us(void)
{
	struct timespec ts;

	check(clock_gettime(CLOCK_MONOTONIC, &ts) == 0, "clock_gettime");
	return ((uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000);
}

void
sleep_ms(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	check(nanosleep(&ts, NULL) == 0, "nanosleep");
}

uint64_t
noise(void)
{
	static uint64_t state = 88172645463325252ull;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state);
}

int
raw_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d,
    uint64_t e, uint64_t f)
{
	struct raw r = { .r_rax = (uint64_t)number, .r_rdi = a, .r_rsi = b,
	    .r_rdx = c, .r_r10 = d, .r_r8 = e, .r_r9 = f };

	raw_syscall(&r);
	return ((r.r_rflags & RAW_CF) != 0 ? (int)r.r_rax : 0);
}
