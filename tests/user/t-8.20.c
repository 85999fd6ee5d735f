/*
 * T-8.20: waiting for a signal without a handler: sigtimedwait, sigwaitinfo,
 * and what a signal says about who sent it.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/user/test.h"

TEST("T-8.20");

static sigset_t set;
static volatile int handled;
static siginfo_t told;

/* A while, whatever signals come. */
static void
nap(void)
{
	const struct timespec ts = { 0, 1000000 };

	(void)nanosleep(&ts, NULL);
}

static void
on_usr2(int sig)
{
	(void)sig;
	handled++;
}

static void
on_info(int sig, siginfo_t *info, void *uc)
{
	(void)uc;
	handled = sig;
	told = *info;
}

static pid_t
sends(int sig, long after_ms)
{
	pid_t pid = fork();

	if (pid == 0) {
		sleep_ms(after_ms);
		(void)kill(getppid(), sig);
		_exit(5);
	}
	return (pid);
}

static void
waits(void)
{
	struct timespec ts = { 0, 20000000 };
	siginfo_t info;
	uint64_t start = now_us();
	pid_t pid;

	check_fails(sigtimedwait(&set, &info, &ts), EAGAIN);
	check(now_us() - start >= 20000, "after its time");
	ts.tv_nsec = 0;
	check_fails(sigtimedwait(&set, &info, &ts), EAGAIN);
	ts.tv_nsec = 2000000000;
	check_fails(sigtimedwait(&set, &info, &ts), EINVAL);
	check_fails(sigtimedwait((void *)8, &info, NULL), EFAULT);

	check(kill(getpid(), SIGUSR1) == 0, "it is pending");
	check(sigwaitinfo(&set, &info) == SIGUSR1, "and taken at once");
	check(info.si_signo == SIGUSR1 && info.si_pid == getpid() &&
	    info.si_code == SI_USER, "by whom");
	pid = sends(SIGUSR1, 10);
	check(sigwaitinfo(&set, &info) == SIGUSR1 && info.si_pid == pid,
	    "waited for");
	check(wait_exit(pid) == 5, "the sender");
	pid = sends(SIGUSR2, 10);
	check_fails(sigwaitinfo(&set, &info), EINTR);
	check(handled == 1 && wait_exit(pid) == 5, "a handler ends the wait");
	check(sigpending(&set) == 0 && !sigismember(&set, SIGUSR1),
	    "nothing is left");
}

static void
infos(void)
{
	struct sigaction sa;
	pid_t pid;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = on_info;
	sa.sa_flags = SA_SIGINFO | SA_RESTART;
	check(sigaction(SIGUSR2, &sa, NULL) == 0 &&
	    sigaction(SIGCHLD, &sa, NULL) == 0, "sigaction");
	pid = sends(SIGUSR2, 0);
	handled = 0;
	while (handled != SIGUSR2 && handled != SIGCHLD)
		nap();
	check(wait_exit(pid) == 5, "the sender");
	handled = 0;
	pid = fork();
	if (pid == 0)
		_exit(9);
	while (handled != SIGCHLD)
		nap();
	check(told.si_pid == pid && told.si_status == 9 &&
	    told.si_code == CLD_EXITED, "SIGCHLD says who, and how");
	check(wait_exit(pid) == 9, "the child");
}

int
main(void)
{
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	check(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "block");
	signal(SIGUSR2, on_usr2);
	waits();
	infos();
	pass();
}
