/*
 * Damaged programs: every field of the headers of /bin/true gets every
 * kind of wrong value, the file is cut off everywhere, its segments
 * overlap or are huge.  execve says an errno, or the program dies or runs;
 * the kernel lives, and nothing is lost.  What is checked is ENOEXEC.
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
#define REFUSED		200	/* what the child says: ENOEXEC */
#define OTHERWISE	202	/* another errno */
#define EHDR		64
#define PHDR		56
#define ROOM		(512 * 1024)

static unsigned char image[ROOM], work[ROOM];
static size_t size;
static int tried, refused, failed, died, ran;

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
		if (errno == ENOEXEC)
			_exit(REFUSED);
		_exit(errno > 0 && errno <= ELAST ? OTHERWISE : 201);
	}
	status = wait_a_while(pid);
	tried++;
	if (WIFEXITED(status) && WEXITSTATUS(status) == REFUSED)
		refused++;
	else if (WIFEXITED(status) && WEXITSTATUS(status) == OTHERWISE)
		failed++;
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

/* What makes a file no program of ours: a field of the header ... */
struct odd {
	const char *what;
	size_t at, width;
	uint64_t value;
};

static const struct odd headers[] = {
	{ "32 bits", 4, 1, 1 },
	{ "big-endian", 5, 1, 2 },
	{ "another version", 6, 1, 2 },
	{ "an object file", 16, 2, 1 },
	{ "for another machine", 18, 2, 3 },
	{ "another version, too", 20, 4, 2 },
	{ "entry at no address", 24, 8, 0 },
	{ "entry in no text", 24, 8, 0x10000000 },
	{ "headers beyond the end", 32, 8, ROOM },
	{ "headers nowhere", 32, 8, ~0ul },
	{ "a short header", 52, 2, 63 },
	{ "short program headers", 54, 2, 55 },
	{ "no program header", 56, 2, 0 },
	{ "one too many", 56, 2, 17 },
};

/* ... or of its data segment's. */
static const struct odd segment[] = {
	{ "an interpreter", 0, 4, 3 },
	{ "a dynamic program", 0, 4, 2 },
	{ "written and executed", 4, 4, 7 },
	{ "a read-only part that is not in the file", 4, 4, 4 },
	{ "beyond the end", 8, 8, ROOM },
	{ "nowhere", 8, 8, ~0xffful },
	{ "not congruent", 16, 8, 0x800001 },
	{ "where another is", 16, 8, 0x400000 },
	{ "in the heap", 16, 8, 0x1000000000 },
	{ "in the kernel", 16, 8, 0xffffffff80000000 },
	{ "more in the file than room for it", 32, 8, 0x10000 },
	{ "too large", 40, 8, 1ul << 46 },
	{ "larger than that", 40, 8, ~0ul },
};

static size_t
data_segment(void)
{
	static const uint32_t wanted[2] = { 1, 6 };	/* load, r and w */
	size_t at = EHDR;

	while (memcmp(image + at, wanted, sizeof(wanted)) != 0)
		at += PHDR;
	return (at);
}

static void
strict(const struct odd *odd, size_t n, size_t base)
{
	for (; n > 0; n--, odd++) {
		fresh();
		memcpy(work + base + odd->at, &odd->value, odd->width);
		refused = 0;
		try(size);
		check(refused == 1, odd->what);
	}
}

/* It begins in the page where the segment before it ends. */
static void
overlap(void)
{
	size_t data = data_segment();
	uint64_t before;

	fresh();
	memcpy(&before, image + data - PHDR + 16, sizeof(before));
	put64(data + 16, before - before % PAGE);
	refused = 0;
	try(size);
	check(refused == 1, "one upon the other");
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

	strict(headers, sizeof(headers) / sizeof(headers[0]), 0);
	strict(segment, sizeof(segment) / sizeof(segment[0]), data_segment());
	overlap();

	census_begin(&before, &after);
	damage_headers();
	truncations();
	segments();
	random_damage(200);
	fresh();
	try(size);
	work[0] = 0;
	try(size);
	note("%d files: %d refused, %d for another reason, %d died, %d ran",
	    tried, refused, failed, died, ran);
	check(tried >= 500, "500 of them");
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
