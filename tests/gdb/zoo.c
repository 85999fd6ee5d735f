/*
 * zoo.c -- a program with some of everything, for the debugger's tests.
 *
 * Several LWPs, children that copied pages and children that share them, a
 * zombie, somebody who waits for the processor.  It writes what the kernel
 * says about all of them into records on the debug console and calls
 * zoo_ready(); there a test stops and compares with what our GDB commands
 * say.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/lwp.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("zoo");

#define PAGES	64
#define SHARED	4
#define COPIED	3
#define THREADS	6

static unsigned char *area, *shared;
static volatile int forever;
static FILE *out;

void zoo_ready(void);

/* Here the test stops. */
void __attribute__((noinline))
zoo_ready(void)
{
	__asm__ volatile("" : : : "memory");
}

static void
sleep_for_ever(void *arg)
{
	(void)arg;
	for (;;)
		umtx_sleep(&forever, 0, 0);
}

static void
leave(void *arg)
{
	(void)arg;
}

static void
nap(void)
{
	for (;;)
		umtx_sleep(&forever, 0, 0);
}

/* The child of the zoo: who it is decides what it does. */
static pid_t
child(int who)
{
	pid_t pid = fork();

	check(pid >= 0, "fork");
	if (pid > 0)
		return (pid);
	switch (who) {
	case 0:				/* copies some pages, then sleeps */
		for (int i = 0; i < COPIED; i++)
			area[i * PAGE] = 2;
		shared[0] = 7;
		nap();
		break;
	case 1:				/* shares everything */
		nap();
		break;
	case 2:				/* dies at once */
		_exit(3);
		break;
	default:			/* wants the processor */
		for (;;)
			sched_yield();
	}
	return (0);
}

static void
report(void)
{
	static struct kinfo_proc list[64];
	int mib[4] = { CTL_KERN, KERN_PROC,
	    KERN_PROC_ALL | KERN_PROC_FLAG_LWP, 0 };
	size_t size = sizeof(list);

	check(sysctl(mib, 4, list, &size, NULL, 0) == 0, "kern.proc");
	for (size_t i = 0; i < size / sizeof(list[0]); i++) {
		struct kinfo_proc *kp = &list[i];

		fprintf(out, "@kp %d %d %d %d %d %d %d %d %lu %lu %lu %s %s\n",
		    kp->kp_pid, kp->kp_ppid, kp->kp_pgid, kp->kp_sid,
		    kp->kp_stat, kp->kp_nthreads, kp->kp_tid, kp->kp_lwpstat,
		    (unsigned long)kp->kp_vmsize, (unsigned long)kp->kp_rss,
		    (unsigned long)kp->kp_charge, kp->kp_comm,
		    kp->kp_wmesg[0] ? kp->kp_wmesg : "-");
	}
}

int
main(void)
{
	static struct thread th[THREADS];
	pid_t pids[4];

	out = fopen("/dev/debugcon", "w");
	area = touched(PAGES * PAGE);
	shared = mmap(NULL, SHARED * PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(shared != MAP_FAILED, "shared memory");
	fill(shared, SHARED * PAGE, 5);

	for (int i = 0; i < THREADS; i++)
		thread_start(&th[i], i % 3 == 2 ? leave : sleep_for_ever,
		    NULL);
	for (int i = 2; i < THREADS; i += 3)
		thread_join(&th[i]);

	for (int i = 0; i < 4; i++) {
		pids[i] = child(i);
		fprintf(out, "@child %d %d\n", i, (int)pids[i]);
	}
	/* Everybody comes to rest. */
	for (int i = 0; i < 20; i++)
		usleep(1000);
	fprintf(out, "@area %lu %d %d\n", (unsigned long)area, PAGES, COPIED);
	fprintf(out, "@shared %lu %d\n", (unsigned long)shared, SHARED);
	report();
	fprintf(out, "@self %d\n", (int)getpid());
	fflush(out);
	zoo_ready();
	return (0);
}
