/* T-7.13: two LWPs write to one page that fork left shared. */
#include <sys/lwp.h>

#include "tests/user/test.h"

TEST("T-7.13");

static struct thread threads[2];
static unsigned char *page;
static volatile int go, writers;

static void
writer(void *arg)
{
	int i = (int)(intptr_t)arg;

	while (go == 0)
		umtx_sleep(&go, 0, 0);
	if (i < writers)
		page[i] = (unsigned char)(i + 1);
}

/*
 * => pages copied while that many of the two wrote, and in *faults how many
 * faults it took; stacks are among them
 */
static uint64_t
copies(int n, uint64_t *faults)
{
	struct child ch;
	uint64_t before;

	writers = n;
	go = 0;
	page[0] = page[1] = 0;
	for (int i = 0; i < 2; i++)
		thread_start(&threads[i], writer, (void *)(intptr_t)i);
	sleep_ms(50);
	ch = child_start(NULL, NULL);
	*faults = kstat("v_vm_faults");
	before = kstat("v_cow_faults");
	go = 1;
	umtx_wakeup(&go, 0);
	for (int i = 0; i < 2; i++)
		thread_join(&threads[i]);
	before = kstat("v_cow_faults") - before;
	*faults = kstat("v_vm_faults") - *faults;
	check(page[0] == (n > 0) && page[1] == (n > 1 ? 2 : 0),
	    "all writes are there");
	check_vm();
	child_stop(&ch);
	check_vm();
	return (before);
}

int
main(void)
{
	uint64_t none, one, two, faults[3];

	page = touched(PAGE);
	(void)copies(2, &faults[2]);
	none = copies(0, &faults[0]);
	one = copies(1, &faults[1]);
	two = copies(2, &faults[2]);
	note("copies: %d, %d, %d", (int)none, (int)one, (int)two);
	check(one == none + 1, "the first write copies the page");
	check(two == one, "the second finds the copy");
	check(faults[1] == faults[0] + 1 && faults[2] == faults[1],
	    "and does not fault");
	pass();
}
