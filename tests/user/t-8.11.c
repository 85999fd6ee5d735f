/*
 * T-8.11: a signal to a process is taken by an LWP that does not block it;
 * and if the one it was given to blocks it or ends, by another.
 *
 * Who is given a signal takes it on its next way to user mode, so there is
 * little room for the second half: the handler of another signal that blocks
 * this one, and a timer that expires while its receiver is in the very
 * system call by which it blocks the signal or ends.  That moment is looked
 * for instruction by instruction.
 */
#include <signal.h>
#include <sys/lwp.h>
#include <sys/rtprio.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.11");

#define LWPS	4

static struct thread threads[LWPS], deep;
static volatile int ready, open_one, leave, leave_deep, taken_by;

static void
on_usr1(int sig)
{
	(void)sig;
	taken_by = lwp_gettid();
}

static void
mask(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	check(sigprocmask(how, &set, NULL) == 0, "sigprocmask");
}

static void
block(int how)
{
	mask(how, SIGUSR1);
}

/* Sleeps with the signal blocked, except for the one that is open. */
static void
sleeper(void *arg)
{
	int me = (int)(intptr_t)arg;

	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (!leave) {
		if (open_one == me)
			block(SIG_UNBLOCK);
		umtx_sleep(&leave, 0, 2000);
		block(SIG_BLOCK);
	}
}

/* Sleeps for ever with the signal open: only a wakeup for it helps. */
static void
deep_sleeper(void *arg)
{
	(void)arg;
	block(SIG_UNBLOCK);
	mask(SIG_UNBLOCK, SIGALRM);
	while (!leave_deep)
		(void)umtx_sleep(&leave_deep, 0, 0);
}

/* => the tid that took it, or 0 if nobody did for a while */
static int
wait_taken(void)
{
	for (int n = 0; n < 20 && taken_by == 0; n++)
		sleep_ms(1);
	return (taken_by);
}

static int
send(void)
{
	taken_by = 0;
	check(kill(getpid(), SIGUSR1) == 0, "kill");
	return (wait_taken());
}

/* ------------------- another signal's handler blocks it: sa_mask */

static volatile int in_handler, running, seen_in_handler;

/* SIGHUP, with SIGUSR1 in its sa_mask: a while, until that is taken. */
static void
on_hup(int sig)
{
	uint64_t end = now_us() + 50000;

	(void)sig;
	in_handler = lwp_gettid();
	while (taken_by == 0 && now_us() < end)
		usleep(1000);
	seen_in_handler = taken_by;
}

static void
runner(void *arg)
{
	(void)arg;
	block(SIG_UNBLOCK);
	mask(SIG_UNBLOCK, SIGHUP);
	running = 1;
	while (seen_in_handler == 0 && in_handler == 0)
		continue;
}

/*
 * The one that runs is chosen for both signals.  It takes SIGHUP first, and
 * then may not take the other.
 */
static void
handler_blocks(void)
{
	struct sigaction sa = { .sa_handler = on_hup };
	struct rtprio now = { RTP_PRIO_REALTIME, 0 };
	struct rtprio normal = { RTP_PRIO_NORMAL, 0 };
	struct thread run;

	sigaddset(&sa.sa_mask, SIGUSR1);
	check(sigaction(SIGHUP, &sa, NULL) == 0, "sigaction");
	taken_by = 0;
	thread_start(&run, runner, NULL);
	while (!running)
		sleep_ms(1);
	check(lwp_rtprio(RTP_SET, 0, -1, &now) == 0, "it shall not run");
	kill(getpid(), SIGHUP);
	kill(getpid(), SIGUSR1);
	check(lwp_rtprio(RTP_SET, 0, -1, &normal) == 0, "now it shall");
	thread_join(&run);
	check(in_handler == run.th_tid1, "SIGHUP is taken by who runs");
	check(seen_in_handler == deep.th_tid1,
	    "SIGUSR1 by another, while that is in its handler");
}

/* ---------------- it blocks the signal, or ends, as it is chosen */

#define FAR	20000		/* instructions; more than a call takes */
#define STEP	40
#define ROUNDS	30

static uint64_t expiry, go_at;

static uint64_t
tsc(void)
{
	return (__builtin_ia32_rdtsc());
}

static void
on_alarm(int sig)
{
	(void)sig;
	expiry = tsc();
	taken_by = lwp_gettid();
}

/* The next tick, or the one after it, brings SIGALRM. */
static void
arm(void)
{
	const struct itimerval it = { .it_value.tv_usec = 1 };

	taken_by = 0;
	check(setitimer(ITIMER_REAL, &it, NULL) == 0, "setitimer");
}

static void
leave_at(uint64_t when)
{
	while (tsc() < when && taken_by == 0)
		continue;
}

/* Is given the signal, and at go_at has it blocked, or ends. */
static void
blocks_it(void *arg)
{
	(void)arg;
	mask(SIG_UNBLOCK, SIGALRM);
	leave_at(go_at);
	mask(SIG_BLOCK, SIGALRM);
	wait_taken();
}

static void
ends(void *arg)
{
	(void)arg;
	mask(SIG_UNBLOCK, SIGALRM);
	leave_at(go_at);
}

/* We take the next SIGALRM.  => when that was, to the instruction */
static uint64_t
take_alarm(void)
{
	mask(SIG_UNBLOCK, SIGALRM);
	arm();
	while (taken_by == 0)
		continue;
	mask(SIG_BLOCK, SIGALRM);
	return (expiry);
}

/* It leaves that many instructions early.  => does it take the signal? */
static bool
leaves_early(void (*how)(void *), uint64_t early, const char *what)
{
	static uint64_t delay;		/* from one alarm to the next */
	uint64_t last = take_alarm();
	struct thread th;

	if (delay == 0) {
		delay = take_alarm() - last;
		last = expiry;
	}
	go_at = last + delay - early;
	arm();
	thread_start(&th, how, NULL);
	check(wait_taken() != 0, what);
	thread_join(&th);
	check(taken_by == th.th_tid1 || taken_by == deep.th_tid1,
	    "one of two");
	return (taken_by == th.th_tid1);
}

/* Where it just comes too late to take it; then on in small steps. */
static void
leaves(void (*how)(void *), const char *what)
{
	uint64_t takes = 0, leaves = FAR, middle;

	check(leaves_early(how, takes, what), "still there");
	check(!leaves_early(how, leaves, what), "long gone");
	while (leaves - takes > STEP) {
		middle = (takes + leaves) / 2;
		if (leaves_early(how, middle, what))
			takes = middle;
		else
			leaves = middle;
	}
	note("%s: %ld instructions early", what, (long)leaves);
	for (int i = 0; i < ROUNDS; i++)
		leaves_early(how, takes + (uint64_t)i * STEP, what);
}

int
main(void)
{
	sigset_t pending;

	signal(SIGUSR1, on_usr1);
	signal(SIGALRM, on_alarm);
	open_one = -1;
	block(SIG_BLOCK);
	mask(SIG_BLOCK, SIGALRM);
	mask(SIG_BLOCK, SIGHUP);
	for (int i = 0; i < LWPS; i++)
		thread_start(&threads[i], sleeper, (void *)(intptr_t)i);
	while (ready < LWPS)
		sleep_ms(1);
	for (int i = 0; i < LWPS; i++) {
		open_one = i;
		sleep_ms(50);		/* the others have closed */
		check(send() == threads[i].th_tid1, "the only one that can");
	}
	open_one = -1;
	sleep_ms(50);
	check(send() == 0, "nobody can");
	check(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1),
	    "it waits, for any of them");
	open_one = 2;
	for (int n = 0; n < 20 && taken_by == 0; n++)
		sleep_ms(1);
	check(taken_by == threads[2].th_tid1, "for who opens first");
	open_one = -1;
	thread_start(&deep, deep_sleeper, NULL);
	sleep_ms(50);
	check(send() == deep.th_tid1, "it is woken for it");
	leave = 1;
	for (int i = 0; i < LWPS; i++)
		thread_join(&threads[i]);
	/* From here on nobody changes its mask by chance. */
	handler_blocks();
	leaves(blocks_it, "who blocks it as it is chosen");
	leaves(ends, "who ends as it is chosen");
	leave_deep = 1;
	umtx_wakeup(&leave_deep, 0);
	thread_join(&deep);
	block(SIG_UNBLOCK);
	check(send() == 1, "the last one is left");
	pass();
}
