/*
 * A fork that waits for the lock of its group.
 *
 * Whoever signals a group, or moves a member, waits for a fork that is on its
 * way, and makes later forks of that group wait behind it.  Such a fork must
 * see what happened meanwhile: a signal, which it takes before it begins
 * (S4), or that its group is another now (D-23).  And setpgid must see what
 * its process did while it waited for such a fork.
 *
 * The holder's fork sleeps 100 ms in a hook of the test kernel.  The waiter
 * forks after 40 ms; main comes between the two.
 */
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("fork-door");

#define ROUNDS	20

static volatile int *go;
static int handled;			/* not shared: fork copies it */

static void
on_usr1(int sig)
{
	(void)sig;
	handled++;
}

static void
holder(void)
{
	pid_t pid;

	signal(SIGUSR1, SIG_IGN);
	while (*go == 0)
		sched_yield();
	kset("debug.atfork_sleep", 10);
	pid = fork();
	if (pid == 0)
		_exit(7);
	_exit(wait_exit(pid));
}

/* In the child the signal has been handled, or is waited for. */
static void
waiter(bool wait)
{
	uint64_t start;
	pid_t pid;

	handled = 0;
	signal(SIGUSR1, on_usr1);
	check(nice(10) != -1, "main goes first when both may");
	while (*go == 0)
		sched_yield();
	sleep_ms(40);
	start = now_us();
	pid = fork();
	if (pid == 0) {
		for (int n = 0; wait && handled == 0 && n < 20; n++)
			sleep_ms(10);
		_exit(handled == 1 ? 7 : 1);
	}
	check(pid > 0, "a signal only delays a fork");
	check(now_us() - start > 30000, "the fork had to wait");
	check(wait_exit(pid) == 7, "the child knows of the signal");
	_exit(handled == 1 ? 7 : 2);
}

/* It takes the signal first: the child begins with it handled. */
static void
signalled(pid_t group, pid_t pid)
{
	(void)pid;
	check(kill(-group, SIGUSR1) == 0, "signal the group");
}

/* It holds off signals to the new group: this one reaches the child, too. */
static void
moved(pid_t group, pid_t pid)
{
	(void)group;
	kset("debug.atfork_sleep", 5);	/* the waiter's fork sleeps, too */
	check(setpgid(pid, pid) == 0, "a new group for it");
	sleep_ms(10);
	check(kill(-pid, SIGUSR1) == 0, "signal the new group");
}

static void
at_the_door(void (*happens)(pid_t, pid_t))
{
	pid_t first, second;

	*go = 0;
	first = fork();
	if (first == 0)
		holder();
	second = fork();
	if (second == 0)
		waiter(happens == moved);
	check(setpgid(first, first) == 0, "a group");
	check(setpgid(second, first) == 0, "and its second member");
	*go = 1;
	sleep_ms(20);
	happens(first, second);
	check(wait_exit(first) == 7, "the holder");
	check(wait_exit(second) == 7, "the waiter");
}

/* While its parent waits to move it, it begins a program. */
static void
execs(void)
{
	static char *const argv[] = { (char *)"sleep", (char *)"1", NULL };

	while (*go == 0)
		sched_yield();
	sleep_ms(40);
	execve("/bin/sleep", argv, NULL);
	_exit(1);
}

static void
moved_too_late(void)
{
	pid_t first, second;

	*go = 0;
	first = fork();
	if (first == 0)
		holder();
	second = fork();
	if (second == 0)
		execs();
	check(setpgid(first, first) == 0, "a group");
	check(setpgid(second, first) == 0, "and its second member");
	*go = 1;
	sleep_ms(20);
	check_fails(setpgid(second, second), EACCES);
	check(getpgid(second) == first, "it stays where it is");
	check(wait_exit(first) == 7, "the holder");
	check(wait_exit(second) == 0, "the program");
}

int
main(void)
{
	struct census before, after;

	go = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED,
	    -1, 0);
	check(go != MAP_FAILED, "mmap");
	at_the_door(signalled);
	at_the_door(moved);
	census_begin(&before, &after);
	for (int i = 0; i < ROUNDS; i++) {
		at_the_door(signalled);
		at_the_door(moved);
	}
	moved_too_late();
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
