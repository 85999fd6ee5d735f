/*
 * tourdemo -- what the debugger's tours look at (make tour, docs/debugging.md).
 *
 *	tourdemo fork		a child, and a parent that waits for it
 *	tourdemo cow		a child that writes to a page both have
 *	tourdemo vfork		a child that borrows the parent's memory
 *	tourdemo lwp		a thread more in a process that has some
 *
 * Nothing here is worth printing: the show is in the kernel.
 */
#include <stdio.h>
#include <string.h>
#include <sys/lwp.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE	4096
#define THREADS	6

/* One word on a page of its own, and a page's length around it. */
static struct {
	volatile long value;
	char rest[PAGE - sizeof(long)];
} cell __attribute__((aligned(PAGE)));

static unsigned char stacks[THREADS][PAGE] __attribute__((aligned(16)));
static volatile int run;

void tour_wrote(void);
void tour_thread(void *arg);

/* The write has been done. */
void __attribute__((noinline))
tour_wrote(void)
{
	__asm__ volatile("" : : : "memory");
}

static void
one_fork(void)
{
	if (fork() == 0)
		_exit(7);
	wait(NULL);
}

/* First the child writes, then, when it is gone, the parent. */
static void
copy_on_write(void)
{
	cell.value = 1;
	if (fork() == 0) {
		cell.value = 2;
		tour_wrote();
		_exit(0);
	}
	wait(NULL);
	cell.value = 3;
	tour_wrote();
}

static void
borrow(void)
{
	cell.value = 1;
	if (vfork() == 0) {
		cell.value = 2;
		tour_wrote();
		_exit(0);
	}
	tour_wrote();
}

void __attribute__((noinline))
tour_thread(void *arg)
{
	(void)arg;
	while (run == 0)
		umtx_sleep(&run, 0, 0);
	extexit(EXTEXIT_LWP, 0, NULL);
}

static void
threads(void)
{
	struct lwp_params params = { .lwp_func = tour_thread };

	for (long i = 0; i < THREADS; i++) {
		params.lwp_arg = (void *)i;
		params.lwp_stack = stacks[i] + PAGE;
		if (lwp_create(&params) != 0)
			perror("tourdemo: lwp_create");
		usleep(1000);		/* it runs, and sleeps */
	}
	run = 1;
	umtx_wakeup(&run, 0);
}

int
main(int argc, char **argv)
{
	const char *which = argc == 2 ? argv[1] : "";

	if (strcmp(which, "fork") == 0)
		one_fork();
	else if (strcmp(which, "cow") == 0)
		copy_on_write();
	else if (strcmp(which, "vfork") == 0)
		borrow();
	else if (strcmp(which, "lwp") == 0)
		threads();
	else {
		fprintf(stderr, "usage: tourdemo fork|cow|vfork|lwp\n");
		return (2);
	}
	return (0);
}
