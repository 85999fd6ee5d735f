/*
 * T-8.11: a signal to a process is taken by an LWP that does not block it;
 * and if the one it was given to blocks it or ends, by another.
 */
#include <signal.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.11");

#define LWPS	4

static struct thread threads[LWPS], deep;
static volatile int ready, open_one, leave, taken_by;

static void
on_usr1(int sig)
{
	(void)sig;
	taken_by = lwp_gettid();
}

static void
block(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	check(sigprocmask(how, &set, NULL) == 0, "sigprocmask");
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
	while (!leave)
		(void)umtx_sleep(&leave, 0, 0);
}

/* => the tid that took it, or 0 if nobody did for a while */
static int
send(void)
{
	taken_by = 0;
	check(kill(getpid(), SIGUSR1) == 0, "kill");
	for (int n = 0; n < 20 && taken_by == 0; n++)
		sleep_ms(1);
	return (taken_by);
}

int
main(void)
{
	sigset_t pending;

	signal(SIGUSR1, on_usr1);
	open_one = -1;
	block(SIG_BLOCK);
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
	umtx_wakeup(&leave, 0);
	thread_join(&deep);
	for (int i = 0; i < LWPS; i++)
		thread_join(&threads[i]);
	block(SIG_UNBLOCK);
	check(send() == 1, "the last one is left");
	pass();
}
