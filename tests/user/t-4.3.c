/* T-4.3: lwp_kill reaches the LWP with that tid, and no other. */
#include <signal.h>
#include <string.h>
#include <sys/lwp.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-4.3");

#define LWPS	8

static struct thread threads[LWPS];
static volatile lwpid_t hit;
static volatile int hits, ready, done;

static void
handler(int sig)
{
	(void)sig;
	hit = lwp_gettid();
	hits++;
}

static void
waiter(void *arg)
{
	(void)arg;
	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (done == 0)
		umtx_sleep(&done, 0, 0);
}

static void
each(void)
{
	for (int i = 0; i < LWPS; i++) {
		hits = 0;
		check(lwp_kill(-1, threads[i].th_tid1, SIGUSR1) == 0,
		    "lwp_kill");
		for (int n = 0; hits == 0 && n < 100; n++)
			sleep_ms(10);
		check(hits == 1 && hit == threads[i].th_tid1,
		    "the LWP that was meant, once");
	}
	hits = 0;
	check(lwp_kill(getpid(), lwp_gettid(), SIGUSR1) == 0, "ourselves");
	check(hits == 1 && hit == lwp_gettid(), "at once");
}

static void
errors(lwpid_t gone)
{
	check(lwp_kill(-1, lwp_gettid(), 0) == 0, "signal 0 only asks");
	check_fails(lwp_kill(-1, gone, SIGUSR1), ESRCH);
	check_fails(lwp_kill(-1, gone, 0), ESRCH);
	check_fails(lwp_kill(-1, 0, SIGUSR1), ESRCH);
	check_fails(lwp_kill(-1, -2, SIGUSR1), ESRCH);
	check_fails(lwp_kill(-1, -1, SIGUSR1), EINVAL);
	check_fails(lwp_kill(0, 1, SIGUSR1), EINVAL);
	check_fails(lwp_kill(-5, 1, SIGUSR1), EINVAL);
	check_fails(lwp_kill(-1, 1, 129), EINVAL);
	check_fails(lwp_kill(-1, 1, -1), EINVAL);
	check_fails(lwp_kill(99998, 1, 0), ESRCH);
	check(lwp_kill(1, 1, 0) == 0, "an LWP of another process");
}

int
main(void)
{
	struct sigaction act;

	memset(&act, 0, sizeof(act));
	act.sa_handler = handler;
	check(sigaction(SIGUSR1, &act, NULL) == 0, "sigaction");
	for (int i = 0; i < LWPS; i++)
		thread_start(&threads[i], waiter, NULL);
	wait_until(&ready, LWPS);
	each();
	done = 1;
	umtx_wakeup(&done, 0);
	for (int i = 0; i < LWPS; i++)
		thread_join(&threads[i]);
	errors(threads[0].th_tid1);
	pass();
}
