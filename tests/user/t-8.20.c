/*
 * T-8.20: waiting for a signal without a handler: sigtimedwait, sigwaitinfo,
 * sigwait; and what a signal says about who sent it, and SIGCHLD about what
 * became of the child.
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
	sigset_t left;
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
	check(sigpending(&left) == 0 && !sigismember(&left, SIGUSR1),
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

/* sigwait: a handler does not end it; errors are its result. */
static void
waits_on(void)
{
	pid_t other, pid;
	int sig = 0;

	handled = 0;
	other = sends(SIGUSR2, 10);
	pid = sends(SIGUSR1, 50);
	errno = 0;
	check(sigwait(&set, &sig) == 0 && sig == SIGUSR1, "sigwait");
	check(handled != 0, "on and on");
	check(wait_exit(other) == 5 && wait_exit(pid) == 5, "the senders");
	check(sigwait((void *)8, &sig) == EFAULT && sig == SIGUSR1,
	    "its errors");
}

/* Who sent it is the sender's real user. */
static void
user_ids(void)
{
	siginfo_t info;
	pid_t pid = fork();

	if (pid == 0) {
		check(seteuid(78) == 0, "seteuid");
		check(raise(SIGUSR1) == 0, "as root, dressed up");
		check(sigwaitinfo(&set, &info) == SIGUSR1 &&
		    info.si_code == SI_USER && info.si_uid == 0, "root");
		check(seteuid(0) == 0 && setuid(77) == 0, "setuid");
		check(kill(getpid(), SIGUSR1) == 0, "as another");
		check(sigwaitinfo(&set, &info) == SIGUSR1 &&
		    info.si_uid == 77 && info.si_pid == getpid(), "the other");
		_exit(6);
	}
	check(wait_exit(pid) == 6, "the child");
}

/* The next SIGCHLD is about pid, and says this. */
static void
child_tells(pid_t pid, int code, int status, const char *what)
{
	siginfo_t info;

	check(sigwaitinfo(&set, &info) == SIGCHLD, what);
	check(info.si_signo == SIGCHLD && info.si_pid == pid, what);
	check(info.si_code == code && info.si_status == status, what);
	check(info.si_uid == 77, "as its real user");
}

/* What becomes of a child.  (There are no core files: never CLD_DUMPED.) */
static void
child_codes(void)
{
	static volatile int *volatile nowhere;
	pid_t pid;

	sigaddset(&set, SIGCHLD);
	check(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "block");
	pid = fork();
	if (pid == 0) {
		check(setuid(77) == 0, "setuid");
		check(kill(getpid(), SIGSTOP) == 0, "stop");
		for (;;)
			pause();
	}
	child_tells(pid, CLD_STOPPED, SIGSTOP, "stopped");
	check(kill(pid, SIGCONT) == 0, "SIGCONT");
	child_tells(pid, CLD_CONTINUED, SIGCONT, "continued");
	check(kill(pid, SIGTERM) == 0, "SIGTERM");
	child_tells(pid, CLD_KILLED, SIGTERM, "killed");
	check(wait_exit(pid) == 128 + SIGTERM, "the child");
	pid = fork();
	if (pid == 0) {
		check(setuid(77) == 0, "setuid");
		*nowhere = 1;
	}
	child_tells(pid, CLD_KILLED, SIGSEGV, "killed by its own fault");
	check(wait_exit(pid) == 128 + SIGSEGV, "the child");
	pid = fork();
	if (pid == 0)
		_exit(setuid(77) == 0 ? 201 : 1);
	child_tells(pid, CLD_EXITED, 201, "exited");
	check(wait_exit(pid) == 201, "the child");
}

int
main(void)
{
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	check(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "block");
	signal(SIGUSR2, on_usr2);
	waits();
	waits_on();
	user_ids();
	infos();
	signal(SIGCHLD, SIG_DFL);
	child_codes();
	pass();
}
