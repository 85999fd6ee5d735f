/*
 * Damaged programs: every field of the headers of /bin/true gets every
 * kind of wrong value, the file is cut off everywhere, its segments
 * overlap or are huge.  execve says an errno, or the program dies or runs;
 * the kernel lives, and nothing is lost.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("badelf");

#define PATH		"/tmp/t-badelf"
#define REFUSED		200	/* what the child says if execve failed */
#define EHDR		64
#define PHDR		56
#define ROOM		(512 * 1024)

static unsigned char image[ROOM], work[ROOM];
static size_t size;
static int tried, refused, died, ran;

static void
write_file(size_t len)
{
	int fd;

	(void)unlink(PATH);
	fd = open(PATH, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	check(fd >= 0, "the damaged file");
	check(write(fd, work, len) == (ssize_t)len, "write it");
	close(fd);
}

/* A program that was damaged well may run for ever: kill it then. */
static int
wait_a_while(pid_t pid)
{
	int status, i;

	for (i = 0; i < 100; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return (status);
		if (i < 10)
			(void)sched_yield();
		else
			sleep_ms(10);
	}
	check(kill(pid, SIGKILL) == 0, "kill");
	check(waitpid(pid, &status, 0) == pid, "wait");
	return (status);
}

static void
run_file(void)
{
	char name[] = PATH;
	char *argv[] = { name, NULL }, *envv[] = { NULL };
	int status;
	pid_t pid;

	pid = fork();
	check(pid >= 0, "fork");
	if (pid == 0) {
		execve(PATH, argv, envv);
		_exit(errno > 0 && errno <= ELAST ? REFUSED : 201);
	}
	status = wait_a_while(pid);
	tried++;
	if (WIFEXITED(status) && WEXITSTATUS(status) == REFUSED)
		refused++;
	else if (WIFSIGNALED(status))
		died++;
	else
		ran++;
	check(!WIFEXITED(status) || WEXITSTATUS(status) != 201,
	    "execve fails with a proper errno");
}

static void
try(size_t len)
{
	write_file(len);
	run_file();
}

static void
fresh(void)
{
	memcpy(work, image, size);
}

/* One field of `width` bytes takes every kind of wrong value. */
static void
damage_field(size_t at, size_t width)
{
	static const uint64_t values[] = { 0, 1, 2, 3, 0x7f, 0xff, 0x800,
	    0xfff, 0x1000, 0x7fffffff, 0xffffffff, 0x00007ffffffff000,
	    0x0000800000000000, 0x8000000000000000, 0xffffffff80100000,
	    0xfffffffffffff000, 0xffffffffffffffff };
	uint64_t old = 0;
	size_t i;

	memcpy(&old, image + at, width);
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (memcmp(&values[i], image + at, width) == 0)
			continue;
		fresh();
		memcpy(work + at, &values[i], width);
		try(size);
	}
	old ^= 1ul << (8 * width - 1);
	fresh();
	memcpy(work + at, &old, width);
	try(size);
}

static void
damage_headers(void)
{
	static const unsigned char ehdr[] = { 1, 1, 1, 1, 1, 1, 1, 1, 8, 2, 2,
	    4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2, 0 };
	static const unsigned char phdr[] = { 4, 4, 8, 8, 8, 8, 8, 8, 0 };
	size_t at = 0, n, i;
	uint16_t phnum;

	for (i = 0; ehdr[i] != 0; at += ehdr[i++])
		damage_field(at, ehdr[i]);
	memcpy(&phnum, image + 56, sizeof(phnum));
	for (n = 0; n < phnum; n++) {
		at = EHDR + n * PHDR;
		for (i = 0; phdr[i] != 0; at += phdr[i++])
			damage_field(at, phdr[i]);
	}
}

static void
truncations(void)
{
	size_t len;

	fresh();
	for (len = 0; len < EHDR + 4 * PHDR; len += 7)
		try(len);
	for (len = PAGE; len < size; len += PAGE) {
		try(len - 1);
		try(len);
	}
}

static void
put64(size_t at, uint64_t value)
{
	memcpy(work + at, &value, sizeof(value));
}

/* Segments one upon the other, across the edges, and too large. */
static void
segments(void)
{
	static const uint64_t places[] = { 0, 0x1000, 0x400000, 0x401000,
	    0x00007fffffffe000, 0x00007ffffffff000, 0x0000001000000000,
	    0x0000002000000000, 0xffffffff80000000, 0xffff800000000000 };
	static const uint64_t sizes[] = { 0, 1, 0x1000, 0x40000000,
	    0x10000000000, 0x7fffffffffff, 0xffffffffffffffff };
	size_t i, j, n;

	for (n = 0; n < 2; n++) {
		for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
			for (j = 0; j < sizeof(sizes) / sizeof(sizes[0]);
			    j++) {
				fresh();
				put64(EHDR + n * PHDR + 16, places[i]);
				put64(EHDR + n * PHDR + 40, sizes[j]);
				try(size);
			}
		}
	}
}

static void
random_damage(int n)
{
	size_t at;
	int i;

	while (n-- > 0) {
		fresh();
		for (i = 0; i < 3; i++) {
			at = noise() % (EHDR + 4 * PHDR);
			work[at] = (unsigned char)noise();
		}
		try(size);
	}
}

int
main(void)
{
	static struct census before, after;
	int fd = open("/bin/true", O_RDONLY);
	ssize_t n;

	check(fd >= 0, "/bin/true");
	memset(work, 1, sizeof(work));
	n = read(fd, image, sizeof(image));
	check(n > EHDR + PHDR && n < (ssize_t)sizeof(image), "read it");
	close(fd);
	size = (size_t)n;
	fresh();
	try(size);
	check(ran == 1 && refused == 0, "undamaged it runs");
	work[0] = 0;
	try(size);
	check(refused == 1, "with a wrong magic it is refused");

	census_begin(&before, &after);
	damage_headers();
	truncations();
	segments();
	random_damage(200);
	fresh();
	try(size);
	work[0] = 0;
	try(size);
	note("%d files: %d refused, %d died, %d ran", tried, refused, died,
	    ran);
	check(tried >= 500, "500 of them");
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
