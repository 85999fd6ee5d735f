/*
 * T-8.4: stop and continue, told once each; SIGKILL ends a stopped child.  A
 * process with several LWPs is stopped when the last of them is.
 */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.4");

static void
stop_and_go(bool sleeping)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			if (sleeping)
				sleep_ms(1000);
	check(pid > 0, "fork");
	sleep_ms(20);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	check(status == (SIGSTOP << 8 | 0x7f), "W_STOPCODE");
	check(waitpid(pid, &status, WUNTRACED | WNOHANG) == 0, "only once");
	check(kill(pid, SIGTERM) == 0, "SIGTERM waits");
	sleep_ms(20);
	check(waitpid(pid, &status, WNOHANG) == 0, "it is stopped");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(wait_exit(pid) == 128 + SIGTERM, "then it dies");
}

/* Who only stops or goes on has used nothing that is told: all zero (D-46). */
static void
wait_no_usage(pid_t pid, int *status, int options)
{
	static const struct rusage none;
	struct rusage ru;

	memset(&ru, 0xff, sizeof(ru));
	check(wait4(pid, status, options, &ru) == pid, "wait4");
	check(memcmp(&ru, &none, sizeof(ru)) == 0, "the whole rusage is zero");
}

static void
continued(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			sleep_ms(1000);
	sleep_ms(20);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	wait_no_usage(pid, &status, WUNTRACED);
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	wait_no_usage(pid, &status, WCONTINUED);
	check(WIFCONTINUED(status), "status");
	check(waitpid(pid, &status, WCONTINUED | WNOHANG) == 0, "only once");
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped again");
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "it dies all the same");
}

/* Seen by the parent: what the LWPs of the child have done. */
static struct shared {
	volatile uint64_t spun[3];
	volatile int in_vfork, vforked;
} *shared;

static void
spin(void *arg)
{
	for (;;)
		(*(volatile uint64_t *)arg)++;
}

/* This LWP cannot stop before its child is done. */
static void
in_vfork(void *arg)
{
	if (vfork() == 0) {
		shared->in_vfork = 1;
		for (int i = 0; i < 20; i++)
			usleep(10000);
		_exit(0);
	}
	shared->vforked = 1;
	spin(arg);
}

static void
in_sleep(void *arg)
{
	(void)arg;
	for (;;)
		sleep_ms(1000);
}

/* => a child with five LWPs, two of them spinning, one asleep */
static pid_t
many(void (*fifth)(void *))
{
	static struct thread th[4];
	pid_t pid;

	shared->in_vfork = shared->vforked = 0;
	pid = fork();
	check(pid >= 0, "fork");
	/* A group of its own, with us outside: SIGTSTP can stop it. */
	check(setpgid(pid, pid) == 0, "setpgid");
	if (pid > 0)
		return (pid);
	thread_start(&th[0], spin, (void *)(uintptr_t)&shared->spun[0]);
	thread_start(&th[1], spin, (void *)(uintptr_t)&shared->spun[1]);
	thread_start(&th[2], in_sleep, NULL);
	thread_start(&th[3], fifth, (void *)(uintptr_t)&shared->spun[2]);
	in_sleep(NULL);
	_exit(1);
}

/* Do all three count on, or none? */
static void
all_spin(bool on)
{
	uint64_t was[3];

	for (int i = 0; i < 3; i++)
		was[i] = shared->spun[i];
	sleep_ms(400);
	for (int i = 0; i < 3; i++)
		check((shared->spun[i] != was[i]) == on, "the LWPs");
}

static void
nothing(int sig)
{
	(void)sig;
}

/* Was a SIGCHLD sent since the last look?  It is blocked. */
static bool
heard(void)
{
	sigset_t chld, was;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	check(sigpending(&was) == 0, "sigpending");
	sigprocmask(SIG_UNBLOCK, &chld, NULL);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	return (sigismember(&was, SIGCHLD));
}

static void
many_stop(void)
{
	pid_t pid = many(spin);
	int status;

	all_spin(true);
	check(kill(pid, SIGTSTP) == 0, "SIGTSTP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	check(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP, "status");
	all_spin(false);
	check(waitpid(pid, &status, WUNTRACED | WNOHANG) == 0, "only once");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	check(waitpid(pid, &status, WCONTINUED) == pid, "continued");
	all_spin(true);
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	check(waitpid(pid, &status, WUNTRACED) == pid, "stopped");
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "it dies stopped");
}

/* One LWP cannot stop yet: the stop is not told, nor is SIGCHLD sent. */
static void
late_stop(void)
{
	pid_t pid = many(in_vfork);
	int status;

	while (!shared->in_vfork)
		sleep_ms(10);
	(void)heard();
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP");
	sleep_ms(60);
	check(shared->vforked == 0, "one LWP waits for its child");
	check(waitpid(pid, &status, WUNTRACED | WNOHANG) == 0,
	    "not all have stopped");
	check(!heard(), "and SIGCHLD was not sent");
	check(waitpid(pid, &status, WUNTRACED) == pid, "the last one stops");
	check(heard(), "now it is");
	check(shared->vforked == 0, "it stopped before it went on");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	all_spin(true);
	check(shared->vforked == 1, "then it went on");
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed");

	/* Continued before all had stopped: as if nothing had been. */
	pid = many(in_vfork);
	while (!shared->in_vfork)
		sleep_ms(10);
	check(kill(pid, SIGSTOP) == 0 && kill(pid, SIGCONT) == 0, "both");
	all_spin(true);
	check(waitpid(pid, &status, WUNTRACED | WNOHANG) == 0, "no stop");
	check(kill(pid, SIGKILL) == 0, "SIGKILL");
	check(wait_exit(pid) == 128 + SIGKILL, "killed");
}

static void
many_lwps(void)
{
	struct sigaction sa = { .sa_handler = nothing };

	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	check(shared != MAP_FAILED, "mmap");
	check(sigaction(SIGCHLD, &sa, NULL) == 0, "sigaction");
	(void)heard();
	many_stop();
	late_stop();
}

int
main(void)
{
	stop_and_go(false);
	stop_and_go(true);
	continued();
	many_lwps();
	pass();
}
