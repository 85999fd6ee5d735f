/* T-6.5: the thread pointer goes along with fork, and is each LWP's own. */
#include <sched.h>
#include <string.h>
#include <sys/lwp.h>
#include <sys/tls.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-6.5");

#define SWITCHES	10000

/* Two areas for everybody; the word behind the pointer says whose. */
struct area {
	uint64_t a_word[8];
};
static struct area areas[4];
static volatile int wrong;
static struct thread other;

static void
set_area(int which, struct area *area, int size)
{
	struct tls_info info = { area, size };

	if (set_tls_area(which, &info, sizeof(info)) != 0)
		wrong++;
}

static uint64_t
fs_word(void)
{
	uint64_t word;

	__asm__ volatile("movq %%fs:0, %0" : "=r" (word));
	return (word);
}

static uint64_t
gs_word(void)
{
	uint64_t word;

	__asm__ volatile("movq %%gs:0, %0" : "=r" (word));
	return (word);
}

/* No errno in here: the thread pointer is not the C library's. */
static void
look_at(int fs, int gs, int switches)
{
	set_area(0, &areas[fs], 100 + fs);
	set_area(1, &areas[gs], -1);
	for (int i = 0; i < switches; i++) {
		sched_yield();
		if (fs_word() != (uint64_t)fs || gs_word() != (uint64_t)gs)
			wrong++;
	}
}

/* The two differ in one of the areas, in the other, in both. */
static void
look(int n)
{
	look_at(n, 3, 1000);
	look_at(1, n, 1000);
	look_at(n, n + 1, SWITCHES);
}

static void
second(void *arg)
{
	(void)arg;
	if (fs_word() != 0 || gs_word() != 0)
		wrong++;		/* at first it has its creator's */
	look(2);
}

/* A child finds what we had; what it does then is its own affair. */
static int
child(void)
{
	struct tls_info info;
	int failed = 0;

	failed += fs_word() != 0 || gs_word() != 0;
	failed += get_tls_area(0, &info, sizeof(info)) != 0 ||
	    info.base != &areas[0] || info.size != 17;
	failed += get_tls_area(1, &info, sizeof(info)) != 0 ||
	    info.base != &areas[0] || info.size != -1;
	set_area(0, &areas[1], 0);
	failed += fs_word() != 1;
	return (failed + wrong);
}

int
main(void)
{
	struct tls_info libc, info;
	uint64_t first, switches;
	pid_t pid;
	int status;

	for (unsigned i = 0; i < 4; i++)
		areas[i].a_word[0] = i;
	check(get_tls_area(0, &libc, sizeof(libc)) == 0, "the library's");

	set_area(0, &areas[0], 17);
	set_area(1, &areas[0], -1);
	pid = fork();
	if (pid == 0)
		_exit(child());
	status = wait_exit(pid);
	first = fs_word();
	set_tls_area(0, &libc, sizeof(libc));
	check(status == 0, "the child has ours, and then its own");
	check(first == 0, "ours is not the child's to change");

	switches = kstat("v_swtch");
	set_area(0, &areas[0], 0);
	thread_start(&other, second, NULL);
	look(0);
	thread_join(&other);
	get_tls_area(0, &info, sizeof(info));
	set_tls_area(0, &libc, sizeof(libc));
	check(wrong == 0, "each LWP sees its own all the time");
	check(info.size == 100 && info.base == &areas[0], "and is told so");
	check(kstat("v_swtch") - switches >= SWITCHES, "they did switch");

	check(get_tls_area(1, &info, sizeof(info)) == 0 &&
	    info.base == &areas[1], "GS");
	memset(&info, 0, sizeof(info));
	check(set_tls_area(1, &info, sizeof(info)) == 0, "back to none");
	pass();
}
