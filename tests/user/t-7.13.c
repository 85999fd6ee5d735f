/* T-7.13: two LWPs write to one page that fork left shared. */
#include <sys/lwp.h>

#include "tests/user/test.h"

TEST("T-7.13");

static struct thread threads[2];
static unsigned char *page;
static volatile int go;

static void
writer(void *arg)
{
	int i = (int)(intptr_t)arg;

	while (go == 0)
		umtx_sleep(&go, 0, 0);
	page[i] = (unsigned char)(i + 1);
}

int
main(void)
{
	struct child ch;
	uint64_t copies;

	page = touched(PAGE);
	for (int i = 0; i < 2; i++)
		thread_start(&threads[i], writer, (void *)(intptr_t)i);
	sleep_ms(50);
	ch = child_start(NULL, NULL);
	copies = kstat("v_cow_faults");
	note("copies %lu", (unsigned long)copies);
	go = 1;
	umtx_wakeup(&go, 0);
	for (int i = 0; i < 2; i++)
		thread_join(&threads[i]);
	check(page[0] == 1 && page[1] == 2, "both writes are there");
	check_vm();
	child_stop(&ch);
	check_vm();
	pass();
}
