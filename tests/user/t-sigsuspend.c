/*
 * sigsuspend whose signal another LWP takes.
 *
 * A signal ends the sleep of sigsuspend, and before that LWP is back in user
 * mode another has opened its mask and taken it.  Then no handler runs that
 * would bring the old mask back: the way to user mode does.  A hook of the
 * test kernel lets sigsuspend sleep 50 ms as it ends.
 */
#include <signal.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("sigsuspend");

static volatile int handled, returned;
static volatile bool blocked;
static struct thread th;

static void
on_usr1(int sig)
{
	(void)sig;
	handled++;
}

static void
set_blocked(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	check(sigprocmask(how, &set, NULL) == 0, "sigprocmask");
}

/* Its mask is that of main, and must be so again. */
static void
suspended(void *arg)
{
	sigset_t none, now;

	(void)arg;
	sigemptyset(&none);
	check_fails(sigsuspend(&none), EINTR);
	check(sigprocmask(SIG_BLOCK, NULL, &now) == 0, "sigprocmask");
	blocked = sigismember(&now, SIGUSR1);
	returned = 1;
}

static void
suspend(bool taken)
{
	handled = returned = 0;
	thread_start(&th, suspended, NULL);
	sleep_ms(20);
	if (taken)
		kset("debug.pause_sigsuspend", 5);
	check(kill(getpid(), SIGUSR1) == 0, "kill");
	sleep_ms(20);
	check(handled == (taken ? 0 : 1), "nobody took it yet");
	if (taken) {
		set_blocked(SIG_UNBLOCK);
		check(handled == 1 && returned == 0, "we took it");
		set_blocked(SIG_BLOCK);
	}
	thread_join(&th);
	check(handled == 1 && returned == 1, "one signal, one handler");
	check(blocked, "the mask is the old one");
}

int
main(void)
{
	struct census before, after;

	signal(SIGUSR1, on_usr1);
	set_blocked(SIG_BLOCK);
	suspend(false);
	census_begin(&before, &after);
	suspend(false);
	suspend(true);
	census_take(&after);
	census_same(&before, &after);
	pass();
}
