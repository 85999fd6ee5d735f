/*
 * T-7.7: two hundred generations: each writes a page, forks, and ends.  What
 * is in use does not grow once every page of the first one was replaced.
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-7.7");

#define GENERATIONS	200
#define PAGES		64
#define STEADY		80		/* generation to compare with */

static unsigned char *area;
static volatile struct {
	uint64_t first, most;		/* pages in use */
	int wrong;
} *seen;

static uint64_t
in_use(void)
{
	return (kstat("vm.stats.vm.v_page_count") -
	    kstat("vm.stats.vm.v_free_count"));
}

/* What the generation before left, and our own page. */
static void
live(int generation)
{
	unsigned char *page = area + (generation % PAGES) * PAGE;

	if (generation > 1 && area[((generation - 1) % PAGES) * PAGE] !=
	    (unsigned char)(generation - 1))
		seen->wrong++;
	page[0] = (unsigned char)generation;
	if (generation == STEADY)
		seen->first = seen->most = in_use();
	if (generation > STEADY && in_use() > seen->most)
		seen->most = in_use();
	if (generation % 20 == 0 && kstat("debug.vm_check") != 0)
		seen->wrong++;
}

int
main(void)
{
	struct census before, after;
	int fd[2], n = 1;
	char c;

	area = touched(PAGES * PAGE);
	seen = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	check(seen != MAP_FAILED, "mmap");
	seen->wrong = 0;
	census_begin(&before, &after);
	check(pipe(fd) == 0, "pipe");
	if (fork() == 0) {
		close(fd[0]);
		for (; n <= GENERATIONS; n++) {
			live(n);
			sleep_ms(10);	/* our parent has ended, all of it */
			if (n < GENERATIONS && fork() != 0)
				_exit(0);
		}
		_exit(0);
	}
	close(fd[1]);
	check(read(fd[0], &c, 1) == 0, "the last generation has ended");
	close(fd[0]);
	check(wait(NULL) > 0, "the first one");
	check(seen->wrong == 0, "each found what its parent left");
	note("pages in use: %d, at most %d", (int)seen->first,
	    (int)seen->most);
	check(seen->first > 0 && seen->most <= seen->first + 8,
	    "no more pages in use than then");
	sleep_ms(50);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
