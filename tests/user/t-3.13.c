/*
 * T-3.13: rfork with RFTHREAD: peers end with their leader, and the leader
 * not before them; a peer that ends leaves the others alone.
 */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-3.13");

enum { PEER, GRANDPEER, STOPPED, SHORT, LATE, STRANGER, NPIDS };

static volatile struct shared {
	pid_t pid[NPIDS];
	int ready, go;
	uint64_t late_end;
} *shared;

static bool
alive(int who)
{
	return (kill(shared->pid[who], 0) == 0);
}

static void
sleep_for_ever(void)
{
	for (;;)
		usleep(1000000);
}

static void
born(int who)
{
	shared->pid[who] = getpid();
	shared->ready++;
}

static void
start(int who, int flags, void (*work)(void))
{
	int ready = shared->ready;
	pid_t pid = rfork(RFPROC | RFFDG | flags);

	if (pid == 0) {
		born(who);
		work();
		_exit(0);
	}
	check(pid > 0, "rfork");
	while (shared->ready == ready)
		sched_yield();
}

/* A peer with a child that is a peer, too; neither can be asked to go. */
static void
peer(void)
{
	signal(SIGTERM, SIG_IGN);
	start(GRANDPEER, RFTHREAD, sleep_for_ever);
	sleep_for_ever();
}

static void
stopped(void)
{
	kill(getpid(), SIGSTOP);
}

static void
until_told(void)
{
	while (!shared->go)
		usleep(1000);
}

/* It cannot end before its vfork child does. */
static void
late(void)
{
	if (vfork() == 0) {
		sleep_ms(300);
		shared->late_end = now_us();
		_exit(0);
	}
	sleep_for_ever();
}

static void
leader(void)
{
	start(PEER, RFTHREAD, peer);
	start(STOPPED, RFTHREAD, stopped);
	start(SHORT, RFTHREAD, until_told);
	start(STRANGER, 0, sleep_for_ever);
	shared->go = 1;			/* SHORT ends alone */
	while (wait_exit(shared->pid[SHORT]) != 0)
		continue;
	sleep_ms(50);
	for (int who = PEER; who <= STRANGER; who++)
		check(who == SHORT || who == LATE || alive(who),
		    "a peer's exit leaves the others alone");
	start(LATE, RFTHREAD, late);
	sleep_ms(50);
	/* No permission is asked when it ends (D-51). */
	check(setuid(1000) == 0, "setuid");
	check_fails(kill(shared->pid[PEER], 0), EPERM);
	_exit(7);
}

static void
leader_ends(void)
{
	pid_t pid;

	memset((void *)shared, 0, sizeof(*shared));
	pid = fork();
	if (pid == 0)
		leader();
	check(pid > 0 && wait_exit(pid) == 7, "the leader's status");
	check(shared->late_end != 0 && now_us() >= shared->late_end,
	    "it waited for the last peer");
	for (int who = PEER; who <= LATE; who++)
		check(!alive(who), "all its peers are gone");
	check(alive(STRANGER), "a child that is no peer lives on");
	check(kill(shared->pid[STRANGER], SIGKILL) == 0, "kill");
}

/* Init has waited for the orphans. */
static void
reaped(int nprocs)
{
	for (int i = 0; i < 100 && (int)kstat("debug.nprocs") != nprocs; i++)
		sleep_ms(20);
	check((int)kstat("debug.nprocs") == nprocs, "nobody is left");
}

/* The fork hook sleeps while the leader ends: the newborn must die too. */
static void
born_late(void)
{
	int nprocs = (int)kstat("debug.nprocs");
	pid_t pid;

	memset((void *)shared, 0, sizeof(*shared));
	pid = fork();
	if (pid == 0) {
		if (rfork(RFPROC | RFFDG | RFTHREAD) == 0) {
			kset("debug.atfork_sleep", 20);
			born(PEER);
			start(GRANDPEER, RFTHREAD, sleep_for_ever);
			sleep_for_ever();
		}
		while (shared->ready == 0)
			sched_yield();
		sleep_ms(50);		/* the hook sleeps 400 ms */
		_exit(8);
	}
	check(pid > 0 && wait_exit(pid) == 8, "the leader's status");
	check(!alive(PEER) && shared->ready == 1,
	    "its peer is gone, and the peer's child never ran");
	reaped(nprocs);
}

/* What a peer becomes by exec stays a peer. */
static void
exec_stays(const char *self)
{
	static char name[] = "t-3.13", again[] = "again";
	char *const argv[] = { name, again, NULL };
	pid_t pid, parent = fork();
	int end[2];
	char c;

	if (parent == 0) {
		check(pipe(end) == 0 && end[0] == 3, "a pipe");
		pid = rfork(RFPROC | RFFDG | RFTHREAD);
		if (pid == 0) {
			born(PEER);
			execv(self, argv);
			_exit(127);
		}
		close(end[1]);
		/* The program says that it runs. */
		_exit(pid > 0 && read(3, &c, 1) == 1 ? 9 : 1);
	}
	check(wait_exit(parent) == 9, "the leader of a program");
	check(!alive(PEER), "the program is gone with it");
}

int
main(int argc, char **argv)
{
	struct census before, after;
	int nprocs;

	if (argc == 2) {
		(void)!write(4, "x", 1);
		sleep_for_ever();
	}
	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(shared != MAP_FAILED, "mmap");
	census_begin(&before, &after);
	nprocs = (int)kstat("debug.nprocs");
	exec_stays(argv[0]);		/* pages of the program are there */
	reaped(nprocs);
	census_take(&before);
	leader_ends();
	reaped(nprocs);
	born_late();
	exec_stays(argv[0]);
	reaped(nprocs);
	census_take(&after);
	census_same(&before, &after);
	check_vm();
	pass();
}
