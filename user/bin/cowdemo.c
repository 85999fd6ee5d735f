/*
 * cowdemo -- fork copies nothing; the first write does.
 *
 *	cowdemo [MIB]		a process with that much memory (default 16)
 *
 * The kernel counts what it copies (sysctl vm.stats.vm).  A line for each
 * step shows how far those counters have moved.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE	4096ul
#define MOST	1024

static const struct {
	const char *name;
	const char *head[2];
} counters[] = {
	{ "vm.stats.vm.v_pt_shared", { "tables", "shared" } },
	{ "vm.stats.vm.v_pt_copies", { "tables", "copied" } },
	{ "vm.stats.vm.v_cow_faults", { "pages", "copied" } },
	{ "vm.stats.vm.v_cow_optim", { "taken", "over" } },
	{ "vm.stats.vm.v_zfod", { "zero", "filled" } }
};
#define NCOUNTERS	(int)(sizeof(counters) / sizeof(counters[0]))

static uint64_t last[NCOUNTERS];
static volatile unsigned char *area;
static size_t npages;

static void
look(uint64_t *values)
{
	size_t size;
	int i;

	for (i = 0; i < NCOUNTERS; i++) {
		size = sizeof(values[i]);
		if (sysctlbyname(counters[i].name, &values[i], &size, NULL,
		    0) < 0) {
			perror(counters[i].name);
			exit(1);
		}
	}
}

static void
head(void)
{
	int line, i;

	for (line = 0; line < 2; line++) {
		printf("%-36s", line == 0 ? "" : "what happened");
		for (i = 0; i < NCOUNTERS; i++)
			printf("%8s", counters[i].head[line]);
		printf("\n");
	}
}

/* Print how far the counters moved since the last call of begin(). */
static void
begin(void)
{
	fflush(stdout);
	look(last);
}

static void
step(const char *what)
{
	uint64_t now[NCOUNTERS];
	int i;

	look(now);
	printf("%-36s", what);
	for (i = 0; i < NCOUNTERS; i++)
		printf("%8llu", (unsigned long long)(now[i] - last[i]));
	printf("\n");
	begin();
}

static unsigned
read_all(void)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < npages; i++)
		sum += area[i * PAGE];
	return (sum);
}

static void
write_pages(size_t from, size_t to)
{
	for (; from < to; from++)
		area[from * PAGE]++;
}

static void
child(void)
{
	/* What our stack and the counters themselves cost is over then. */
	begin();
	begin();
	(void)read_all();
	step("child: reads every page");
	write_pages(0, 1);
	step("child: writes one page");
	write_pages(0, 1);
	step("child: writes it again");
	write_pages(1, 2);
	step("child: writes the next page");
	write_pages(npages / 2, npages);
	step("child: writes half of the memory");
	fflush(stdout);
	_exit(0);
}

static void
parent(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	begin();
	write_pages(0, npages);
	step("parent: writes every page");
	write_pages(0, npages);
	step("parent: writes every page again");
}

int
main(int argc, char **argv)
{
	int mib = argc > 1 ? atoi(argv[1]) : 16;
	pid_t pid;

	if (argc > 2 || mib < 1 || mib > MOST) {
		fprintf(stderr, "usage: cowdemo [MIB]   (1 to %d)\n", MOST);
		return (2);
	}
	npages = (size_t)mib * 1024 * 1024 / PAGE;
	area = mmap(NULL, npages * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (area == MAP_FAILED) {
		perror("cowdemo: mmap");
		return (1);
	}
	printf("A process with %d MiB of memory: %zu pages, and %zu tables "
	    "that map them.\n\n", mib, npages, (npages + 511) / 512);
	head();
	begin();
	write_pages(0, npages);
	step("write every page once");
	pid = fork();
	if (pid < 0) {
		perror("cowdemo: fork");
		return (1);
	}
	if (pid == 0)
		child();
	step("fork, and the parent runs on");
	parent(pid);
	printf("\nfork shares the tables at the top and copies no page; the "
	    "one copied above is\nthe stack that the parent runs on.  A write "
	    "copies the tables on the way down\nto its page, once, and that "
	    "page.  When the child is gone, what it shared\nbelongs to the "
	    "parent alone: taken over as it is, not copied.\n");
	return (0);
}
